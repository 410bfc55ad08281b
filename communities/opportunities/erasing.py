"""What this room erases: a person's answers. What they wrote for an institution is the institution's."""

import datetime as dt

from accounts.erasing import DELETED, KEPT, UNNAMED, Room, Steps, register
from accounts.models import User
from communities.opportunities.models import Application, Opportunity

PEOPLE = ("author", "released_by")
MACHINE = ("id", "created_at", "updated_at", "key")


def steps(person: User, words: bool, at: dt.datetime) -> Steps:
    Application.objects.filter(user=person).delete()
    yield


register(
    Room(
        "opportunities",
        steps,
        covers={
            "opportunities.Application": DELETED,
            **{
                f"opportunities.Opportunity.{field.name}": UNNAMED if field.name in PEOPLE else KEPT
                for field in Opportunity._meta.concrete_fields
                if field.name not in MACHINE
            },
        },
        mentions={
            "opportunities.Opportunity": ("title", "text", "html", "returned_why"),
            "opportunities.Application": ("text",),
        },
    )
)
