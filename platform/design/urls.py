"""The gallery, while developing."""

from django.urls import path

from design import views

app_name = "gallery"
urlpatterns = [
    path("", views.components, name="components"),
    path("discussion/", views.discussion, name="discussion"),
    path("home/", views.home, name="home"),
    path("error/<str:name>/", views.error, name="error"),
]
