"""The addresses at which a member changes their profile."""

from django.urls import path

from communities.profiles import views
from communities.profiles.fields import FIELDS

app_name = "profile"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("check-up/", views.check_up, name="check-up"),
    path("directory/", views.directory, name="directory"),
    path("institutions/", views.named, name="institutions"),
    path("institutions/<slug:slug>/withdraw/", views.withdraw, name="withdraw"),
    *(path(f"{field.slug}/", views.change(key), name=field.slug) for key, field in FIELDS.items()),
]
