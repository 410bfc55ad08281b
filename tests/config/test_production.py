"""Production refuses an unsafe environment in one line, and passes Django's own checks without a warning."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "DJANGO_SETTINGS_MODULE": "config.settings.prod",
    "SECRET_KEY": "q7Zr-a-long-and-random-enough-key-for-a-test-0123456789-abcdefghij",
    "ALLOWED_HOSTS": "shores.example",
    "PUBLIC_ORIGIN": "https://shores.example",
}


def manage(tmp_path, *command, **changes):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    given = {name: value for name, value in {**SAFE, **changes}.items() if value is not None}
    env = {**kept, "VAR_DIR": str(tmp_path), **given}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=100,
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY is missing: set it to 50 or more random characters."),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too short: it needs 50 or more random characters."),
        ({"DEBUG": "1"}, "DEBUG is on: production does not start with it."),
        (
            {"PRIVATE_ROOT": "/srv/media/files", "MEDIA_ROOT": "/srv/media"},
            "PRIVATE_ROOT lies in a folder that is handed out to everybody: choose another one.",
        ),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS is missing: name the host names that this site answers to."),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS is *: name the host names that this site answers to."),
        ({"INSECURE_HTTP": "1"}, "INSECURE_HTTP is for loopback only: PUBLIC_ORIGIN is another address."),
        (
            {"INSECURE_HTTP": "1", "PUBLIC_ORIGIN": "http://localhost.evil.example"},
            "INSECURE_HTTP is for loopback only: PUBLIC_ORIGIN is another address.",
        ),
        (
            {"PUBLIC_ORIGIN": "http://shores.example"},
            "PUBLIC_ORIGIN must be https:// unless INSECURE_HTTP is set on loopback.",
        ),
    ],
)
def test_production_refuses_to_start_and_says_why(tmp_path, changes, said):
    done = manage(tmp_path, "check", **changes)

    assert (done.returncode, done.stderr.strip()) == (1, said)


def test_production_passes_every_check_of_django(tmp_path):
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING")

    assert (done.returncode, done.stdout.strip()) == (0, "System check identified no issues (0 silenced).")


def test_production_sends_cookies_over_https_only(tmp_path):
    code = (
        "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME,"
        " s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 3e7)"
    )

    done = manage(tmp_path, "shell", "--no-imports", "-c", code)

    assert done.stdout.split() == ["__Host-sessionid", "__Host-csrftoken", "True", "True", "True", "True"]
