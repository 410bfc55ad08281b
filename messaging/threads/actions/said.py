"""Words as they are stored: cleaned, checked, rendered once; and the hash by which a repeat is known."""

import json
from dataclasses import dataclass
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.languages import POST_LANGUAGES
from core.text import LONGEST, clean, clean_line, render

LONGEST_TITLE = 140


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said, ready to be stored."""

    text: str
    html: str
    language: str

    def hash(self, **beside: object) -> str:
        """One value for the same body: the words, their language and what goes with them."""
        body = json.dumps([self.text, self.language, sorted(beside.items())], ensure_ascii=False)
        return sha256(body.encode()).hexdigest()


def said(text: str, language: str) -> Said:
    """Check and render. Raises ValidationError, by field, for what cannot be stored."""
    if language not in POST_LANGUAGES:
        raise ValidationError({"language": _("Choose a language from the list.")})
    try:
        words = clean(text)
        if not words:
            raise ValidationError(_("Write something first."), code="required")
        if len(words) > LONGEST:
            raise ValidationError(_too_long(len(words) - LONGEST), code="too long")
        return Said(words, render(words), language)
    except ValidationError as error:
        raise ValidationError({"text": error}) from None


def title_of(title: str) -> str:
    """A title as it is stored: one line, not empty, not too long."""
    try:
        line = clean_line(title)
        if not line:
            raise ValidationError(_("Give the discussion a title."), code="required")
        if len(line) > LONGEST_TITLE:
            message = _("The title can have %(most)s characters. This one has %(has)s.")
            raise ValidationError(message % {"most": LONGEST_TITLE, "has": len(line)}, code="too long")
    except ValidationError as error:
        raise ValidationError({"title": error}) from None
    return line


def reason_of(why: str, *, most: int) -> str:
    """A reason as it is stored and shown: one line, not empty."""
    try:
        line = clean_line(why)
        if not line:
            raise ValidationError(_("Give a reason. It is shown with what you did."), code="required")
        if len(line) > most:
            message = _("The reason can have %(most)s characters. This one has %(has)s.")
            raise ValidationError(message % {"most": most, "has": len(line)}, code="too long")
    except ValidationError as error:
        raise ValidationError({"why": error}) from None
    return line


def _too_long(excess: int) -> str:
    return ngettext(
        "This text is %(excess)s character too long. A post can have %(most)s.",
        "This text is %(excess)s characters too long. A post can have %(most)s.",
        excess,
    ) % {"excess": excess, "most": LONGEST}
