"""What changes institutions for good: verification, requests for it, mandates, teams, the ledger."""

from institutions.actions.asking import (
    Facts,
    ask,
    confirm,
    decline,
    renew,
    withdraw,
)
from institutions.actions.deciding import refuse, say_yes
from institutions.actions.ledger import write_officer, write_staff
from institutions.actions.mandates import NotFree, accept_terms, end_mandate, give_mandate
from institutions.actions.meeting import opt_in, opt_in_text, opt_out
from institutions.actions.team import (
    LastOwner,
    accept,
    change_role,
    decline_invitation,
    end_by_owner,
    hand_over,
    invite,
    leave,
    withdraw_invitation,
)
from institutions.actions.verifying import NeedsTwoPersons, describe, verify_institution
from institutions.actions.vouching import NoLongerOpen, decline_vouch, vouch_for, withdraw_vouch

__all__ = [
    "Facts", "LastOwner", "NeedsTwoPersons", "NoLongerOpen", "NotFree", "accept", "accept_terms", "ask",
    "change_role", "confirm", "decline", "decline_invitation", "decline_vouch", "describe",
    "end_by_owner", "end_mandate", "give_mandate", "hand_over", "invite", "leave", "opt_in",
    "opt_in_text", "opt_out", "refuse", "renew", "say_yes", "verify_institution", "vouch_for",
    "withdraw", "withdraw_invitation", "withdraw_vouch", "write_officer", "write_staff",
]  # fmt: skip
