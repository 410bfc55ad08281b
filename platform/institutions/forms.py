"""What people type about institutions, and whether it makes sense."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from core.places import country_or_none_choices
from design.forms import DesignForm, Line, LongSelect, Prose
from institutions.models import Mandate
from institutions.models.vouching import WHY_LONGEST
from institutions.vocabulary import Level, kind_choices

VOUCHERS = ("first_voucher", "second_voucher")
HANDLE_HINT = _("The name in the address of their page, for example amina-d.")
ROLES = [
    (Mandate.Role.OWNER, _("Owner: everything, and looks after the team")),
    (Mandate.Role.EDITOR, _("Editor: writes opportunities")),
    (Mandate.Role.REVIEWER, _("Reviewer: reads the answers that members send")),
    (Mandate.Role.READER, _("Reader: reads drafts, changes nothing")),
]


class HandleField(Line):
    """A handle, typed with or without its @."""

    def __init__(self, **given: Any) -> None:
        given.setdefault(
            "widget", forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr"})
        )
        super().__init__(max_length=41, help_text=HANDLE_HINT, **given)

    def clean(self, value):
        return super().clean(value).removeprefix("@").lower()


class Website(Line):
    """An address of the web, with or without its https."""

    def __init__(self, **given: Any) -> None:
        super().__init__(
            max_length=200,
            validators=[URLValidator(schemes=["http", "https"])],
            widget=forms.TextInput(attrs={"inputmode": "url", "dir": "ltr"}),
            **given,
        )

    def to_python(self, value):
        written = super().to_python(value)
        return f"https://{written}" if written and "://" not in written else written


def _kinds() -> list:
    return [("", "–"), *kind_choices()]


class Proof(DesignForm, forms.Form):
    """What shows that somebody speaks for the institution, and who vouches for one without papers.

    `vouchers`: the choices of those who can; None for an institution that always has papers.
    """

    function = Line(label=_("Your function there"), max_length=120)
    website = Website(label=_("Official website"))
    evidence = Prose(
        rows=8,
        max_length=2000,
        label=_("What shows that you speak for it?"),
        help_text=_(
            "2,000 characters at most: where your name and function can be read, an official mailbox, "
            "a telephone exchange. Only those who verify read this; it is deleted 90 days after the decision."
        ),
    )
    is_paperless = forms.BooleanField(
        label=_("It has no papers: it is registered nowhere"),
        help_text=_(
            "For associations, diaspora and non-governmental organisations, networks and unions. Two "
            "verified institutions from different countries then vouch for it. They read its name, kind "
            "and country and your function, and not what you write above."
        ),
        required=False,
    )
    first_voucher = forms.ChoiceField(label=_("First institution that vouches for it"), required=False)
    second_voucher = forms.ChoiceField(
        label=_("Second institution that vouches for it"),
        help_text=_("From another country."),
        required=False,
    )

    def __init__(self, *args: Any, vouchers: list[tuple[str, str]] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in VOUCHERS:
            if vouchers is None:
                del self.fields[name]
            else:
                self.fields[name].choices = [("", "–"), *vouchers]
        if vouchers is None:
            del self.fields["is_paperless"]

    def proof(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("function", "website", "evidence")}

    def vouchers(self) -> tuple[str, ...]:
        """The two who are named; nobody when it has papers, whatever was chosen."""
        if not self.cleaned_data.get("is_paperless"):
            return ()
        return tuple(self.cleaned_data[name] for name in VOUCHERS)


class AskForm(Proof):
    """Everything that is asked about an institution that is not here yet."""

    field_order = ["name", "kind", "level", "country", "function", "website", "second", "evidence",
                   "is_paperless", *VOUCHERS]  # fmt: skip

    name = Line(
        label=_("Name of the institution"),
        help_text=_("As it calls itself. Add the country if others have a like name."),
        max_length=120,
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=_kinds)
    level = forms.ChoiceField(label=_("Level"), choices=[("", "–"), *Level.choices])
    country = forms.ChoiceField(
        label=_("Country"),
        help_text=_("Not needed for what works in several countries."),
        choices=country_or_none_choices,
        required=False,
        widget=LongSelect(country_or_none_choices),
    )
    second = HandleField(label=_("A second person who confirms it"))

    def facts(self) -> dict:
        asked = ("name", "kind", "level", "country")
        return {name: self.cleaned_data[name] for name in asked} | self.proof()


class VouchForm(DesignForm, forms.Form):
    why = Prose(
        rows=4,
        label=_("Why you vouch for it"),
        help_text=_("How you know it. Those who verify read this. 300 characters at most."),
        max_length=WHY_LONGEST,
    )


class RefuseForm(DesignForm, forms.Form):
    reason = Prose(
        rows=4,
        label=_("Reason"),
        help_text=_("The member who asked reads it. 500 characters at most."),
        max_length=500,
    )


class RoleForm(DesignForm, forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, widget=forms.RadioSelect)


class InviteForm(RoleForm):
    field_order = ["handle", "role"]

    handle = HandleField(label=_("Whom do you invite?"))


class HandOverForm(DesignForm, forms.Form):
    """Who comes after, and what the owner is from then on."""

    to = forms.TypedChoiceField(label=_("Who becomes an owner?"), coerce=int, widget=forms.RadioSelect)
    becomes = forms.ChoiceField(
        label=_("What are you afterwards?"),
        choices=[("leave", _("Nothing: I stop acting for it today")), *ROLES[1:]],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, others: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = others


class LeaveForm(DesignForm, forms.Form):
    """`told` is only asked of whoever is alone."""

    told = forms.BooleanField(
        label=_("I know that nobody acts for this institution after me."), required=False
    )

    def __init__(self, *args: Any, is_alone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_alone:
            del self.fields["told"]


class TermsForm(DesignForm, forms.Form):
    agree = forms.BooleanField(label=_("I have read this, and I agree for my institution and for myself."))
