"""Where the doors of a discussion are."""

from django.urls import reverse

from messaging.threads.models import Thread


def to(name: str, thread: Thread, *numbers: int) -> str:
    return reverse(f"discussions:{name}", args=[thread.pk, *numbers])
