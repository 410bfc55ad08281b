"""What the forms about oneself have in common: the end that says whom a field is for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.profiles.actions import Told
from communities.profiles.fields import FIELDS
from communities.profiles.models import Profile
from design.forms import DesignForm


class FieldForm(DesignForm, forms.Form):
    """What somebody says in one field. The end of every form: whom it is for."""

    key = ""
    guarded = _("Institutions never see this.")  # what stands under the choice of readers of a guarded field

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
            self.fields["audience"].help_text = self.guarded
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
