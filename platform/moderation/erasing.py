"""What this room erases: reports lose who made them and their note, decided cases their words.

An open case about somebody's words keeps a snapshot of them for platform moderators, and nothing else of the
person, until it is decided, for 180 days at most (`moderation.retention`).
"""

import datetime as dt

from django.db import models

from accounts.erasing import EMPTIED, FORMER, KEPT, UNNAMED, Room, Steps, register
from accounts.models import User
from moderation.models import Appeal, Case, Report


def steps(person: User, words: bool, at: dt.datetime) -> Steps:
    Report.objects.filter(by=person).update(by=None, note="")
    Case.objects.filter(claimed_by=person).update(claimed_by=None, claimed_at=None)
    yield
    theirs = Case.objects.filter(subject_user=person)
    theirs.exclude(state=Case.State.OPEN).update(snapshot="", title="")
    theirs.filter(state=Case.State.OPEN).update(scope="")  # for platform moderators only
    theirs.filter(kind="person").update(snapshot="", title="", object_id=f"{FORMER}:{person.pk}")
    models.QuerySet(Appeal).filter(decision__case__subject_user=person).update(text="")
    yield


register(
    Room(
        "moderation",
        steps,
        covers={
            "moderation.Report.by": EMPTIED,
            "moderation.Report.note": EMPTIED,
            "moderation.Report.reason": KEPT,
            "moderation.Report.case": KEPT,
            "moderation.Report.created_at": KEPT,
            "moderation.Case.subject_user": UNNAMED,
            "moderation.Case.title": EMPTIED,
            "moderation.Case.snapshot": "emptied; of an open case 180 days later at most",
            "moderation.Case.claimed_by": EMPTIED,
            "moderation.Case.claimed_at": EMPTIED,
            "moderation.Decision.by": UNNAMED,
            "moderation.Decision.reason": UNNAMED,
            "moderation.Appeal.text": EMPTIED,
        },
        mentions={
            "moderation.Report": ("note",),
            "moderation.Case": ("snapshot", "title"),
            "moderation.Decision": ("reason",),
        },
    )
)
