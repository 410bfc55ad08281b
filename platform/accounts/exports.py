"""Exports: asked for by a person, made by the worker, taken once within a day (trust.md 5.3)."""

import datetime as dt
import hashlib
import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts import personal
from accounts.models import Export, User
from accounts.permissions import can_export
from core.access import require
from core.outbox import handles, promise

KIND = "accounts.export"
FORMAT = 1


class TooSoon(Exception):
    """There was one within a day."""


@transaction.atomic
def ask(user: User, *, language: str, at: dt.datetime) -> Export:
    """Promise a copy of all that is kept about `user`. Raises TooSoon."""
    person = User.objects.select_for_update().get(pk=user.pk)
    require(can_export, person)
    if again_at(person, at=at) is not None:
        raise TooSoon
    export = Export.objects.create(user=person, language=language, asked_at=at)
    promise(KIND, key=f"export:{export.pk}", payload={"export": str(export.pk)})
    return export


def newest(user: User) -> Export | None:
    return Export.objects.filter(user=user).order_by("-asked_at").first()


def again_at(user: User, *, at: dt.datetime) -> dt.datetime | None:
    """From when one may be asked for again; None: now."""
    last = Export.objects.filter(user=user, asked_at__gt=at - Export.EVERY).order_by("-asked_at").first()
    return last.asked_at + Export.EVERY if last else None


@handles(KIND)
def keep_promise(payload: dict) -> None:
    make(payload["export"], at=timezone.now())


def make(ident: str, *, at: dt.datetime) -> None:
    """Write the file, whole or not at all; whose account is gone meanwhile gets none."""
    export = Export.objects.select_related("user").filter(pk=ident, made_at=None).first()
    if export is None or export.user.erased_at:
        return
    path = path_of(export)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(packed(export.user, language=export.language, at=at))
    part.replace(path)
    export.made_at = at
    export.save(update_fields=["made_at"])


@transaction.atomic
def take(export: Export, *, at: dt.datetime) -> bytes | None:
    """The file, to the first who asks within a day; then it is gone. None when there is nothing to take."""
    mine = Export.objects.select_for_update().waiting_at(at).filter(pk=export.pk).first()
    if mine is None or not path_of(mine).is_file():
        return None
    mine.taken_at = at
    mine.save(update_fields=["taken_at"])
    content = path_of(mine).read_bytes()
    transaction.on_commit(lambda: path_of(mine).unlink(missing_ok=True))
    return content


def path_of(export: Export) -> Path:
    return Path(settings.EXPORT_DIR) / f"{export.pk}.zip"


def forget_old(*, at: dt.datetime) -> int:
    """Delete files and rows of exports that nobody may take any more. Returns how many rows."""
    before = at - Export.KEPT
    rows = Export.objects.filter(asked_at__lte=before).exclude(made_at__gt=before)
    for export in list(rows):
        path_of(export).unlink(missing_ok=True)
    gone, _kinds = rows.delete()
    known = {str(pk) for pk in Export.objects.filter(taken_at=None).values_list("pk", flat=True)}
    for file in Path(settings.EXPORT_DIR).glob("*"):
        if file.stem not in known:
            file.unlink(missing_ok=True)
    return gone


# -- what is in it ------------------------------------------------------------------------------------------


def packed(user: User, *, language: str, at: dt.datetime) -> bytes:
    """The ZIP file: the same bytes whenever the same is kept about the same person."""
    with translation.override(language), timezone.override(user.zone):
        files = _files(user, at)
    manifest = {
        "format": FORMAT,
        "account": user.handle,
        "language": language,
        "made_at": at.astimezone(dt.UTC).isoformat(timespec="seconds"),
        "files": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for name, content in files.items()
        },
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [*files.items(), ("manifest.json", _json(manifest))]:
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def _files(user: User, at: dt.datetime) -> dict[str, bytes]:
    files, domains = {}, []
    for domain in personal.DOMAINS.values():
        rows = personal.rows(domain, user)
        files[f"{domain.name}/data.json"] = _json(rows)
        files[f"{domain.name}/schema.json"] = _json(personal.schema(domain))
        for name, content in domain.files(user) if domain.files else ():
            files[f"{domain.name}/{name}"] = content
        domains.append((domain, [_readable(domain, row) for row in rows]))
    context: dict[str, Any] = {"person": user, "at": at, "domains": domains}
    context |= {"language": translation.get_language(), "is_bidi": translation.get_language_bidi()}
    index = render_to_string("accounts/export.html", context)
    return {"index.html": index.encode(), **dict(sorted(files.items()))}


def _readable(domain: personal.Domain, row: dict[str, Any]) -> list[tuple[Any, str, Any]]:
    """(label, type, value) of every fact that has one."""
    facts = [(field.label, field.type, row[name]) for name, field in domain.fields.items()]
    return [
        (label, kind, dt.datetime.fromisoformat(value) if kind == personal.MOMENT else value)
        for label, kind, value in facts
        if value not in ("", None)
    ]


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=2).encode()
