"""Opening what is hidden from oneself as a moderator or an administrator."""

from django import forms
from django.utils.translation import gettext_lazy as _

from design.forms import DesignForm, Prose
from institutions.models.ledger import LONGEST_WHY


class OpeningForm(DesignForm, forms.Form):
    why = Prose(
        rows=3,
        label=_("Why do you need to see it?"),
        help_text=_("The member reads this, with your office and the time, without your name."),
        max_length=LONGEST_WHY,
    )
