"""What people type into a discussion. Whether the words can be stored is the actions' to say."""

from functools import lru_cache
from typing import Any
from uuid import uuid4

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.languages import choices, direction
from core.text import LONGEST
from design.forms import DesignForm

OPTION = '<option value="{}" lang="{}">{}</option>'
CHOSEN = '<option value="{}" lang="{}" selected>{}</option>'


@lru_cache(maxsize=128)
def _options(chosen: str) -> SafeString:
    drawn = (format_html(CHOSEN if code == chosen else OPTION, code, code, name) for code, name in choices())
    return format_html_join("", "{}", ((each,) for each in drawn))


class LanguageSelect(forms.Select):
    """The languages, each named in itself; drawn once per choice, since every page of posts has it."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        given = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html('<select name="{}"{}>{}</select>', name, given, _options(str(value or "")))


class WordsForm(DesignForm, forms.Form):
    """Words and their language; the field for the words runs in the direction of the language."""

    text = forms.CharField(
        label=_("Text"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "data-longest": LONGEST}),
        error_messages={"required": _("Write something first.")},
    )
    language = forms.ChoiceField(label=_("Writing in"), choices=choices, widget=LanguageSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        written_in = self["language"].value() or "en"
        self.fields["text"].widget.attrs.update({"lang": written_in, "dir": direction(written_in)})


class KeyedForm(WordsForm):
    """Words that become a post: sent twice with one key, they are stored once."""

    idempotency_key = forms.UUIDField(widget=forms.HiddenInput)

    @property
    def has_key(self) -> bool:
        """The key came and is one."""
        return "idempotency_key" not in self.errors

    def take_fresh_key(self) -> None:
        """From now on this is another post, with the same words."""
        self.data = {**self.data.dict(), "idempotency_key": str(uuid4())}  # type: ignore[attr-defined]


class ReplyForm(KeyedForm):
    """The composer under a discussion."""

    reply_to = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs.update({"rows": 4, "placeholder": _("Write a reply")})
        if self.is_bound and "text" in self.errors:
            self.fields["text"].widget.attrs["aria-describedby"] = "id_text_error"


class DiscussionForm(KeyedForm):
    """A new discussion."""

    title = forms.CharField(label=_("Title"), error_messages={"required": _("Give the discussion a title.")})

    field_order = ["title", "language", "text"]


class ReasonForm(DesignForm, forms.Form):
    """Why something is hidden or closed: shown to everybody who meets it."""

    why = forms.CharField(
        label=_("Reason"),
        help_text=_("Everybody who comes here reads it."),
        error_messages={"required": _("Give a reason. It is shown with what you did.")},
    )
