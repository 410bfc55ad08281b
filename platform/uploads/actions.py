"""What happens to files: kept for somebody, given to the thing they belong to, thrown away.

Whether somebody may upload a file of a kind is asked by the room that owns the kind, before it calls these.
"""

import datetime as dt
import hashlib
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from uploads import store
from uploads.kinds import KINDS, MB
from uploads.models import StoredFile
from uploads.pictures import Refused, drawn
from uploads.queries import used_by

MOST_BYTES, MOST_FILES = 100 * MB, 500
NEWCOMER, MOST_OF_NEWCOMER = dt.timedelta(days=7), 10


def keep(file: Any, *, by: User, kind: str, at: dt.datetime) -> StoredFile:
    """Keep what a picture shows, drawn anew, and nothing else of the file. It belongs to nothing yet: `give`
    it to something within a day. Raises Refused. Call it outside a transaction: drawing takes seconds."""
    rules = KINDS[kind]
    _insist_on_room(by, at=at)
    versions = drawn(file, rules)
    size = sum(map(len, versions.values()))
    whole = hashlib.sha256(b"".join(versions[name] for name in sorted(versions)))
    stored = StoredFile(
        owner=by, kind=kind, names=sorted(versions), bytes=size, sha256=whole.hexdigest(), created_at=at
    )
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        _insist_on_room(by, at=at, more=size)
        stored.save(force_insert=True)
        store.write(stored.pk, versions)
    return stored


def give(stored: StoredFile, *, to: str) -> None:
    """From now on the file is read by whoever may read this thing of the room that owns the kind."""
    stored.object_id = to
    stored.save(update_fields=["object_id"])


def discard(stored: StoredFile) -> None:
    """The next request for it finds nothing; its bytes go with the commit (`receivers`)."""
    stored.delete()


def _insist_on_room(by: User, *, at: dt.datetime, more: int = 0) -> None:
    used = used_by(by.pk)
    if at - by.joined_at < NEWCOMER and used.number >= MOST_OF_NEWCOMER:
        most = {"most": MOST_OF_NEWCOMER}
        raise Refused(
            _("In your first week you can keep at most %(most)d files."), code="newcomer", params=most
        )
    if used.number >= MOST_FILES or used.bytes + more > MOST_BYTES:
        raise Refused(_("You keep as many files as there is room for. Remove some first."), code="full")
