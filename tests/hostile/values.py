"""Values that forms, addresses and the API must answer calmly, and how they are put on the wire."""

from dataclasses import dataclass
from urllib.parse import quote_from_bytes

LIMIT = 256 * 1024  # DATA_UPLOAD_MAX_MEMORY_SIZE


@dataclass(frozen=True)
class Hostile:
    """A value; `storable` when a field for free text may take it."""

    name: str
    value: str | bytes | list
    storable: bool = True

    @property
    def is_text(self) -> bool:
        """It comes back as it was sent: no control characters, not cut, nothing to replace."""
        return isinstance(self.value, str) and self.value.isprintable() and 0 < len(self.value) < 2000

    def __str__(self) -> str:
        return self.name


TEXTS = [  # for fields that take text
    Hostile("nul", "a\x00b", storable=False),
    Hostile("lone surrogate", b"a\xed\xa0\x80b"),
    Hostile("invalid utf-8", b"\xff\xfe\xc0\x80"),
    Hostile("a megabyte", "x" * (1 << 20), storable=False),
    Hostile("many brackets", "[" * 60_000, storable=False),
    Hostile("bidi", "\u202egnp.exe\u2066\u2069\U000e0041"),
    Hostile("only invisible", "\u2060\ufeff\u2063"),
    Hostile("signs", "👩🏽‍🚀🏳️‍🌈 مرحبا بالعالم"),
    Hostile("huge number", "9" * 5000),
    Hostile("commands", "{{ 7|add:7 }}{% debug %}%(name)s%n'; DROP TABLE accounts_user; -- ../../etc/passwd"),
    Hostile("header", "a\r\nSet-Cookie: role=administrator"),
    Hostile("markup", '"><script>window.__pwned=1</script><b id=pwned onmouseover=x>'),
    Hostile("nothing", ""),
    Hostile("blanks", " \t\r\n\u2003"),
    Hostile("two for one", ["one", "two"]),
]
OTHERS = [  # for fields that take a choice, a number, a day or a key
    Hostile("nul", "a\x00b", storable=False),
    Hostile("lone surrogate", b"a\xed\xa0\x80b"),
    Hostile("negative", "-1"),
    Hostile("huge number", "9" * 5000),
    Hostile("beyond 64 bits", "9223372036854775808"),
    Hostile("not a number", "NaN"),
    Hostile("other digits", "٣²"),
    Hostile("json", '{"$ne": ["a"]}'),
    Hostile("nothing", ""),
    Hostile("two for one", ["one", "two"]),
    Hostile("far year", "9999-12-31"),
    Hostile("no date", "2026-02-31"),
    Hostile("nil uuid", "00000000-0000-0000-0000-000000000000"),
]
ALL = list({each.name: each for each in [*TEXTS, *OTHERS]}.values())
SHORT = [each for each in ALL if not isinstance(each.value, list) and len(each.value) < 10_000]


def as_bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")


def quoted(value: str | bytes) -> str:
    return quote_from_bytes(as_bytes(value), safe="")


def encoded(fields: dict) -> str:
    """The body of a form, or a query. Lists are sent as fields of one name."""
    pairs = []
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            pairs.append(f"{quoted(name)}={quoted(one)}")
    return "&".join(pairs)
