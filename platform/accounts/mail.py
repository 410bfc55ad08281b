"""Mails about an account leave through the outbox: a mail server that is away delays them and loses none."""

import uuid

from django.core.mail import EmailMessage

from core.outbox import handles, promise

KIND = "account mail"


def post(message: EmailMessage) -> None:
    """Promise to send a plain mail."""
    payload = {"subject": message.subject, "body": message.body, "from": message.from_email, "to": message.to}
    promise(KIND, key=f"account-mail:{uuid.uuid4()}", payload=payload)


@handles(KIND)
def send(payload: dict) -> None:
    EmailMessage(
        payload["subject"],
        payload["body"],
        payload["from"],
        payload["to"],
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
