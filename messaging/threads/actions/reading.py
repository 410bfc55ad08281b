"""How far somebody has read: one mark per person and discussion, on all their devices, never backwards."""

from datetime import datetime
from typing import Any

from core.access import require
from messaging.threads.models import ReadMark, Thread
from messaging.threads.permissions import can_read, can_see


def mark_read(thread: Thread, *, by: Any, number: int, at: datetime) -> None:
    """Remember that `by` has read up to a post; a number beyond the last means the last."""
    if not by.is_authenticated:
        return
    require(can_see, by, thread)
    require(can_read, by, thread)
    number = min(number, thread.number)
    if number < 1:
        return
    mark = ReadMark(user=by, thread=thread, number=number, at=at)
    ReadMark.objects.bulk_create([mark], ignore_conflicts=True)
    ReadMark.objects.filter(user=by, thread=thread, number__lt=number).update(number=number, at=at)
