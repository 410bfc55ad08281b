"""Names and handles: how they are cleaned, which may be taken, what stands in an address for them."""

import re
import unicodedata

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.lookalikes import mixes_scripts, skeleton
from accounts.reserved import is_reserved
from core.text import clean_line

SHORTEST, LONGEST = 2, 40
PUNCTUATION = set(" -'’.·‐׳״")
JOINERS = "\u200c\u200d"  # needed inside words of Persian and of Indic scripts, invisible elsewhere
HELD = 30 * 24 * 3600
_LATIN = str.maketrans({"đ": "d", "Đ": "d", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "ß": "ss", "æ": "ae",
                        "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "ð": "d", "ı": "i"})  # fmt: skip
_SUFFIX = "bcdfghjkmnpqrstvwxz23456789"  # no vowels: no words
_NOT_HANDLES = {"me", "new", "map", "corridors", "search", "directory", "all", "former-member"}

__all__ = ["allowed", "cleaned", "free_handle", "hold", "is_taken", "search_key", "skeleton"]


def cleaned(name: str) -> str:
    """A name as it is stored: one line, NFC, no invisible signs. Raises ValidationError."""
    name = "".join(c for c in clean_line(name) if unicodedata.category(c) != "Cf" or c in JOINERS)
    name = re.sub(rf"(?<![^\x00-\x7f])[{JOINERS}]+|[{JOINERS}]+(?![^\x00-\x7f])", "", name)
    name = " ".join(name.split())
    if not name or not skeleton(name):
        raise ValidationError(_("Enter a name."), code="required")
    if len(name) > LONGEST:
        raise ValidationError(
            _("Enter a name of at most %(most)d characters."), code="long", params={"most": LONGEST}
        )
    return name


def allowed(name: str) -> str:
    """The cleaned name when a member may bear it, whoever else has it already. Raises ValidationError."""
    name = cleaned(name)
    if len(name) < SHORTEST:
        raise ValidationError(
            _("Enter a name of at least %(least)d characters."), code="short", params={"least": SHORTEST}
        )
    strange = {c for c in name if not _is_letter_like(c) and c not in PUNCTUATION and c not in JOINERS}
    if strange or not any(c.isalpha() for c in name):
        raise ValidationError(
            _("Use letters in any script, digits, spaces, hyphens, apostrophes and full stops."), code="signs"
        )
    if any(mixes_scripts(word) for word in name.split()):
        raise ValidationError(
            _("One word of this name mixes letters of different alphabets. Write each word in one alphabet."),
            code="mixed",
        )
    if is_reserved(name):
        raise ValidationError(
            _("This name reads like an office or the team of this site. Choose another name."),
            code="reserved",
        )
    return name


def _is_letter_like(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LM" or sign.isdecimal()


def search_key(name: str) -> str:
    """What a name is looked up and sorted by: without case and accents, one blank between words."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).split())[:200].rstrip()


def is_taken(name: str, *, but: int | None = None) -> bool:
    """True when somebody (other than account `but`) has this name or one that looks like it."""
    from accounts.models import User

    look = skeleton(name)
    return User.objects.filter(name_skeleton=look).exclude(pk=but).exists() or bool(cache.get(_held(look)))


def hold(name: str) -> None:
    """Treat a name as taken for a while, though nobody got it.

    Somebody who signs up with an address that has an account is told nothing of it. A name that stayed free
    afterwards would tell them.
    """
    cache.set(_held(skeleton(name)), True, HELD)


def _held(look: str) -> str:
    return f"name-held:{look.encode().hex()[:200]}"


def free_handle(name: str) -> str:
    """A handle made from a name that nobody has yet; it tells neither age nor number of accounts."""
    from accounts.models import User

    base = slugify(name.translate(_LATIN)).replace("_", "-")[:30].strip("-")
    letters = sum(c.isalnum() for c in name)
    handle = base
    if len(base.replace("-", "")) * 2 < letters or len(base) < SHORTEST or base in _NOT_HANDLES:
        base, handle = "member", f"member-{_random()}"
    while User.objects.filter(handle=handle).exists():
        handle = f"{base}-{_random()}"
    return handle


def _random() -> str:
    return get_random_string(6, _SUFFIX)
