"""What each room keeps about a person, as that person is given it: rooms register from `apps.ready()`."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from accounts.models import User

Says = str | Promise
TEXT, MOMENT, NUMBER, YES_NO = "text", "moment", "number", "yes or no"
SCHEMAS: dict[str, dict] = {
    TEXT: {"type": "string"},
    MOMENT: {"type": ["string", "null"], "format": "date-time"},
    NUMBER: {"type": "integer"},
    YES_NO: {"type": "boolean"},
}


@dataclass(frozen=True)
class Field:
    """One fact of a row: what it is called for readers, and its type for programs."""

    label: Says
    type: str = TEXT


@dataclass(frozen=True)
class Domain:
    """One kind of data. `export` gives its rows for one person, each with exactly the facts in `fields`.

    It holds what is theirs and nothing that others wrote or are called; what they may no longer see is empty.
    `files` gives what belongs beside the rows, by name.
    """

    name: str
    title: Says
    fields: Mapping[str, Field]
    export: Callable[[User], Iterable[dict[str, Any]]]
    files: Callable[[User], Iterable[tuple[str, bytes]]] | None = None


DOMAINS: dict[str, Domain] = {}


def register(domain: Domain) -> None:
    DOMAINS[domain.name] = domain


def rows(domain: Domain, user: User) -> list[dict[str, Any]]:
    """A domain's rows in plain values. Raises ValueError when a room gives other facts than it declared."""
    found = []
    for row in domain.export(user):
        if set(row) != set(domain.fields):
            raise ValueError(f"{domain.name} declares {sorted(domain.fields)}, and gave {sorted(row)}")
        found.append({name: _plain(row[name]) for name in domain.fields})
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, Promise):
        return str(value)
    return value


def schema(domain: Domain) -> dict[str, Any]:
    """The JSON Schema of a domain's rows."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": domain.name,
        "type": "array",
        "items": {
            "type": "object",
            "properties": {name: SCHEMAS[field.type] for name, field in domain.fields.items()},
            "required": list(domain.fields),
            "additionalProperties": False,
        },
    }
