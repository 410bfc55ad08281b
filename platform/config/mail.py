"""The demo's mail: sent to nobody, kept as a file, shown on the terminal with its code."""

import re
import sys
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend

CODE = re.compile(r"(?m)^\s*([A-Z0-9]{3,4}-[A-Z0-9]{3,4}|[A-Z0-9]{6,8}|\d{6})\s*$")
BOLD, PLAIN = "\x1b[1;7m", "\x1b[0m"


class ShownMail(EmailBackend):
    """Writes the file as Django does, and prints the text with its code marked."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            sys.stdout.write(shown(message, colour=sys.stdout.isatty()))
        sys.stdout.flush()
        return super().send_messages(email_messages)


def shown(message: EmailMessage, *, colour: bool) -> str:
    """A mail as a few lines for the terminal."""
    body = str(message.body).strip()
    codes = CODE.findall(body)
    if colour:
        body = CODE.sub(lambda found: f"  {BOLD} {found[1]} {PLAIN}", body)
    said = f", code: {', '.join(codes)}" if codes else ""
    lines = "\n".join(f"  │ {line}" for line in body.splitlines())
    return f"\n  ┌ Mail to {', '.join(message.to)}: {message.subject}{said}\n{lines}\n  └\n"
