"""For tests: the real middleware, policies and templates; quick hashing, mails in memory."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "test-only-key-that-guards-nothing-at-all-0123456789-0123456789")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")
os.environ.setdefault("INSECURE_HTTP", "1")
os.environ.setdefault("PUBLIC_ORIGIN", "http://testserver")
os.environ.setdefault("LOG_LEVEL", "ERROR")

from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES, STORAGES

DEBUG = False
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PRIVATE_ROOT = f"{tempfile.gettempdir()}/private-{os.getpid()}"
EXPORT_DIR = f"{tempfile.gettempdir()}/exports-{os.getpid()}"
STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
SERVESTATIC_AUTOREFRESH = True
SERVESTATIC_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "core.cache.SturdyCache", "LOCATION": ""}}
if DATABASES["default"]["ENGINE"] == "core.sqlite":
    DATABASES["default"]["NAME"] = ":memory:"
    DATABASES["default"]["OPTIONS"].pop("init_command")
    if os.environ.get("TEST_DATABASE"):  # a file that --reuse-db keeps between runs
        DATABASES["default"]["TEST"] = {"NAME": os.environ["TEST_DATABASE"]}
