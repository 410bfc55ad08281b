"""The folder of members' files: outside what any server hands out, named by chance, written whole."""

import datetime as dt
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import UUID

from django.conf import settings


def folder_of(ident: UUID) -> Path:
    """Where the versions of a file lie."""
    return Path(settings.PRIVATE_ROOT) / ident.hex[:2] / str(ident)


def place_of(ident: UUID, name: str) -> str:
    """The same for one version, below the folder of all."""
    return f"{ident.hex[:2]}/{ident}/{name}"


def write(ident: UUID, versions: Mapping[str, bytes]) -> None:
    """Store what is kept of a file. Readable for the group too: nginx may be asked to hand it out."""
    folder = folder_of(ident)
    part = folder.with_name(f"{folder.name}.part")
    part.mkdir(mode=0o750, parents=True)
    for name, content in versions.items():
        with os.fdopen(os.open(part / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640), "wb") as file:
            file.write(content)
    part.rename(folder)


def read(ident: UUID, name: str) -> bytes | None:
    """One version; None when it is gone. `name` is one that the file's row names."""
    try:
        return (folder_of(ident) / name).read_bytes()
    except FileNotFoundError:
        return None


def remove(ident: UUID) -> None:
    shutil.rmtree(folder_of(ident), ignore_errors=True)


def lying_since(before: dt.datetime) -> Iterator[Path]:
    """Everything in the folder that nobody has touched since a moment, one entry for each file."""
    for entry in Path(settings.PRIVATE_ROOT).glob("*/*"):
        if entry.stat().st_mtime <= before.timestamp():
            yield entry
