"""What this room erases: every file of the account, rows and bytes."""

import datetime as dt

from accounts.erasing import DELETED, Room, Steps, register
from accounts.models import User
from uploads.actions import discard
from uploads.models import StoredFile


def steps(person: User, words: bool, at: dt.datetime) -> Steps:
    for file in StoredFile.objects.filter(owner=person):
        discard(file)
    yield


register(Room("uploads", steps, covers={"uploads.StoredFile": DELETED}))
