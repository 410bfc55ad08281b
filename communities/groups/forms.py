"""What people type about communities, and whether it makes sense."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.groups.models import Community, Membership
from core.languages import choices as language_choices
from core.places import country_choices, country_or_none_choices
from core.text import render
from design.forms import DesignForm, Line, LongSelect, Prose
from messaging.threads.models import Board

PLACES = 3  # countries of each kind that a community names at most


class Markdown(Prose):
    """Markdown that can be rendered, as it is stored."""

    def run_validators(self, value):
        super().run_validators(value)  # its length first
        render(value)


class CountriesWidget(forms.MultiWidget):
    """A few countries, each chosen from the list of all."""

    use_fieldset = True

    def __init__(self) -> None:
        ordinals = [_("First country"), _("Second country"), _("Third country")]
        super().__init__([forms.Select(attrs={"aria-label": ordinal}) for ordinal in ordinals])

    def decompress(self, value):
        return [*(value or []), *[""] * PLACES][:PLACES]


class CountriesField(forms.MultiValueField):
    """Up to three different countries, as a list of codes."""

    widget = CountriesWidget

    def __init__(self, **given) -> None:
        fields = [
            forms.ChoiceField(choices=country_or_none_choices, required=False) for _place in range(PLACES)
        ]
        super().__init__(fields, required=False, require_all_fields=False, **given)
        for field, widget in zip(fields, self.widget.widgets, strict=True):
            widget.choices = field.choices

    def compress(self, values):
        return list(dict.fromkeys(code for code in values if code))


class DescriptionForm(DesignForm, forms.Form):
    """What a community says of itself."""

    purpose = Line(
        label=_("Purpose in one sentence"),
        max_length=200,
        help_text=_("It stands in the list of communities. Say who it is for and what you do together."),
    )
    about = Markdown(label=_("About"), max_length=4000, required=False)
    rules = Markdown(
        label=_("Rules"),
        max_length=4000,
        required=False,
        help_text=_("What members can expect from one another."),
    )
    language = forms.ChoiceField(
        label=_("Main language"),
        choices=language_choices,
        help_text=_("Members may write in any language. This is the one most use."),
    )
    ties = CountriesField(label=_("Members have ties to"))
    lives = CountriesField(label=_("Members live in"))
    question = Line(
        label=_("Question to people who ask to join"),
        max_length=200,
        required=False,
        help_text=_("Only for communities that people ask to join."),
    )

    def texts(self) -> dict:
        """What the actions take."""
        return {name: self.cleaned_data[name] for name in DescriptionForm.base_fields}


class CreateForm(DescriptionForm):
    """A new community. Invitation-only and hidden ones are not offered before invitations exist."""

    name = Line(label=_("Name"), max_length=80)
    visibility = forms.ChoiceField(
        label=_("Who can see it"),
        choices=[(kind.value, kind.label) for kind in Community.KNOWN],
        widget=forms.RadioSelect,
        initial=Community.Visibility.PUBLIC,
    )
    field_order = ["name", "purpose", "visibility", "question", "language", "ties", "lives", "about", "rules"]


def _anywhere() -> list[tuple[str, str]]:
    return [("", _("Anywhere")), *country_choices()]


def _any_language() -> list[tuple[str, str]]:
    return [("", _("Any language")), *language_choices()]


class FinderForm(DesignForm, forms.Form):
    """Which communities to list."""

    q = Line(label=_("Name or purpose"), max_length=80, required=False)
    ties = forms.ChoiceField(
        label=_("I have ties to"), choices=_anywhere, required=False, widget=LongSelect(_anywhere)
    )
    lives = forms.ChoiceField(
        label=_("I live in"), choices=_anywhere, required=False, widget=LongSelect(_anywhere)
    )
    language = forms.ChoiceField(
        label=_("Main language"), choices=_any_language, required=False, widget=LongSelect(_any_language)
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget = forms.TextInput(attrs={"type": "search", "maxlength": 80})


class AskForm(DesignForm, forms.Form):
    """A request to join, with the answer to the community's question."""

    answer = Markdown(max_length=1000)

    def __init__(self, *args, community: Community, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = community.question or _("A word about you")
        self.fields["answer"].required = community.question != ""
        self.fields["answer"].help_text = _("Stewards and moderators of this community read your answer.")
        self.fields["answer"].error_messages["required"] = _(
            "Answer the question so that the community can decide."
        )


class ReasonForm(DesignForm, forms.Form):
    """Why somebody is declined or removed: they read it."""

    reason = Line(
        label=_("Reason"),
        max_length=500,
        help_text=_("This person reads it. Name the rule or what is missing."),
        error_messages={"required": _("Say why, so that the person can understand.")},
    )


class RoleForm(DesignForm, forms.Form):
    """What somebody does in the community."""

    role = forms.ChoiceField(
        label=_("Role in this community"),
        widget=forms.RadioSelect,
        choices=[
            (Membership.Role.MEMBER.value, _("Member: reads and writes")),
            (Membership.Role.MODERATOR.value, _("Moderator: also hides posts, and answers who asks to join")),
            (Membership.Role.STEWARD.value, _("Steward: also appoints others and changes the policies")),
        ],
    )


class InstitutionsForm(DesignForm, forms.Form):
    """Whether institutions are let in."""

    institutions = forms.ChoiceField(
        label=_("Institutions"), widget=forms.RadioSelect, choices=Board.Institutions.choices
    )
