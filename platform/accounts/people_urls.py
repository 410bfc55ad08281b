"""The addresses of people."""

from django.urls import path

from accounts import views

app_name = "people"
urlpatterns = [
    path("<slug:handle>/", views.person, name="person"),
    path("<slug:handle>/block/", views.block, name="block"),
    path("<slug:handle>/unblock/", views.unblock, name="unblock"),
]
