"""The addresses of people."""

from django.urls import path

from accounts.views import block, unblock
from communities.profiles import finding, views

app_name = "people"
urlpatterns = [
    path("", finding.index, name="index"),
    path("<slug:handle>/", views.person, name="person"),
    path("<slug:handle>/block/", block, name="block"),
    path("<slug:handle>/unblock/", unblock, name="unblock"),
    path(
        "<slug:handle>/as/institution/<slug:slug>/", views.seen_as, {"who": "institution"}, "as-institution"
    ),
    path("<slug:handle>/as/<slug:who>/", views.seen_as, name="as"),
]
