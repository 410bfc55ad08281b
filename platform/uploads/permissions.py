"""Who may read a file: who may read the thing it belongs to (row D11 of the trust matrix)."""

from typing import Any

from core.access import right
from uploads import files
from uploads.models import StoredFile


@right("D11", kind="file", hides=True)
def can_read(viewer: Any, stored: StoredFile) -> bool:
    """The room that owns the kind decides, at each request; what belongs to nothing is nobody's."""
    return stored.object_id != "" and files.may_read(viewer, stored.kind, stored.object_id)
