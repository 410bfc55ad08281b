"""The addresses of this room."""

from django.urls import path

from communities.opportunities import views

app_name = "opportunities"
urlpatterns = [
    path("", views.opportunity_list, name="list"),
    path("mine/", views.mine, name="mine"),
    path("new/", views.new, name="new"),
    path("<slug:slug>/", views.opportunity, name="opportunity"),
    path("<slug:slug>/edit/", views.edit, name="edit"),
    path("<slug:slug>/submit/", views.submit, name="submit"),
    path("<slug:slug>/close/", views.close, name="close"),
    path("<slug:slug>/answer/", views.answer, name="answer"),
    path("<slug:slug>/withdraw/", views.withdraw, name="withdraw"),
    path("<slug:slug>/answers/", views.answers, name="answers"),
]
