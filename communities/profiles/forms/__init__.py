"""What people type about themselves, and whether it makes sense."""

from communities.profiles.forms.choosing import CheckUpForm, InstitutionForm, explain
from communities.profiles.forms.telling import FORMS

__all__ = ["FORMS", "CheckUpForm", "InstitutionForm", "explain"]
