"""The pages of allauth that we answer ourselves, at allauth's own addresses and names."""

from django.urls import path

from accounts import entrance, passkey_pages

urlpatterns = [
    path("signup/", entrance.sign_up, name="account_signup"),
    path("logout/", entrance.sign_out, name="account_logout"),
    path("sessions/", entrance.where_signed_in, name="usersessions_list"),
    path("2fa/", passkey_pages.overview, name="mfa_index"),
    path("2fa/authenticate/", passkey_pages.second_step, name="mfa_authenticate"),
    path("2fa/totp/deactivate/", passkey_pages.switch_off, name="mfa_deactivate_totp"),
    path("2fa/webauthn/", passkey_pages.listing, name="mfa_list_webauthn"),
    path("2fa/webauthn/login/", passkey_pages.sign_in, name="mfa_login_webauthn"),
    path("2fa/webauthn/add/", passkey_pages.add, name="mfa_add_webauthn"),
    path("2fa/webauthn/reauthenticate/", passkey_pages.prove, name="mfa_reauthenticate_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", passkey_pages.rename, name="mfa_edit_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/remove/", passkey_pages.remove, name="mfa_remove_webauthn"),
]
