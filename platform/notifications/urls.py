"""The addresses of this room."""

from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.notices, name="list"),
    path("<int:number>/open/", views.open_notice, name="open"),
    path("all-read/", views.read_all, name="read-all"),
    path("all-read/undo/", views.undo_read_all, name="undo-read-all"),
    path("settings/", views.mails, name="settings"),
    path("stop/<str:token>/", views.stop, name="stop"),
]
