"""The demo's environment, set before the settings are read: production on loopback, nothing to configure."""

import argparse
import os
import secrets

PORT = 8000
LOOPBACK = "127.0.0.1,localhost,[::1]"


def environment(argv: list[str]) -> None:
    """What `manage.py demo` and `demo_code` run under; what is exported already stays, except for safety."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--port", type=int, default=PORT)
    port = parser.parse_known_args(argv)[0].port
    os.environ.update(
        DJANGO_SETTINGS_MODULE="config.settings.prod", DEBUG="0", INSECURE_HTTP="1", EMBEDDED="1"
    )
    os.environ.setdefault("PUBLIC_ORIGIN", f"http://127.0.0.1:{port}")
    os.environ.setdefault("ALLOWED_HOSTS", LOOPBACK)
    os.environ.setdefault("EMAIL_BACKEND", "config.mail.ShownMail")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    from config.env import var

    os.environ.setdefault("MAIL_DIR", str(var("mail")))
    os.environ.setdefault("SECRET_KEY", _secret_key())


def _secret_key() -> str:
    """Made once, kept where only its owner reads it."""
    from config.env import var

    path = var("secret_key")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(60))
    except FileExistsError:
        pass
    return path.read_text().strip()
