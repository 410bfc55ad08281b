"""What our forms have in common, and the list of problems that a page shows first."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.text import clean, clean_line

SELECTED = SafeString(" selected")


class DesignForm:
    """A mixin for forms: the server explains what is missing, labels end without a colon."""

    fields: dict[str, forms.Field]
    add_error: Callable[..., None]
    use_required_attribute = False  # the browser's bubble would come before our error summary

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def explain(self, error: ValidationError) -> None:
        """Show what an action refused beside the field it is about, or above them all."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, problems in error.error_dict.items():
            self.add_error(name if name in self.fields else None, problems)


class Line(forms.CharField):
    """One line of plain text, as it is stored."""

    widget = forms.TextInput(attrs={"dir": "auto"})

    def to_python(self, value: Any) -> str:
        return clean_line(_without_nul(super().to_python(value)))


class Prose(forms.CharField):
    """Some lines of plain text, as they are stored."""

    def __init__(self, *, rows: int = 5, **given: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **given)

    def to_python(self, value: Any) -> str:
        return clean(_without_nul(super().to_python(value)))


def _without_nul(value: str) -> str:
    """Refuse what only machines send, before cleaning would hide it."""
    ProhibitNullCharactersValidator()(value)
    return value


class LongSelect(forms.Select):
    """A choice from a long list that depends on the reader's language alone: its options are drawn once.

    `offered` is the function that the field's choices come from.
    """

    def __init__(self, offered: Callable[[], Iterable[tuple[str, str]]], attrs: dict | None = None) -> None:
        super().__init__(attrs)
        self.offered = offered

    def use_required_attribute(self, initial: Any) -> bool:
        """Never (see `DesignForm`); Django's own would go through the whole list to find that out."""
        return False

    def render(self, name: str, value: Any, attrs: dict | None = None, renderer: Any = None) -> SafeString:
        given = flatatt(self.build_attrs(self.attrs, attrs))
        options = _options(self.offered, get_language(), str(value or ""))
        return format_html('<select name="{}"{}>{}</select>', name, given, options)


@lru_cache(maxsize=512)
def _options(offered: Callable, language: str | None, chosen: str) -> SafeString:
    drawn = (
        format_html('<option value="{}"{}>{}</option>', code, SELECTED if code == chosen else "", name)
        for code, name in offered()
    )
    return format_html_join("\n", "{}", ((option,) for option in drawn))


class DateInput(forms.DateInput):
    """A day, chosen with the device's own calendar."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    """A moment, chosen with the device's own calendar and clock."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class Problem(NamedTuple):
    """One line of the error summary: what is wrong, and the id of the input that can mend it."""

    message: str
    target: str


def problems(form) -> list[Problem]:
    """Everything wrong with a form: first what concerns it as a whole, then field by field."""
    found = [Problem(str(message), "") for message in form.non_field_errors()]
    for bound in form:
        target = "" if bound.is_hidden else first_input(bound)
        found += [Problem(message, target) for message in messages(bound)]
    return found


def messages(bound) -> list[str]:
    """What is wrong with one field; "This field is required." is said so that it names the field."""
    plain = str(forms.Field.default_error_messages["required"])
    return [_missing(bound) if str(message) == plain else str(message) for message in bound.errors]


def _missing(bound) -> str:
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return _("Tick “%(label)s” to go on.") % {"label": bound.label}
    if isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return _("Choose an answer for “%(label)s”.") % {"label": bound.label}
    return _("Fill in “%(label)s”.") % {"label": bound.label}


def first_input(bound) -> str:
    """The id of the input that a label, or a link to this field, leads to."""
    return bound.id_for_label or f"{bound.auto_id}_0"


def summary_title(form) -> str:
    """What a page's title begins with when its form came back, so that it is the first thing heard."""
    return f"{_('Error:')} " if getattr(form, "errors", None) else ""
