"""How the news of institutions reads: requests, invitations, mandates. None of it holds a member's name."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from institutions.models import Mandate
from notifications.registry import Kind, register


def second(facts: dict) -> str:
    return _("%(who)s names you as the second person for %(institution)s. Read it and answer.") % {
        "who": "",
        **facts,
    }


def confirmed(facts: dict) -> str:
    return _("%(institution)s was confirmed by the second person and waits for verification.") % facts


def declined(facts: dict) -> str:
    return _("The second person did not confirm %(institution)s. The request has ended.") % facts


def verified(facts: dict) -> str:
    return _("%(institution)s is verified for twelve months.") % facts


def refused(facts: dict) -> str:
    return _("%(institution)s was not verified. The reason given: %(reason)s") % facts


def invited(facts: dict) -> str:
    return (
        _("%(institution)s invites you to act for it. Read what that means, then accept or decline.") % facts
    )


def role(facts: dict) -> str:
    return _("Your role for %(institution)s is now: %(role)s") % {
        **facts,
        "role": Mandate.Role(facts["role"]).label,
    }


def ended(facts: dict) -> str:
    return _("You no longer act for %(institution)s. Your account is a member’s again.") % facts


ASKED = gettext_lazy("You get this because you asked for this institution.")
NAMED = gettext_lazy("You get this because a member named you as the second person.")
INVITED = gettext_lazy("You get this because an institution invited you.")
ACTS = gettext_lazy("You get this because you act, or acted, for this institution.")

register(
    Kind("institution.second", second, icon="user-check", why=NAMED),
    Kind("institution.confirmed", confirmed, icon="check", why=ASKED),
    Kind("institution.declined", declined, icon="circle-x", why=ASKED),
    Kind("institution.verified", verified, icon="badge-check", why=ASKED),
    Kind("institution.refused", refused, icon="circle-x", why=ASKED),
    Kind("institution.invited", invited, icon="landmark", why=INVITED),
    Kind("institution.role", role, icon="users", why=ACTS),
    Kind("institution.ended", ended, icon="landmark", why=ACTS),
)
