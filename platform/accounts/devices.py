"""Devices: their kind in words, and the sign by which one that signed in before is known again."""

import hmac
from collections.abc import Iterable

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext as _

# The first that is found in the browser's description of itself wins.
BROWSERS = [
    ("Opera Mini", "Opera Mini"), ("OPR/", "Opera"), ("UCBrowser", "UC Browser"),
    ("SamsungBrowser", "Samsung Internet"), ("Edg", "Edge"),
    ("YaBrowser", "Yandex"), ("FxiOS", "Firefox"), ("Firefox", "Firefox"), ("CriOS", "Chrome"),
    ("Chrome", "Chrome"), ("Safari", "Safari"),
]  # fmt: skip
SYSTEMS = [
    ("KAIOS", "KaiOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
]  # fmt: skip
COOKIE = "device"
AGE = 180 * 24 * 3600
MOST = 5  # accounts one device is known for


def kind_of(description: str) -> str:
    """ "Firefox/Android" from a `User-Agent`: all that is kept of it. Kinds stay as they are."""
    browser, _slash, system = description.partition("/")
    if browser in {"", *(name for _mark, name in BROWSERS)} and system in {
        "",
        *(name for _mark, name in SYSTEMS),
    }:
        return description or "/"
    return f"{_first(BROWSERS, description)}/{_first(SYSTEMS, description)}"


def _first(known: Iterable[tuple[str, str]], description: str) -> str:
    return next((name for mark, name in known if mark in description), "")


def in_words(kind: str) -> str:
    """A kind of device as a person would say it."""
    browser, _slash, system = kind_of(kind).partition("/")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("An unknown device")


# -- known devices ---------------------------------------------------------------------------------------
# During an attack on an account its owner still gets in from a device that signed in before (trust.md K1).
# The cookie holds digests, so that a device found by somebody else names no account.


def name_in(request: HttpRequest, *, email: str) -> str | None:
    """The name of this device when it has signed in with `email` before."""
    name, digests = _read(request)
    known = any(hmac.compare_digest(digest, _digest(name, email)) for digest in digests)
    return name if known else None


def remember(request: HttpRequest, response: HttpResponse, *, email: str) -> None:
    """Let this device be known for `email` from now on."""
    name, digests = _read(request)
    name = name or get_random_string(16)
    digests = [_digest(name, email), *(d for d in digests if d != _digest(name, email))][:MOST]
    response.set_cookie(
        COOKIE,
        signing.dumps([name, digests], salt=COOKIE),
        max_age=AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        name, digests = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return "", []
    return name, digests


def _digest(name: str, email: str) -> str:
    return salted_hmac(f"device {name}", email.lower(), algorithm="sha256").hexdigest()[:32]
