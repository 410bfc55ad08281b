"""What somebody looks for in the list of people and institutions: all optional, all in the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.profiles.lists import SECTORS, SKILLS, THEMES
from core.languages import choices as language_choices
from core.places import country_choices, country_name
from design.forms import DesignForm, Line, LongSelect
from institutions.vocabulary import kind_choices

PEOPLE, INSTITUTIONS = "people", "institutions"
WRONG = {"invalid_choice": _("Choose from the list.")}


def _countries() -> list[tuple[str, str]]:
    return [("", _("Any country")), *country_choices()]


def _languages() -> list[tuple[str, str]]:
    return [("", _("Any language")), *language_choices()]


def _country(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=_countries, required=False, widget=LongSelect(_countries), error_messages=WRONG
    )


def _pick(label: Any, empty: Any, known: dict[str, Any]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[("", empty), *known.items()], required=False, error_messages=WRONG
    )


def _words(label: Any) -> Line:
    return Line(
        label=label,
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto"}),
    )


class SearchForm(DesignForm, forms.Form):
    """`kind` says which list it is. Addresses may hold nothing but the fields and `after`."""

    kind = forms.ChoiceField(
        choices=[(PEOPLE, _("People")), (INSTITUTIONS, _("Institutions"))],
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("There are lists of people and of institutions.")},
    )

    MORE: tuple[str, ...] = ()  # filters that are unfolded when they are used

    def first_fields(self) -> list[Any]:
        apart = {"kind", "available", *self.MORE}
        return [bound for bound in self if bound.name not in apart]  # type: ignore[attr-defined]

    def more_fields(self) -> list[Any]:
        return [self[name] for name in self.MORE]

    def uses_more(self) -> bool:
        return any(self.data.get(name) for name in self.MORE)

    def knows(self, names: Any) -> bool:
        """Does the form know every one of these parameters?"""
        return set(names) <= {*self.fields, "after"}

    @property
    def wanted(self) -> dict[str, Any]:
        """What was asked for, without what was left open."""
        given = getattr(self, "cleaned_data", {})
        return {name: value for name, value in given.items() if value and value != PEOPLE}

    def chosen(self) -> list[tuple[str, str, str]]:
        """(name, label, value in words) of each filter that narrows the list."""
        return [
            (name, str(self.fields[name].label), self._in_words(name, value))
            for name, value in self.wanted.items()
            if name != "kind"
        ]

    def _in_words(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            return "" if value is True else str(value)
        if name in ("lives", "ties", "country"):
            return country_name(value)
        named: dict[str, Any] = {}
        for key, label in field.choices:  # groups have their choices in place of a label
            named |= dict(label) if isinstance(label, list | tuple) else {key: label}
        return str(named.get(value, value))


class PeopleForm(SearchForm):
    """Filters for people: each fits only what a person says in a field that the reader may read."""

    MORE = ("skill", "sector", "interest")

    q = _words(_("Words in the name"))
    lives = _country(_("Lives in"))
    ties = _country(_("Has ties to"))
    language = forms.ChoiceField(
        label=_("Speaks"),
        choices=_languages,
        required=False,
        widget=LongSelect(_languages),
        error_messages=WRONG,
    )
    skill = _pick(_("Can do"), _("Anything"), SKILLS)
    sector = _pick(_("Has worked in"), _("Any field of work"), SECTORS)
    interest = _pick(_("Looks for"), _("Anything"), THEMES)
    available = forms.BooleanField(label=_("Has time to give"), required=False)

    def clean_available(self) -> bool:
        if self.data.get("available", "on") not in ("on", ""):
            raise forms.ValidationError(_("Tick the box, or leave it."), code="tick")
        return self.cleaned_data["available"]


class NamesForm(SearchForm):
    """What an officer may look for among the people who named the institution. What they ticked is opened on
    their own page, where the ledger says so: a filter would open it unseen."""

    q = _words(_("Words in the name"))


class InstitutionsForm(SearchForm):
    q = _words(_("Words in the name"))
    type = forms.ChoiceField(
        label=_("Kind of institution"),
        choices=lambda: [("", _("Any kind")), *kind_choices()],
        required=False,
        error_messages=WRONG,
    )
    country = _country(_("Country"))
