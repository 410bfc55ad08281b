"""What people type about opportunities: an officer's text, a member's answer, a reader's filters."""

import datetime as dt
import zoneinfo
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.opportunities.actions import Facts
from communities.opportunities.models import Opportunity
from communities.opportunities.queries import filter_choices
from core import languages
from design.forms import DateInput, DesignForm

AREAS = {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
FARTHEST_YEARS = 3  # beyond this a date is a slip of the finger, and far enough from what dates can hold


def zone_choices() -> list:
    """UTC, then every zone by continent, under the name of its city."""
    names = sorted(name for name in zoneinfo.available_timezones() if name.split("/")[0] in AREAS)
    areas = groupby(names, key=lambda name: name.split("/")[0])
    cities = [
        (area, [(name, name.split("/", 1)[1].replace("_", " ")) for name in group]) for area, group in areas
    ]
    return [("UTC", "UTC"), *cities]


class WordsField(forms.CharField):
    """Text of several lines; a line break counts as the one character that the writer sees."""

    def __init__(self, *, rows: int, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **options)

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")


class HourInput(forms.TimeInput):
    """An hour of the day, chosen with the device's own clock."""

    input_type = "time"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class ClosingWidget(forms.MultiWidget):
    def __init__(self) -> None:
        day, hour = DateInput({"aria-label": _("Day")}), HourInput({"aria-label": _("Hour")})
        super().__init__({"day": day, "hour": hour})

    def decompress(self, value: dt.datetime | None) -> list:
        return [value.date(), value.time()] if value else [None, None]


class ClosingField(forms.MultiValueField):
    """A day and an hour on somebody's clock; which clock, another field says."""

    widget = ClosingWidget

    def __init__(self, **options: Any) -> None:
        day = forms.DateField(error_messages={"invalid": _("Enter a day, such as 2026-12-15.")})
        hour = forms.TimeField(error_messages={"invalid": _("Enter an hour, such as 18:00.")})
        super().__init__((day, hour), require_all_fields=True, **options)

    def compress(self, data_list: list) -> dt.datetime | None:
        return dt.datetime.combine(*data_list) if data_list else None


class LanguagesWidget(forms.MultiWidget):
    def __init__(self) -> None:
        labels = [_("First language"), _("Second language"), _("Third language")]
        super().__init__([forms.Select({"aria-label": label}) for label in labels])

    def decompress(self, value: list[str] | None) -> list:
        return [*(value or []), "", "", ""][:3]


class LanguagesField(forms.MultiValueField):
    """Up to three languages, each once, in the order of their weight."""

    def __init__(self, **options: Any) -> None:
        blank = [("", "—"), *languages.choices()]
        choosers = [forms.ChoiceField(choices=blank, required=False) for _number in range(3)]
        super().__init__(choosers, require_all_fields=False, widget=LanguagesWidget(), **options)
        for chooser, widget in zip(choosers, self.widget.widgets, strict=True):
            widget.choices = chooser.choices

    def compress(self, data_list: list[str]) -> list[str]:
        return list(dict.fromkeys(code for code in data_list or [] if code))


class OpportunityForm(DesignForm, forms.Form):
    """The page on which an opportunity is written; `institutions` to choose from, unless settled (None)."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    institution = forms.ModelChoiceField(queryset=None, label=_("Institution"), empty_label="—")
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "—"), *Opportunity.Kind.choices])
    title = forms.CharField(
        label=_("Title"),
        max_length=140,
        help_text=_("What it is and for whom, in one line: “Six-week teaching exchange for nurses”."),
    )
    language = forms.ChoiceField(label=_("Language of this text"), choices=languages.choices)
    text = WordsField(
        label=_("Description"),
        max_length=8000,
        rows=14,
        help_text=_(
            "Say what will be done, who may answer, how much time it takes, and what happens after somebody "
            "has answered. Never ask for passport numbers, fees or contacts outside this page."
        ),
    )
    place = forms.CharField(
        label=_("Where"),
        max_length=120,
        required=False,
        help_text=_("Town and country, such as Kumasi, Ghana. Empty if it can be done from anywhere."),
    )
    is_remote = forms.BooleanField(label=_("Can be done from anywhere"), required=False)
    languages = LanguagesField(
        label=_("Languages needed"),
        help_text=_("The languages somebody should know to take part, the most important first."),
    )
    cost = forms.CharField(
        label=_("Cost to the member"),
        max_length=160,
        help_text=_("What you pay for and what members pay themselves: “Travel and housing are covered”."),
    )
    closes_at = ClosingField(
        label=_("Closes on"),
        help_text=_("From this moment nobody can answer any more. You may close earlier."),
    )
    zone = forms.ChoiceField(
        label=_("Time zone of the closing hour"), help_text=_("The zone is shown beside the hour.")
    )

    def __init__(self, *args: Any, institutions: Any, at: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        self.fields["zone"].choices = zone_choices()  # type: ignore[attr-defined]
        for name in ("title", "place", "cost"):
            self.fields[name].widget.attrs["dir"] = "auto"
        if institutions is None:
            del self.fields["institution"]
        else:
            self.fields["institution"].queryset = institutions  # type: ignore[attr-defined]

    def clean(self) -> dict:
        """Make the closing moment aware, and ask for a place unless it can be done from anywhere."""
        given = super().clean() or self.cleaned_data
        if not given.get("is_remote") and "place" in given and not given["place"]:
            self.add_error("place", _("Say where it takes place, or that it can be done from anywhere."))
        closes, zone = given.get("closes_at"), given.get("zone")
        if closes and zone:
            if abs(closes.year - self.at.year) > FARTHEST_YEARS:
                closes_later = closes.year > self.at.year
                self.add_error(
                    "closes_at",
                    _("Enter a closing date within two years.")
                    if closes_later
                    else _("Enter a closing date that is in the future."),
                )
            else:
                there = zoneinfo.ZoneInfo(zone)
                given["zone"] = there
                given["closes_at"] = closes.replace(tzinfo=there).astimezone(dt.UTC)
        return given

    def facts(self) -> Facts:
        given = self.cleaned_data
        return Facts(
            kind=given["kind"],
            title=given["title"],
            text=given["text"],
            language=given["language"],
            place=given["place"],
            is_remote=given["is_remote"],
            languages=given["languages"],
            cost=given["cost"],
            closes_at=given["closes_at"],
            zone=given["zone"],
        )


def facts_of(opportunity: Opportunity) -> dict:
    """What the form shows first when an opportunity is changed; the closing moment is on its own clock."""
    names = ("kind", "title", "language", "text", "place", "is_remote", "languages", "cost")
    closes = opportunity.closes_at.astimezone(opportunity.zone).replace(tzinfo=None)
    return {name: getattr(opportunity, name) for name in names} | {
        "closes_at": closes,
        "zone": str(opportunity.zone),
    }


class AnswerForm(DesignForm, forms.Form):
    """A member's answer."""

    text = WordsField(
        label=_("Your answer"),
        max_length=2000,
        rows=8,
        help_text=_("Say why this is for you and what you would bring. At most 2,000 characters."),
    )
    language = forms.ChoiceField(label=_("Language of your answer"), choices=languages.choices)


class FilterForm(DesignForm, forms.Form):
    """What a reader narrows the list to. Institutions and languages are those that occur."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    language = forms.ChoiceField(label=_("Language needed"), required=False)
    institution = forms.ChoiceField(label=_("Institution"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"),
        choices=[("closing", _("Closing soon first")), ("newest", _("Newest first"))],
        required=False,
    )
    remote = forms.BooleanField(label=_("Can be done from anywhere"), required=False)
    closed = forms.BooleanField(label=_("Show closed ones, too"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        institutions, codes = filter_choices()
        for name, choices in (
            ("kind", Opportunity.Kind.choices),
            ("language", codes),
            ("institution", institutions),
        ):
            self.fields[name].choices = [("", _("Any")), *choices]  # type: ignore[attr-defined]
