"""How people sign in: django-allauth's switches, each with the promise it keeps."""

import ipaddress
from urllib.parse import urlsplit

from config.env import env

_factor = env.float("LIMITS_FACTOR", default=1.0)


def _at_most(number: int, rest: str) -> str:
    return f"{max(1, int(number * _factor))}/{rest}"


def takes_passkeys(origin: str) -> bool:
    """Whether browsers know passkeys there: they want a name, and https but on localhost."""
    parts = urlsplit(origin)
    name = parts.hostname or ""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return parts.scheme == "https" or name == "localhost" or name.endswith(".localhost")
    return False


ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "signup": "accounts.forms.SignupForm",
    "request_login_code": "accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "accounts.forms.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "accounts.forms.ConfirmEmailVerificationCodeForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "confirm_password_reset_code": "accounts.forms.ConfirmPasswordResetCodeForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "add_email": "accounts.forms.AddEmailForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = (
    False  # allauth offers it for new addresses only: that would tell
)
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # mail is slow on some networks
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this log-in stays, all others end (accounts.receivers)
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {
    "login": _at_most(30, "m/ip"),
    "login_failed": f"{_at_most(10, 'm/ip')},{_at_most(5, '5m/key')}",
    "login_failed_known": _at_most(5, "5m/key"),
    "signup": _at_most(5, "30m/ip"),
    "request_login_code": f"{_at_most(20, 'm/ip')},{_at_most(3, 'm/key')},{_at_most(20, 'h/key')}",
    "reset_password": f"{_at_most(20, 'm/ip')},{_at_most(5, 'm/key')},{_at_most(20, 'h/key')}",
}

MFA_ADAPTER = "accounts.factors.FactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.AuthenticateForm",
    "reauthenticate": "accounts.forms.ReauthenticateFactorForm",
    "activate_totp": "accounts.forms.ActivateFactorForm",
    "add_webauthn": "accounts.passkeys.AddForm",
    "authenticate_webauthn": "accounts.passkeys.SecondStepForm",
    "edit_webauthn": "accounts.passkeys.RenameForm",
    "login_webauthn": "accounts.passkeys.SignInForm",
    "reauthenticate_webauthn": "accounts.passkeys.ReauthenticateForm",
}
MFA_PASSKEY_LOGIN_ENABLED = takes_passkeys(env.str("PUBLIC_ORIGIN", default="http://127.0.0.1:8000"))
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", *(["webauthn"] if MFA_PASSKEY_LOGIN_ENABLED else [])]
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a finger, a face or a PIN: only then it is two factors at once
MFA_RATE_LIMITS = {
    "webauthn_login": _at_most(30, "m/ip")
}  # one sign-in counts twice: the challenge, the answer
MFA_TOTP_TOLERANCE = 1
USERSESSIONS_TRACK_ACTIVITY = False  # accounts.log_ins notes it now and then, not at every page

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "accounts.passwords.LongestValidator"},
    {"NAME": "accounts.passwords.CommonValidator"},
    {"NAME": "accounts.passwords.ContextValidator"},
]
