"""The one way out: promise an effect inside a transaction, let the worker keep it after the commit."""

import datetime as dt
import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from core.models import Outbox
from core.numbers import Daily

log = logging.getLogger("outbox")
Handler = Callable[[dict], None]
HANDLERS: dict[str, Handler] = {}
TRIES = 8


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the handler of a kind of promise. It gets the payload; raising means: try again later."""

    def keep(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        return handler

    return keep


def promise(kind: str, *, key: str, payload: dict | None = None) -> None:
    """Promise one effect. Promising the same key again changes nothing. Call it inside the transaction."""
    row = Outbox(kind=kind, key=key, payload=payload or {}, due_at=timezone.now())
    Outbox.objects.bulk_create([row], ignore_conflicts=True)


def drain(*, most: int = 100) -> int:
    """Keep up to `most` promises that are due; returns how many rows were taken."""
    taken = 0
    while taken < most and _keep_one():
        taken += 1
    return taken


def _keep_one() -> bool:
    with transaction.atomic():
        due = Outbox.objects.filter(due_at__lte=timezone.now(), failed_at=None).order_by("due_at", "id")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        row = due.first()
        if row is None:
            return False
        try:
            with transaction.atomic():
                HANDLERS[row.kind](row.payload)
        except Exception:
            log.exception("promise not kept", extra={"kind": row.kind, "attempt": row.attempts + 1})
            row.attempts += 1
            row.due_at = timezone.now() + dt.timedelta(seconds=min(3600, 2**row.attempts))
            if row.attempts >= TRIES:
                row.failed_at = timezone.now()
            row.save(update_fields=["attempts", "due_at", "failed_at"])
        else:
            row.delete()
    return True


def work(stop: threading.Event, *, pause: float = 0.5) -> None:
    """The worker's loop: the day's numbers, drain, rest, drain; a database that is away is waited for."""
    daily = Daily()
    while not stop.is_set():
        try:
            daily.pass_by(at=timezone.now())
            busy = drain()
        except Exception:
            log.exception("worker waits")
            busy = 0
        close_old_connections()
        if not busy:
            stop.wait(pause)
