"""What this room promised inside a transaction and the worker does after it."""

from django.utils import timezone

from core.outbox import handles
from messaging.threads import actions


@handles("threads.redraw")
def redraw(payload: dict) -> None:
    """Open pages of one discussion show one author's by-line as it is now."""
    actions.redraw(payload["thread"], author_id=payload["author"], at=timezone.now())
