"""For working on the code: debug pages, mails as files, nothing to configure."""

import os

from config.env import var

os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("INSECURE_HTTP", "1")
os.environ.setdefault("SECRET_KEY", "development-only-key-that-guards-nothing-at-all-0123456789")
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
os.environ.setdefault("MAIL_DIR", str(var("mail")))
os.environ.setdefault("EMBEDDED", "1")

from config.settings.base import *  # noqa: F403
from config.settings.base import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
