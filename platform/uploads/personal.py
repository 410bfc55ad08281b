"""What this room keeps about a person: the files they uploaded, as far as they are kept."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal import MOMENT, NUMBER, Domain, Field, register
from uploads import store
from uploads.models import StoredFile


def mine(user: User) -> Iterable[StoredFile]:
    return StoredFile.objects.filter(owner=user).order_by("created_at", "pk")


def files(user: User) -> Iterable[dict]:
    for stored in mine(user):
        yield {
            "file": f"{stored.pk}/",
            "kind": stored.kind,
            "versions": ", ".join(stored.names),
            "bytes": stored.bytes,
            "uploaded_at": stored.created_at,
        }


def contents(user: User) -> Iterable[tuple[str, bytes]]:
    for stored in mine(user):
        for name in stored.names:
            content = store.read(stored.pk, name)
            if content is not None:
                yield f"{stored.pk}/{name}", content


register(
    Domain(
        "files",
        _("Files you uploaded"),
        {
            "file": Field(_("Folder in this archive")),
            "kind": Field(_("Kind")),
            "versions": Field(_("Sizes and formats")),
            "bytes": Field(_("Bytes"), NUMBER),
            "uploaded_at": Field(_("Uploaded"), MOMENT),
        },
        files,
        contents,
    )
)
