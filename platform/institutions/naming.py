"""Which names an institution may bear: none that looks like another's, none that promises what it is not."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.lookalikes import mixes_scripts, skeleton
from accounts.names import PUNCTUATION
from accounts.reserved import reads_like_an_office, reads_like_the_team
from core.text import clean_line
from institutions.vocabulary import OFFICIAL

SHORTEST, LONGEST = 3, 120
SIGNS = PUNCTUATION | set(',&()/–—:+"“”«»„')


def cleaned(name: str) -> str:
    """A name as it is stored: one line without invisible signs. Raises ValidationError for a wrong shape."""
    name = " ".join("".join(c for c in clean_line(name) if unicodedata.category(c) != "Cf").split())
    if not SHORTEST <= len(name) <= LONGEST or not skeleton(name):
        raise ValidationError(
            _("Enter a name of %(least)d to %(most)d characters."),
            code="length",
            params={"least": SHORTEST, "most": LONGEST},
        )
    if not any(c.isalpha() for c in name) or any(not _is_letter_like(c) and c not in SIGNS for c in name):
        raise ValidationError(
            _("Use letters in any script, digits and ordinary punctuation: no signs and no pictures."),
            code="signs",
        )
    if any(mixes_scripts(word) for word in name.split()):
        raise ValidationError(
            _("One word of this name mixes letters of different alphabets. Write each word in one alphabet."),
            code="mixed",
        )
    return name


def _is_letter_like(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LM" or sign.isdecimal()


def allowed(name: str, *, kind: str, but: int | None = None) -> str:
    """The cleaned name, when an institution of this kind may bear it. Raises ValidationError.

    `but` is the institution whose name it is already.
    """
    name = cleaned(name)
    if reads_like_the_team(name):
        raise ValidationError(
            _("This name reads like this site or its team. Choose another name."), code="reserved"
        )
    if kind not in OFFICIAL and reads_like_an_office(name):
        raise ValidationError(
            _("This name reads like an office of a state or of states. Choose such a kind, or another name."),
            code="office",
        )
    if is_taken(name, but=but):
        raise ValidationError(
            _(
                "An institution here has this name, or one that looks like it. "
                "Add what tells yours apart, for example the country."
            ),
            code="taken",
        )
    return name


def is_taken(name: str, *, but: int | None = None) -> bool:
    """True when an institution other than `but` has this name or one that looks like it, verified or not."""
    from institutions.models import Institution

    return Institution.objects.filter(name_skeleton=skeleton(name)).exclude(pk=but).exists()
