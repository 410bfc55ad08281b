"""For members: refuses to start unless the environment is safe, and says why in one line."""

from pathlib import Path
from urllib.parse import urlsplit

from config.settings.base import *  # noqa: F403
from config.settings.base import (
    ALLOWED_HOSTS,
    DEBUG,
    INSECURE_HTTP,
    MEDIA_ROOT,
    PRIVATE_ROOT,
    PUBLIC_ORIGIN,
    SECRET_KEY,
    STATIC_ROOT,
)

_origin = urlsplit(PUBLIC_ORIGIN)
_on_loopback = _origin.hostname in ("127.0.0.1", "localhost", "::1")

# SystemExit rather than ImproperlyConfigured: whichever server reads this, one line is all it prints.
if not SECRET_KEY:
    raise SystemExit("SECRET_KEY is missing: set it to 50 or more random characters.")
if len(SECRET_KEY) < 50:
    raise SystemExit("SECRET_KEY is too short: it needs 50 or more random characters.")
if DEBUG:
    raise SystemExit("DEBUG is on: production does not start with it.")
if not ALLOWED_HOSTS:
    raise SystemExit("ALLOWED_HOSTS is missing: name the host names that this site answers to.")
if "*" in ALLOWED_HOSTS:
    raise SystemExit("ALLOWED_HOSTS is *: name the host names that this site answers to.")
if INSECURE_HTTP and not _on_loopback:
    raise SystemExit("INSECURE_HTTP is for loopback only: PUBLIC_ORIGIN is another address.")
if _origin.scheme != "https" and not INSECURE_HTTP:
    raise SystemExit("PUBLIC_ORIGIN must be https:// unless INSECURE_HTTP is set on loopback.")
for _folder in (MEDIA_ROOT, STATIC_ROOT):
    if Path(PRIVATE_ROOT).resolve().is_relative_to(Path(_folder).resolve()):
        raise SystemExit("PRIVATE_ROOT lies in a folder that is handed out to everybody: choose another one.")

SECURE_SSL_REDIRECT = not INSECURE_HTTP
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if INSECURE_HTTP else 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not INSECURE_HTTP
