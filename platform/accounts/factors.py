"""Second factors: their secrets are encrypted in the database with a key made from SECRET_KEY."""

import base64
import hashlib
from typing import Any
from urllib.parse import urlsplit

from allauth.account.utils import user_pk_to_url_str
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts import devices

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes alone are none


class FactorAdapter(DefaultMFAAdapter):
    """allauth's second factors, with our words and without secrets in the clear."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Wait for the next one and type it."),
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def get_totp_label(self, user: Any) -> str:
        """The handle: an e-mail address would stand in the app for everybody who sees the phone."""
        return user.handle

    def get_totp_issuer(self) -> str:
        return settings.SITE_NAME or str(settings.DEFAULT_SITE_NAME)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys are made for the site's own name, whatever name a request came under."""
        return {"id": urlsplit(settings.PUBLIC_ORIGIN).hostname or "", "name": self.get_totp_issuer()}

    def get_public_key_credential_user_entity(self, user: Any) -> dict:
        """What the device keeps and shows: the number of the account and its handle, no e-mail address."""
        return {"id": user_pk_to_url_str(user).encode(), "name": user.handle, "display_name": user.handle}

    def generate_authenticator_name(self, user: Any, type: str) -> str:
        """A new passkey is called like the device that it is made on."""
        return devices.in_words(context.request.headers.get("User-Agent", ""))

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> MultiFernet:
    """New secrets under SECRET_KEY; those under one of SECRET_KEY_FALLBACKS can still be read."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = [hashlib.sha256(b"second factors " + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in made])
