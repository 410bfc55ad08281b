"""What a name looks like, whatever its letters are: skeletons after Unicode's confusables (UTS 39)."""

import re
import unicodedata
from functools import cache

from confusable_homoglyphs.categories import alias
from confusable_homoglyphs.utils import load

LONGEST = 160
# Scripts that ordinary words mix; everything else in one word is an impostor or a slip of the keyboard.
MIXES = [{"HAN", "HIRAGANA", "KATAKANA"}, {"HAN", "HANGUL"}, {"HAN", "BOPOMOFO"}]
EVERYWHERE = {"COMMON", "INHERITED"}
_SIGHTLESS = str.maketrans({"m": "rn", "i": "l", "1": "l", "|": "l", "0": "o"})


def skeleton(name: str) -> str:
    """Two names with one skeleton are the same to the eye: case, accents, spaces and marks don't count."""
    plain = unicodedata.normalize("NFKD", name)
    words = re.split(r"[\s_-]+", plain)
    joined = "".join(_word(word) for word in words).translate(_SIGHTLESS).replace("vv", "w")
    return joined[:LONGEST]


def _word(word: str) -> str:
    """A word that can be read as Latin is compared as Latin; any other in its own script, without case."""
    as_seen = _bare("".join(_prototype(c) for c in word))
    if not as_seen.isascii():
        as_seen = _bare("".join(_prototype(c) for c in word.casefold()))
    return as_seen.casefold()


def _bare(text: str) -> str:
    """Letters, digits and the marks that make another letter; no accents, punctuation or invisible signs."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(c for c in apart if unicodedata.category(c)[0] in "LMN" and not unicodedata.combining(c))


@cache
def _prototypes() -> dict[str, str]:
    """Sign → the sign that it is read as. Pairs are listed both ways; the one with many is read."""
    pairs = {
        _unmarked(sign): [_unmarked(other["c"]) for other in others]
        for sign, others in load("confusables.json").items()
    }
    read_as = {}
    for sign, others in pairs.items():
        if len(sign) != 1 or len(others) != 1:
            continue
        other = others[0]
        if len(pairs.get(other, [])) > 1 or _rank(other) < _rank(sign):
            read_as[sign] = other
    return read_as


def _unmarked(sign: str) -> str:
    return sign.strip("\u200e\u200f")


def _rank(sign: str) -> tuple[bool, str]:
    return (not sign.isascii(), sign)


def _prototype(sign: str) -> str:
    return _prototypes().get(sign, sign)


def mixes_scripts(word: str) -> bool:
    """True when one word is made of letters of scripts that no language writes together."""
    found = {_script(c) for c in word} - EVERYWHERE
    return len(found) > 1 and not any(found <= mix for mix in MIXES)


def _script(sign: str) -> str:
    return (alias(sign) or "COMMON").upper()
