"""What goes by itself: files that nothing took within a day, and bytes that no row knows of."""

import datetime as dt
import shutil
from uuid import UUID

from core.retention import purges
from uploads import store
from uploads.models import StoredFile

UNUSED = dt.timedelta(hours=24)


@purges("files that nothing uses")
def unused(at: dt.datetime) -> int:
    """A process may have ended between a file and the row about it, or between the row and what it is for."""
    rows = StoredFile.objects.filter(object_id="", created_at__lte=at - UNUSED)
    gone = len(rows)
    rows.delete()
    for entry in store.lying_since(at - UNUSED):
        if not _is_known(entry.name):
            shutil.rmtree(entry, ignore_errors=True)
            gone += 1
    return gone


def _is_known(name: str) -> bool:
    try:
        return StoredFile.objects.filter(pk=UUID(name)).exists()
    except ValueError:
        return False
