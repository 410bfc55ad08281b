"""What this room erases: a person's notices and mailbox; in others' notices they are nobody."""

import datetime as dt

from django.db.models import TextField
from django.db.models.functions import Cast

from accounts.erasing import DELETED, UNNAMED, Room, Steps, register, unmentioned
from accounts.models import User
from core.models import Outbox
from notifications.models import Mailbox, Notice


def steps(person: User, words: bool, at: dt.datetime) -> Steps:
    mine = Notice.objects.filter(to=person)
    Outbox.objects.filter(key__in=[f"notice:{pk}" for pk in mine.values_list("pk", flat=True)]).delete()
    mine.delete()
    Mailbox.objects.filter(user=person).delete()
    yield
    written = Notice.objects.annotate(written=Cast("facts", TextField()))
    for notice in written.filter(written__icontains=person.handle):
        notice.facts = without(notice.facts, person.handle)
        notice.save(update_fields=["facts"])
    yield


def without(facts: dict, handle: str) -> dict:
    """Facts of a notice in which the handle stands nowhere."""
    return {
        name: unmentioned(value, handle) if isinstance(value, str) else value for name, value in facts.items()
    }


register(
    Room(
        "notifications",
        steps,
        covers={
            "notifications.Mailbox": DELETED,
            "notifications.Notice": DELETED,
            "notifications.Notice.about": UNNAMED,
        },
    )
)
