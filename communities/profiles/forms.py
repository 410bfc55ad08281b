"""What people type about themselves: one small form for each field, with whom it is for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.profiles.actions import Told
from communities.profiles.fields import CAREFUL, FIELDS, HIDDEN, OPEN
from communities.profiles.lists import SECTORS, SKILLS, THEMES
from communities.profiles.models import LONGEST_ABOUT, LONGEST_PLACE, MOST_HOURS, Profile, Spoken, Tie
from core.languages import choices as language_choices
from core.places import country_choices
from core.text import clean, clean_line
from design.forms import DesignForm, LongSelect
from institutions.models import Institution
from institutions.queries import verified_institutions

TONGUES, LANGUAGES, TIES, HOMES = 3, 5, 4, 2  # how many of each a form offers


class Line(forms.CharField):
    """One line of plain text, as it is stored."""

    widget = forms.TextInput(attrs={"dir": "auto"})

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value))


class Words(forms.CharField):
    """Plain text of several lines, as it is stored."""

    widget = forms.Textarea(attrs={"rows": 6, "dir": "auto"})

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value))


def _countries() -> list[tuple[str, str]]:
    return [("", "–"), *country_choices()]


def _languages() -> list[tuple[str, str]]:
    return [("", "–"), *language_choices()]


def _language(n: int) -> forms.ChoiceField:
    label = gettext("Language %(number)s") % {"number": n + 1}
    return forms.ChoiceField(label=label, choices=_languages, required=False, widget=LongSelect(_languages))


def _several(label: Any, known: dict[str, Any]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=list(known.items()), required=False, widget=forms.CheckboxSelectMultiple
    )


class FieldForm(DesignForm, forms.Form):
    """What somebody says in one field. The end of every form: whom it is for."""

    key = ""

    audience = forms.ChoiceField(label=_("Who sees this?"), widget=forms.RadioSelect)
    institutions = forms.BooleanField(label=_("Institutions that I named see this, too"), required=False)

    def __init__(self, *args: Any, profile: Profile, **kwargs: Any) -> None:
        self.profile, self.field = profile, FIELDS[self.key]
        facts = {"audience": profile.audience(self.key), "institutions": profile.is_ticked(self.key)}
        super().__init__(*args, initial=facts | self.told(), **kwargs)
        self.fields = self.inputs() | self.fields
        self.fields["audience"].choices = self.field.audiences  # type: ignore[attr-defined]
        if self.field.is_guarded:
            del self.fields["institutions"]
            self.fields["audience"].help_text = _("Institutions never see this.")
        ending = ["audience", *(["institutions"] if "institutions" in self.fields else [])]
        self.order_fields([*[name for name in self.fields if name not in ending], *ending])

    def inputs(self) -> dict[str, forms.Field]:
        """Those of which a form has several alike."""
        return {}

    def told(self) -> dict[str, Any]:
        """What the form shows first: what the profile says already."""
        return {name: getattr(self.profile, name) for name in self.columns()}

    def columns(self) -> list[str]:
        """The inputs that are columns of the profile of the same name."""
        columns = {column.name for column in Profile._meta.concrete_fields}
        return [name for name in self.base_fields if name in columns]

    def content(self) -> dict[str, Any]:
        """What the action is told beside the audience."""
        return {"columns": {name: self.cleaned_data[name] for name in self.columns()}}

    def as_told(self) -> Told:
        given = self.cleaned_data
        ticked = given.get("institutions", False)
        return Told(audience=given["audience"], is_ticked=ticked, **self.content())

    def _stored(self, relation: str, **which: Any) -> list[Any]:
        if self.profile.pk is None:
            return []
        return list(getattr(self.profile, relation).filter(**which).order_by("pk"))


class AboutForm(FieldForm):
    key = "about"
    about = Words(
        label=_("About me"),
        max_length=LONGEST_ABOUT,
        required=False,
        help_text=_("What you do, and what others may ask you about. At most 600 characters."),
    )


class SelfDescriptionForm(FieldForm):
    key = "self_description"
    self_description = Line(
        label=_("In my own words"),
        max_length=120,
        required=False,
        help_text=_("How you would say where you belong: “from Cebu and Hamburg, more or less”."),
    )


class FullNameForm(FieldForm):
    key = "full_name"
    full_name = Line(
        label=_("Full name"),
        max_length=80,
        required=False,
        help_text=_("Nobody needs it. What others call you here is your name, in any script."),
    )


class InterestsForm(FieldForm):
    key = "interests"
    themes = _several(_("What I look for"), THEMES)

    def told(self) -> dict[str, Any]:
        return {"themes": [pick.key for pick in self._stored("picks", kind="theme")]}

    def content(self) -> dict[str, Any]:
        return {"picks": {"theme": self.cleaned_data["themes"]}}


class SkillsForm(FieldForm):
    key = "skills"
    skills = _several(_("What I can do"), SKILLS)
    sectors = _several(_("Where I have worked"), SECTORS)

    def told(self) -> dict[str, Any]:
        picks = self._stored("picks", kind__in=("skill", "sector"))
        of = {kind: [pick.key for pick in picks if pick.kind == kind] for kind in ("skill", "sector")}
        return {"skills": of["skill"], "sectors": of["sector"]}

    def content(self) -> dict[str, Any]:
        return {"picks": {"skill": self.cleaned_data["skills"], "sector": self.cleaned_data["sectors"]}}


class AvailabilityForm(FieldForm):
    key = "availability"
    hours = forms.IntegerField(
        label=_("Hours a month that I can give"),
        min_value=0,
        max_value=MOST_HOURS,
        required=False,
        error_messages={"invalid": _("Enter a number from 0 to 40.")},
    )
    works = forms.ChoiceField(
        label=_("Where from"),
        choices=[("", _("I would rather not say")), *Profile.Works.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    paused = forms.BooleanField(label=_("I am taking a break: do not count on me now"), required=False)


class MotherTonguesForm(FieldForm):
    key = "mother_tongues"

    def inputs(self) -> dict[str, forms.Field]:
        return {f"language_{n}": _language(n) for n in range(TONGUES)}

    def told(self) -> dict[str, Any]:
        known = [one.language for one in self._stored("spoken", level=Spoken.Level.NATIVE)]
        return {f"language_{n}": code for n, code in enumerate(known)}

    def content(self) -> dict[str, Any]:
        codes = (self.cleaned_data[f"language_{n}"] for n in range(TONGUES))
        return {"spoken": [(code, Spoken.Level.NATIVE) for code in dict.fromkeys(codes) if code]}


class LanguagesForm(FieldForm):
    """Languages that are not the mother tongue, each with how well it is spoken."""

    key = "languages"

    def inputs(self) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {}
        learnt = [(how.value, how.label) for how in Spoken.Level if how != Spoken.Level.NATIVE]
        for n in range(LANGUAGES):
            fields[f"language_{n}"] = _language(n)
            fields[f"level_{n}"] = forms.ChoiceField(
                label=gettext("How well do you speak language %(number)s?") % {"number": n + 1},
                choices=[("", "–"), *learnt],
                required=False,
            )
        return fields

    def told(self) -> dict[str, Any]:
        known = [one for one in self._stored("spoken") if one.level != Spoken.Level.NATIVE]
        facts: dict[str, Any] = {}
        for n, one in enumerate(known):
            facts |= {f"language_{n}": one.language, f"level_{n}": one.level}
        return facts

    def clean(self) -> dict[str, Any]:
        """Each language once, with its level."""
        given, met = self.cleaned_data, set()
        for n in range(LANGUAGES):
            code = given.get(f"language_{n}")
            if not code:
                continue
            if f"level_{n}" in given and not given[f"level_{n}"]:
                self.add_error(f"level_{n}", _("Say how well you speak it."))
            if code in met:
                self.add_error(f"language_{n}", _("You named this language already."))
            met.add(code)
        return given

    def content(self) -> dict[str, Any]:
        given = self.cleaned_data
        pairs = [(given[f"language_{n}"], given[f"level_{n}"]) for n in range(LANGUAGES)]
        return {"spoken": [(code, level) for code, level in pairs if code]}


class TiesForm(FieldForm):
    """Countries from the list, and a place in one's own words."""

    kind = ""
    number = 0

    def inputs(self) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {}
        for n in range(self.number):
            fields[f"country_{n}"] = forms.ChoiceField(
                label=gettext("Country %(number)s") % {"number": n + 1},
                choices=_countries,
                required=False,
                widget=LongSelect(_countries),
            )
        fields["place"] = Line(
            label=_("A place that is not in the list"),
            max_length=LONGEST_PLACE,
            required=False,
            help_text=_("In your own words, where a list does not say it as you would. No town, no street."),
        )
        return fields

    def told(self) -> dict[str, Any]:
        ties = self._stored("ties", kind=self.kind)
        facts = {f"country_{n}": code for n, code in enumerate(tie.country for tie in ties if tie.country)}
        places = [tie.place for tie in ties if tie.place]
        return super().told() | facts | {"place": places[0] if places else ""}

    def content(self) -> dict[str, Any]:
        given = self.cleaned_data
        codes = [given[f"country_{n}"] for n in range(self.number)]
        told = {"countries": [code for code in codes if code], "words": [given["place"]]}
        return super().content() | told


