"""Choices that are about the whole of a profile: a preset, an institution that may open it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.profiles.actions import directory_text
from communities.profiles.fields import CAREFUL, HIDDEN, OPEN
from design.forms import DesignForm
from institutions.models import Institution
from institutions.queries import verified_institutions


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


class DirectoryForm(DesignForm, forms.Form):
    """Standing in the list of people, or not: the words of the yes are those of the consent."""

    listed = forms.ChoiceField(
        label=_("Do you want to stand in the list of people?"),
        widget=forms.RadioSelect,
        choices=lambda: [("no", _("No. Nobody finds me there.")), ("yes", directory_text())],
        error_messages={"required": _("Choose yes or no.")},
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
