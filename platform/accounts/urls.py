"""The addresses of the settings."""

from django.urls import path

from accounts import safety, views

app_name = "settings"
urlpatterns = [
    path("", views.index, name="index"),
    path("language/", views.language, name="language"),
    path("privacy/", views.privacy, name="privacy"),
    path("blocked/", views.blocked, name="blocked"),
    path("safety/", safety.safety, name="safety"),
    path("safety/back/", safety.come_back, name="come-back"),
    path("standing/", views.standing, name="standing"),
]
