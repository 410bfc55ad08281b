"""What people type about themselves, and whether it makes sense."""

from communities.profiles.forms.choosing import CheckUpForm, DirectoryForm, InstitutionForm
from communities.profiles.forms.opening import OpeningForm
from communities.profiles.forms.searching import InstitutionsForm, NamesForm, PeopleForm
from communities.profiles.forms.showing import PictureForm
from communities.profiles.forms.telling import FORMS

__all__ = [
    "FORMS",
    "CheckUpForm",
    "DirectoryForm",
    "InstitutionForm",
    "InstitutionsForm",
    "NamesForm",
    "OpeningForm",
    "PeopleForm",
    "PictureForm",
]
