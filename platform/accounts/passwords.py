"""Which passwords are refused, offline: common ones, however dressed up, and ones about the person."""

import gzip
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST = 128
SITE_WORDS = ["bothshores", "idiaspora", "diaspora", "lesdeuxrives", "deuxrives", "ambasorillas", "الضفتان"]
RUNS = [
    "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "azertyuiopqsdfghjklmwxcvbn",
    "qwertzuiopasdfghjklyxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6y7u8i9o0p",
    "0123456789", "1234567890", "qazwsxedcrfvtgbyhnujmikolp",
]  # fmt: skip
_LEET = {"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "!": "i"}


class LongestValidator:
    """At most 128 characters: longer ones only cost time."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(
                _("Choose a password of at most %(most)d characters."), code="long", params={"most": LONGEST}
            )

    def get_help_text(self) -> str:
        return ""


class CommonValidator:
    """Not one of those that everybody tries first, with or without digits, years and signs around it."""

    message = gettext_lazy(
        "This password is one of the first that others would try. A few words in a row are stronger."
    )

    def validate(self, password: str, user: Any = None) -> None:
        if _is_common(_folded(password)):
            raise ValidationError(self.message, code="common")

    def get_help_text(self) -> str:
        return ""


class ContextValidator:
    """Nothing about the person or the site: those who know either would try it."""

    message = gettext_lazy(
        "This password contains your name, your address or the name of this site. Choose another."
    )

    def validate(self, password: str, user: Any = None) -> None:
        read = {_squeezed(reading) for reading in _readings(_folded(password))}
        for word in [*SITE_WORDS, *_own_words(user)]:
            if any(word in reading for reading in read):
                raise ValidationError(self.message, code="context")

    def get_help_text(self) -> str:
        return ""


def _own_words(user: Any) -> set[str]:
    """Pieces of four letters and more of what is known about the person."""
    if user is None:
        return set()
    local, _at, domain = (getattr(user, "email", "") or "").partition("@")
    known = [getattr(user, "name", ""), getattr(user, "handle", ""), local, domain.rpartition(".")[0]]
    pieces = {_squeezed(_folded(text)) for text in known}
    for text in known:
        pieces |= {_squeezed(piece) for piece in re.split(r"[\W_\d]+", _folded(text))}
    return {piece for piece in pieces if len(piece) >= 4}


def _is_common(password: str) -> bool:
    if len(set(password)) < 5 or _is_run(password):
        return True
    for reading in _readings(password):
        core = reading.strip("0123456789!?.,;:*#+-_=&%$@ ()/\"'")
        if 0 < len(_once(core)) <= 8 and _once(core) != core:
            return True
        for text in {reading, core, _once(core), _once(_squeezed(reading))}:
            if text in _common() or (len(text) < 20 and _is_two_common_words(text)):
                return True
    return not re.sub(r"[\W\d_]", "", password) and len(set(password)) < 8


def _is_run(password: str) -> bool:
    """Keys in a row, up or down, once or several times, perhaps with digits after it."""
    core = _once(password.rstrip("0123456789!?.") or password)
    joined = [run * 2 for run in RUNS] + [run[::-1] * 2 for run in RUNS]
    return len(core) >= 4 and any(core in run or password in run for run in joined)


def _is_two_common_words(text: str) -> bool:
    return text.isalpha() and any(
        text[:cut] in _common() and text[cut:] in _common() for cut in range(5, len(text) - 4)
    )


def _once(text: str) -> str:
    """`abcabc` → `abc`."""
    again = (text + text).find(text, 1)
    return text[:again] if 0 < again < len(text) else text


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in apart if not unicodedata.combining(c))


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _readings(password: str) -> set[str]:
    """The password, and what it says when digits and signs stand for letters: `p4ssw0rd` → `password`."""
    tail = re.search(r"[\d\W_]*$", password)
    body, end = (password[: tail.start()], tail.group()) if tail else (password, "")
    read = {password}
    for one in "il":
        letters = str.maketrans(_LEET | {"1": one})
        read |= {password.translate(letters), body.translate(letters), body.translate(letters) + end}
    return read


@cache
def _common() -> frozenset[str]:
    """Django's list of 20,000, which ships with it."""
    path = Path(password_validation.__file__).parent / "common-passwords.txt.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return frozenset(line.strip() for line in lines)
