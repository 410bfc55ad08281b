"""The addresses of this room."""

from django.urls import path

from institutions import views

app_name = "institutions"
urlpatterns = [
    path("", views.institutions, name="list"),
    path("<slug:slug>/", views.institution, name="institution"),
]
