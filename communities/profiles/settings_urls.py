"""The addresses at which a member changes their profile."""

from django.urls import path

from communities.profiles import views
from communities.profiles.fields import FIELDS

app_name = "profile"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("check-up/", views.check_up, name="check-up"),
    path("institutions/", views.named, name="institutions"),
    path("institutions/<slug:slug>/withdraw/", views.withdraw, name="withdraw"),
    path("openings/", views.openings, name="openings"),
    *(path(f"{field.slug}/", views.change(key), name=field.slug) for key, field in FIELDS.items()),
]
