"""What is kept of a file that somebody uploaded; the bytes lie in `store`, the original is not kept."""

import secrets
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from uploads.kinds import KINDS, PICTURE, TYPES


def new_ident() -> uuid.UUID:
    """128 bits of chance: a name that nobody guesses."""
    return uuid.UUID(bytes=secrets.token_bytes(16))


class StoredFile(models.Model):
    """A file as it is handed out, in versions such as ``96.webp``.

    `object_id` names the thing it belongs to in the room that owns the kind; empty: to nothing yet, so nobody
    reads it and it goes after a day. `sha256` is of our own versions: that of the original would tell who
    else has the same file.
    """

    id = models.UUIDField(primary_key=True, default=new_ident, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="files")
    kind = models.CharField(max_length=16)
    object_id = models.CharField(max_length=36, blank=True, default="")
    names = models.JSONField(default=list)
    bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=sorted(KINDS)), name="file_kind"),
            models.CheckConstraint(condition=Q(bytes__gt=0), name="file_is_not_empty"),
            models.CheckConstraint(condition=Exact(Length("sha256"), 64), name="file_has_a_fingerprint"),
            models.UniqueConstraint(
                fields=["object_id"],
                condition=Q(kind=PICTURE) & ~Q(object_id=""),
                name="one_picture_for_one_person",
            ),
        ]
        indexes = [models.Index(fields=["created_at"], condition=Q(object_id=""), name="files_of_nothing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def type_of(self, name: str) -> str:
        """What a version is served as. Raises KeyError for a name that is none of ours."""
        return TYPES[name.rpartition(".")[2]]

    def etag(self, name: str) -> str:
        return f'"{self.sha256[:32]}-{name}"'

    def has(self, name: Any) -> bool:
        return name in self.names
