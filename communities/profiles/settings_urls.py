"""The addresses at which a member changes their profile."""

from django.urls import path

from communities.profiles import views
from communities.profiles.fields import FIELDS
from communities.profiles.forms import FORMS

app_name = "profile"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("check-up/", views.check_up, name="check-up"),
    path("directory/", views.directory, name="directory"),
    path("institutions/", views.named, name="institutions"),
    path("institutions/<slug:slug>/withdraw/", views.withdraw, name="withdraw"),
    path("openings/", views.openings, name="openings"),
    path("picture/", views.picture, name="picture"),
    path("picture/remove/", views.remove_picture, name="remove-picture"),
    *(path(f"{FIELDS[key].slug}/", views.change(key), name=FIELDS[key].slug) for key in FORMS),
]
