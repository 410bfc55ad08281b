"""What people say about a thing, what moderators give as a reason, what authors answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from design.forms import DesignForm, Prose
from moderation.models import Appeal, Decision, Report


class ReportForm(DesignForm, forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong?"), choices=Report.Reason.choices, widget=forms.RadioSelect
    )
    note = Prose(
        rows=4,
        label=_("What should moderators know?"),
        help_text=_("500 characters at most. Do not say who you are: moderators do not need to know."),
        required=False,
        max_length=500,
    )


class DecisionForm(DesignForm, forms.Form):
    """The verdict comes with the button; what it must be is the action's to say."""

    verdict = forms.ChoiceField(choices=Decision.Verdict.choices, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    reason = Prose(
        rows=3,
        label=_("Reason"),
        help_text=_("Whoever it is about reads it. Needed for every decision against somebody."),
        required=False,
        max_length=500,
    )


class AppealForm(DesignForm, forms.Form):
    text = Prose(
        rows=6,
        label=_("Why should the decision change?"),
        help_text=_("1,000 characters at most."),
        max_length=Appeal._meta.get_field("text").max_length,
    )
