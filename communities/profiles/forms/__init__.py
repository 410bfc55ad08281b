"""What people type about themselves, and whether it makes sense."""

from communities.profiles.forms.choosing import CheckUpForm, DirectoryForm, InstitutionForm
from communities.profiles.forms.searching import InstitutionsForm, PeopleForm
from communities.profiles.forms.telling import FORMS

__all__ = [
    "FORMS",
    "CheckUpForm",
    "DirectoryForm",
    "InstitutionForm",
    "InstitutionsForm",
    "PeopleForm",
]
