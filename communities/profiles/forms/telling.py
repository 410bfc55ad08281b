"""One small form for each field of a profile."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.profiles.forms.common import FieldForm
from communities.profiles.lists import SECTORS, SKILLS, THEMES
from communities.profiles.models import LONGEST_ABOUT, LONGEST_PLACE, MOST_HOURS, Profile, Spoken, Tie
from core.languages import choices as language_choices
from core.places import country_or_none_choices
from design.forms import Line, LongSelect, Prose

TONGUES, LANGUAGES, TIES, HOMES = 3, 5, 4, 2  # how many of each a form offers


def _languages() -> list[tuple[str, str]]:
    return [("", "–"), *language_choices()]


def _language(n: int) -> forms.ChoiceField:
    label = gettext("Language %(number)s") % {"number": n + 1}
    return forms.ChoiceField(label=label, choices=_languages, required=False, widget=LongSelect(_languages))


def _several(label: Any, known: dict[str, Any]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=list(known.items()), required=False, widget=forms.CheckboxSelectMultiple
    )


class AboutForm(FieldForm):
    key = "about"
    about = Prose(
        rows=6,
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
    guarded = _(
        "Institutions never see this. Countries that all members may see are also counted: everybody who is "
        "signed in, institutions too, reads numbers of ten and more, in steps of ten, without any name. "
        "With “Only me” you are in no number."
    )

    def inputs(self) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {}
        for n in range(self.number):
            fields[f"country_{n}"] = forms.ChoiceField(
                label=gettext("Country %(number)s") % {"number": n + 1},
                choices=country_or_none_choices,
                required=False,
                widget=LongSelect(country_or_none_choices),
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
