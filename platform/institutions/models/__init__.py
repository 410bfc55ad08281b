"""Institutions: who they are, who acts for them, who asks and who vouches for them, whom they may meet."""

from institutions.models.asking import InstitutionRequest, Invitation
from institutions.models.ledger import Opening
from institutions.models.meeting import OptIn
from institutions.models.standing import Institution, Mandate, a_country
from institutions.models.vouching import Vouch

__all__ = [
    "Institution", "InstitutionRequest", "Invitation", "Mandate", "Opening", "OptIn", "Vouch", "a_country",
]  # fmt: skip
