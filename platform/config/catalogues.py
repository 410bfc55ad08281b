"""The catalogues of translations: strings collected from the code, and `.mo` files made without gettext."""

import io
import os
import re
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from config.env import ROOT

HOUSES = ("platform", "communities", "messaging", "cms")
LOCALE = ROOT / "platform" / "config" / "locale"
PLURALS = {  # as Django's own catalogues have them
    "en": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 "
    ": n%100>=11 && n%100<=99 ? 4 : 5;",
}
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
FORMATTED = re.compile(r"%\(\w+\)[sd]")
Key = tuple[str | None, str]


def path_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def collected() -> dict[Key, polib.POEntry]:
    """Every string of ours that is marked for translation, in the order of its first place."""
    found: dict[Key, polib.POEntry] = {}
    for path in sources():
        for message, comments, context in _strings(path):
            single, plural = message if isinstance(message, tuple) else (message, "")
            entry = found.setdefault((context, single), polib.POEntry(msgid=single, msgctxt=context))
            entry.msgid_plural = entry.msgid_plural or plural
            place = (path.relative_to(ROOT).as_posix(), "")
            if place not in entry.occurrences:
                entry.occurrences.append(place)
            if comments and not entry.comment:
                entry.comment = "\n".join(comments)
            if FORMATTED.search(single + plural) and "python-format" not in entry.flags:
                entry.flags.append("python-format")
    return found


def sources() -> list[Path]:
    """Our Python files and templates, sorted, so that catalogues come out the same on every machine."""
    paths = [
        path for house in HOUSES for end in ("py", "html", "txt") for path in (ROOT / house).rglob(f"*.{end}")
    ]
    return sorted(
        p for p in paths if "migrations" not in p.parts and (p.suffix == ".py" or "templates" in p.parts)
    )


def _strings(path: Path) -> Iterator[tuple[str | tuple[str, str], list[str], str | None]]:
    text = path.read_text()
    if path.suffix != ".py":
        # Django turns a template into something like Python; its indentation means nothing.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).split("\n"))
    comments = ("Translators:",)
    for _line, message, notes, context in extract("python", io.BytesIO(text.encode()), KEYWORDS, comments):
        if isinstance(message, tuple):
            yield (message[0], message[-1]), notes, context
        else:
            yield message, notes, context


def updated(language: str, found: dict[Key, polib.POEntry]) -> polib.POFile:
    """The catalogue of a language with today's strings: translations are kept, what is gone is obsolete."""
    path = path_of(language)
    before = polib.pofile(str(path)) if path.is_file() else polib.POFile()
    known = {(entry.msgctxt, entry.msgid): entry for entry in before}
    after = polib.POFile(wrapwidth=110)
    after.metadata = {
        "Project-Id-Version": "Both Shores",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    forms = int(PLURALS[language].split("=")[1].split(";")[0])
    for key, fresh in found.items():
        old = known.pop(key, None)
        entry = polib.POEntry(
            msgid=fresh.msgid,
            msgctxt=fresh.msgctxt,
            msgid_plural=fresh.msgid_plural,
            comment=fresh.comment,
            tcomment=old.tcomment if old else "",
            occurrences=fresh.occurrences,
            flags=list(fresh.flags),
        )
        if fresh.msgid_plural:
            kept = old.msgstr_plural if old else {}
            entry.msgstr_plural = {form: kept.get(form, "") for form in range(forms)}
        elif old:
            entry.msgstr = old.msgstr
        after.append(entry)
    for entry in known.values():
        if entry.translated() or entry.obsolete:
            entry.obsolete, entry.occurrences = True, []
            after.append(entry)
    return after


def mistakes(catalogue: polib.POFile) -> list[str]:
    """Translations that name other placeholders than the original, which would fail on the page."""
    wrong = []
    for entry in catalogue.translated_entries():
        names = _placeholders(entry.msgid) | _placeholders(entry.msgid_plural)
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            given = _placeholders(text)
            spare = bool(entry.msgid_plural)  # "one reply" may leave the number out
            if text and (given - names or (names - given and not spare)):
                wrong.append(f"{entry.msgid!r}: {sorted(names)} became {sorted(given)}")
    return wrong


def _placeholders(text: str) -> set[str]:
    return {first or second for first, second in PLACEHOLDER.findall(text)}


def refresh() -> list[str]:
    """Make each `.mo` that is missing or older than its `.po`; returns the languages made."""
    made = []
    for language in PLURALS:
        source = path_of(language)
        target = source.with_suffix(".mo")
        if not source.is_file():
            continue
        if target.is_file() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        half = target.with_suffix(f".{os.getpid()}")  # another process may be doing the same
        polib.pofile(str(source)).save_as_mofile(str(half))
        half.replace(target)
        made.append(language)
    return made
