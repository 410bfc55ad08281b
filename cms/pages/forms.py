"""What a moderator fills in to feature something."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FeatureForm(forms.Form):
    """Until the end of which day, in the moderator's zone, it stays on the home page."""

    until = forms.DateField(
        label=_("Until the end of"),
        help_text=_("At most 90 days from now."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def clean_until(self) -> dt.datetime:
        day: dt.date = self.cleaned_data["until"]
        end = dt.datetime.combine(day, dt.time(23, 59), tzinfo=timezone.get_current_timezone())
        if not timezone.now() < end <= timezone.now() + dt.timedelta(days=90):
            raise forms.ValidationError(_("Choose a day within the next 90 days."))
        return end
