"""The addresses of this room."""

from django.urls import path

from communities.groups.views import belonging, pages, running

app_name = "communities"
urlpatterns = [
    path("", pages.community_list, name="list"),
    path("new/", running.new, name="new"),
    path("<slug:slug>/", pages.community, name="community"),
    path("<slug:slug>/about/", pages.about, name="about"),
    path("<slug:slug>/members/", pages.members, name="members"),
    path("<slug:slug>/join/", belonging.join, name="join"),
    path("<slug:slug>/ask/", belonging.ask, name="ask"),
    path("<slug:slug>/withdraw/", belonging.withdraw, name="withdraw"),
    path("<slug:slug>/leave/", belonging.leave, name="leave"),
    path("<slug:slug>/requests/", belonging.requests, name="requests"),
    path("<slug:slug>/requests/<int:pk>/admit/", belonging.admit, name="admit"),
    path("<slug:slug>/requests/<int:pk>/decline/", belonging.decline, name="decline"),
    path("<slug:slug>/manage/", running.manage, name="manage"),
    path("<slug:slug>/manage/description/", running.edit, name="edit"),
    path("<slug:slug>/manage/institutions/", running.institutions, name="institutions"),
    path("<slug:slug>/manage/<int:pk>/", running.person, name="person"),
    path("<slug:slug>/manage/<int:pk>/role/", running.appoint, name="appoint"),
    path("<slug:slug>/manage/<int:pk>/remove/", running.remove, name="remove"),
]
