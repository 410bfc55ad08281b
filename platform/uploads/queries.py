"""What is read of files: one to hand out, and how much of its room somebody has used."""

from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce
from django.http import Http404

from uploads.models import StoredFile


class Used(NamedTuple):
    number: int
    bytes: int


def used_by(owner_id: int) -> Used:
    """How many files somebody keeps, and how large they are together: one query."""
    mine = StoredFile.objects.filter(owner=owner_id)
    return Used(**mine.aggregate(number=Count("pk"), bytes=Coalesce(Sum("bytes"), 0)))


def version(ident: UUID, name: str) -> StoredFile:
    """The file that has a version of this name. Raises Http404. Who may read it is not asked here."""
    stored = StoredFile.objects.filter(pk=ident).first()
    if stored is None or not stored.has(name):
        raise Http404
    return stored
