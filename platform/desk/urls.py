"""The addresses of this room."""

from django.urls import path

from desk import views

app_name = "desk"
urlpatterns = [
    path("institutions/", views.institutions, name="institutions"),
    path("institutions/<int:pk>/", views.institution, name="institution"),
    path("institutions/<int:pk>/yes/", views.say_yes, name="yes"),
    path("institutions/<int:pk>/refuse/", views.refuse, name="refuse"),
]
