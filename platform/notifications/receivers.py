"""What we do about news from accounts."""

from django.dispatch import receiver
from django.utils import timezone

from accounts.events import blocked
from notifications import actions


@receiver(blocked)
def forget_what_was_told_of_each_other(by_id: int, whom_id: int, **_facts: object) -> None:
    actions.forget_between(by_id, whom_id, at=timezone.now())
