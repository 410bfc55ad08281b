"""Institutions: who they are, who acts for them, who asks for them, whom they may meet and did."""

from institutions.models.asking import InstitutionRequest, Invitation
from institutions.models.ledger import Opening
from institutions.models.meeting import OptIn
from institutions.models.standing import Institution, Mandate, a_country

__all__ = ["Institution", "InstitutionRequest", "Invitation", "Mandate", "Opening", "OptIn", "a_country"]
