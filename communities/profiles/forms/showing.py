"""The form about one's picture: a file instead of words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.profiles.fields import PICTURE
from communities.profiles.forms.common import FieldForm


class PictureForm(FieldForm):
    key = PICTURE
    picture = forms.FileField(
        label=_("Picture"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_(
            "JPEG, PNG or WebP, at most 8 MB. Only its middle is kept, drawn anew: where, when and with "
            "which camera it was taken is forgotten."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture"].required = self.profile.picture_id is None

    def columns(self) -> list[str]:
        """The file is no text to be shown and sent again."""
        return []
