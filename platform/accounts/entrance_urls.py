"""The pages of allauth that we answer ourselves, at allauth's own addresses and names."""

from django.urls import path

from accounts import entrance

urlpatterns = [
    path("signup/", entrance.sign_up, name="account_signup"),
    path("logout/", entrance.sign_out, name="account_logout"),
    path("sessions/", entrance.where_signed_in, name="usersessions_list"),
]
