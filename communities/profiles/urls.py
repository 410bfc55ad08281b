"""The addresses of people."""

from django.urls import path

from accounts.views import block, unblock
from communities.profiles import finding, views
from communities.profiles.numbers import views as numbers

app_name = "people"
urlpatterns = [
    path("", finding.index, name="index"),
    path("map/", numbers.world, name="map"),
    path("corridors/", numbers.corridors, name="corridors"),
    path("<slug:handle>/", views.person, name="person"),
    path("<slug:handle>/block/", block, name="block"),
    path("<slug:handle>/unblock/", unblock, name="unblock"),
    path(
        "<slug:handle>/as/institution/<slug:slug>/", views.seen_as, {"who": "institution"}, "as-institution"
    ),
    path("<slug:handle>/as/<slug:who>/", views.seen_as, name="as"),
]