class ResidenceForm(TiesForm):
    key, kind, number = "residence", Tie.Kind.RESIDENCE, HOMES


class HeritageForm(TiesForm):
    key, kind, number = "heritage", Tie.Kind.HERITAGE, TIES
    generation = forms.ChoiceField(
        label=_("Who moved?"),
        choices=[("", _("I would rather not say")), *Profile.Generation.choices],
        required=False,
        widget=forms.RadioSelect,
    )


FORMS: dict[str, type[FieldForm]] = {
    form.key: form
    for form in (
        AboutForm, SelfDescriptionForm, ResidenceForm, HeritageForm, MotherTonguesForm, LanguagesForm,
        SkillsForm, InterestsForm, AvailabilityForm, FullNameForm,
    )
}  # fmt: skip


class CheckUpForm(DesignForm, forms.Form):
    """Three ways to be seen, in plain words."""

    preset = forms.ChoiceField(
        label=_("How do you want to be seen?"),
        widget=forms.RadioSelect,
        choices=[
            (
                HIDDEN,
                _("Hidden. Members read your name and nothing else. Institutions and visitors find nobody."),
            ),
            (
                CAREFUL,
                _(
                    "Careful. Members read what you write about yourself. Members of your communities also "
                    "see what you can do. Your places, your mother tongues and your full name stay with you."
                ),
            ),
            (
                OPEN,
                _(
                    "Open. Everyone can read about you and see what you can do, visitors and institutions "
                    "too. Your places and mother tongues are for members, your full name stays with you."
                ),
            ),
        ],
        error_messages={"required": _("Choose one of the three, or skip this for now.")},
    )


class InstitutionForm(DesignForm, forms.Form):
    """An institution that may meet a member."""

    institution = forms.ModelChoiceField(
        label=_("Institution"),
        queryset=Institution.objects.none(),
        to_field_name="slug",
        empty_label="–",
        error_messages={"invalid_choice": _("Choose an institution from the list.")},
    )

    def __init__(self, *args: Any, named: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = verified_institutions(timezone.now()).exclude(pk__in=named)
        self.fields["institution"].queryset = offered  # type: ignore[attr-defined]


def explain(form: forms.Form, error: ValidationError) -> None:
    """Show beside the inputs what the action found."""
    known = error.error_dict if hasattr(error, "error_dict") else {None: error.error_list}
    for name, messages in known.items():
        form.add_error(name if name in form.fields else None, messages)
