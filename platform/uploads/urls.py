"""The addresses of members' files."""

from django.urls import path

from uploads import views

app_name = "files"
urlpatterns = [path("<uuid:ident>/<path:name>", views.file, name="file")]
