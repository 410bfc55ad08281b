"""What this room erases: the whole profile."""

import datetime as dt

from accounts.erasing import DELETED, Room, Steps, register
from accounts.models import User
from communities.profiles.models import Profile


def steps(person: User, words: bool, at: dt.datetime) -> Steps:
    Profile.objects.filter(user=person).delete()
    yield


register(
    Room(
        "profiles",
        steps,
        covers=dict.fromkeys(
            ("profiles.Profile", "profiles.Tie", "profiles.Spoken", "profiles.Pick"), DELETED
        ),
        mentions={"profiles.Profile": ("about", "self_description")},
    )
)
