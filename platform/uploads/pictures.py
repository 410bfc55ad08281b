"""From a file that somebody sent to what is kept of it: recognised here, drawn anew by another process."""

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from uploads import painter
from uploads.kinds import MB, Kind

MAGIC = {"JPEG": b"\xff\xd8\xff", "PNG": b"\x89PNG\r\n\x1a\n", "WEBP": b"RIFF"}
AT_ONCE = 2  # pictures drawn at once by one process of pages
PATIENCE = 2  # seconds that others wait for a turn: no longer, or nobody else gets a page
_turns = threading.BoundedSemaphore(AT_ONCE)


class Refused(ValidationError):
    """A file that is not kept, and why, in words for who sent it."""


def drawn(file: Any, kind: Kind) -> dict[str, bytes]:
    """The versions of a picture that are kept, by name. Raises Refused."""
    if file.size > kind.heaviest:
        most = {"most": kind.heaviest // MB}
        raise Refused(_("Choose a picture of at most %(most)d MB."), code="heavy", params=most)
    extension = Path(file.name or "").suffix.lstrip(".").lower()
    form = kind.forms.get(extension)
    if form is None:
        raise Refused(_("Choose a picture in JPEG, PNG or WebP format."), code="type")
    content = file.read()
    if recognised(content) != form:
        raise Refused(
            _("This file is not what its name says. Choose a picture in JPEG, PNG or WebP format."),
            code="type",
        )
    if not _turns.acquire(timeout=PATIENCE):
        raise Refused(_("Many pictures are being worked on. Try again in a minute."), code="busy")
    try:
        return _ask_painter(content, form, kind)
    finally:
        _turns.release()


def recognised(content: bytes) -> str:
    """The format that a file begins like; empty for any other."""
    for form, magic in MAGIC.items():
        if content.startswith(magic) and (form != "WEBP" or content[8:12] == b"WEBP"):
            return form
    return ""


def _ask_painter(content: bytes, form: str, kind: Kind) -> dict[str, bytes]:
    """Its answer goes to a file of limited length: whoever took the process over fills no memory."""
    sizes = ",".join(map(str, kind.sizes))
    with tempfile.TemporaryFile() as answer:
        try:
            ended = subprocess.run(
                [sys.executable, "-I", painter.__file__, form, sizes],
                input=content,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                timeout=painter.SECONDS,
                env={"MALLOC_ARENA_MAX": "1"},
                cwd="/",
                check=False,
            )
        except (subprocess.TimeoutExpired, OSError):
            raise _refused(painter.BROKEN, form) from None
        answer.seek(0)
        said = answer.read(painter.LARGEST_OUTPUT)
    if ended.returncode != 0:
        raise _refused(said.decode("ascii", "replace"), form)
    return _versions(said, form, kind)


def _versions(said: bytes, form: str, kind: Kind) -> dict[str, bytes]:
    """What the process drew, taken for what it is only as far as it looks like it."""
    try:
        first, _line, rest = said.partition(b"\n")
        found: dict[str, bytes] = {}
        for name, length in json.loads(first):
            found[name], rest = rest[:length], rest[length:]
    except (ValueError, TypeError):
        raise _refused(painter.BROKEN, form) from None
    if set(found) != kind.names or not all(_is_ours(name, version) for name, version in found.items()):
        raise _refused(painter.BROKEN, form)
    return found


def _is_ours(name: str, version: bytes) -> bool:
    return version[8:12] == b"WEBP" if name.endswith(".webp") else version[4:12] == b"ftypavif"


def _refused(word: str, form: str) -> Refused:
    why: Mapping[str, str] = {
        painter.LARGE: _("This picture is too large. Choose one of at most %(most)d million pixels."),
        painter.SMALL: _("Choose a picture of at least %(least)d by %(least)d pixels."),
    }
    broken = _(
        "This picture could not be read. Save it once more with another program, or choose another one."
    )
    facts = {"most": painter.MOST_PIXELS[form] // 1_000_000, "least": painter.SHORTEST_EDGE}
    return Refused(why.get(word, broken), code=word if word in why else painter.BROKEN, params=facts)
