"""The addresses of the settings."""

from django.urls import path

from accounts import data, erase, safety, views

app_name = "settings"
urlpatterns = [
    path("", views.index, name="index"),
    path("language/", views.language, name="language"),
    path("privacy/", views.privacy, name="privacy"),
    path("blocked/", views.blocked, name="blocked"),
    path("safety/", safety.safety, name="safety"),
    path("safety/back/", safety.come_back, name="come-back"),
    path("erase/", erase.erase, name="erase"),
    path("erase/undo/", erase.undo, name="undo-erasure"),
    path("data/", data.data, name="data"),
    path("data/export/", data.ask, name="ask-export"),
    path("data/export/<uuid:ident>/", data.take, name="take-export"),
    path("data/consents/<int:pk>/withdraw/", data.withdraw, name="withdraw"),
    path("standing/", views.standing, name="standing"),
]
