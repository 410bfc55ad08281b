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


def vouch_asked(facts: dict) -> str:
    return _("%(institution)s has no papers and asks your institution to vouch for it.") % facts


def vouch_given(facts: dict) -> str:
    return _("%(voucher)s vouches for %(institution)s.") % facts


def vouch_declined(facts: dict) -> str:
    return _("%(voucher)s does not vouch for %(institution)s. Withdraw the request and name others.") % facts


def vouch_withdrawn(facts: dict) -> str:
    return (
        _("%(voucher)s no longer vouches for %(institution)s. Within 30 days, name others or show papers.")
        % facts
    )


def vouch_lapsed(facts: dict) -> str:
    return (
        _(
            "%(voucher)s, which vouches for %(institution)s, is no longer verified. "
            "Within 30 days, name others."
        )
        % facts
    )


ASKED = gettext_lazy("You get this because you asked for this institution.")
NAMED = gettext_lazy("You get this because a member named you as the second person.")
INVITED = gettext_lazy("You get this because an institution invited you.")
OWNS = gettext_lazy("You get this because you look after the team of this institution.")
ACTS = gettext_lazy("You get this because you act, or acted, for this institution.")

register(
    Kind("institution.second", second, icon="user-check", why=NAMED),
    Kind("institution.confirmed", confirmed, icon="check", why=ASKED),
    Kind("institution.declined", declined, icon="circle-x", why=ASKED),
    Kind("institution.verified", verified, icon="badge-check", why=ASKED),
    Kind("institution.refused", refused, icon="circle-x", why=ASKED),
    Kind("institution.invited", invited, icon="landmark", why=INVITED),
    Kind("institution.role", role, icon="users", why=ACTS),
    Kind("institution.vouch-asked", vouch_asked, icon="user-check", why=OWNS),
    Kind("institution.vouch-given", vouch_given, icon="check", why=ASKED),
    Kind("institution.vouch-declined", vouch_declined, icon="circle-x", why=ASKED),
    Kind("institution.vouch-withdrawn", vouch_withdrawn, icon="triangle-alert", why=ACTS),
    Kind("institution.vouch-lapsed", vouch_lapsed, icon="triangle-alert", why=ACTS),
    Kind("institution.ended", ended, icon="landmark", why=ACTS),
)
