"""What this room keeps about a person: account, consents, log-ins, blocks."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts import devices, log_ins
from accounts import passkeys as keys
from accounts.models import User
from accounts.personal import MOMENT, TEXT, YES_NO, Domain, Field, register


def account(user: User) -> Iterable[dict]:
    yield {
        "email": user.email,
        "name": user.name,
        "handle": user.handle,
        "language": user.language,
        "zone": str(user.zone),
        "name_audience": user.name_audience,
        "joined_at": user.joined_at,
        "email_verified_at": user.email_verified_at,
        "second_factor_since": user.second_factor_since,
        "dark_since": user.dark_since,
        "erase_at": user.erase_at,
        "erase_words": user.erase_words,
        "suspended_at": user.suspended_at,
        "suspended_until": user.suspended_until,
        "suspended_why": user.suspended_why,
        "office": user.office_name,
        "roles": ", ".join(sorted(user.groups.values_list("name", flat=True))),
    }


def consents(user: User) -> Iterable[dict]:
    for row in user.consents.order_by("given_at", "pk"):
        yield {
            "purpose": row.purpose,
            "recipient": row.recipient,
            "text_version": row.text_version,
            "text_sha256": row.text_hash,
            "language": row.language,
            "given_at": row.given_at,
            "withdrawn_at": row.withdrawn_at,
        }


def signed_in(user: User) -> Iterable[dict]:
    for row in log_ins.mine(user):
        yield {
            "device": devices.in_words(row.user_agent),
            "began_at": row.created_at,
            "seen_at": row.last_seen_at,
        }


def passkeys(user: User) -> Iterable[dict]:
    """What its owner sees of each; the keys themselves say nothing about a person."""
    for row in keys.of(user):
        yield {"name": row.wrap().name, "added_at": row.created_at, "used_at": row.last_used_at}


def blocks(user: User) -> Iterable[dict]:
    """When, not whom: that is another person's data, and the list in the settings names them."""
    for row in user.blocks_made.order_by("pk"):
        yield {"since": row.created_at, "both_ways": True}


register(
    Domain(
        "account",
        _("Your account"),
        {
            "email": Field(_("E-mail address")),
            "name": Field(_("Name")),
            "handle": Field(_("Your name in addresses")),
            "language": Field(_("Language")),
            "zone": Field(_("Time zone")),
            "name_audience": Field(_("Who sees your name")),
            "joined_at": Field(_("Member since"), MOMENT),
            "email_verified_at": Field(_("Address confirmed"), MOMENT),
            "second_factor_since": Field(_("Second step when signing in"), MOMENT),
            "dark_since": Field(_("Gone dark"), MOMENT),
            "erase_at": Field(_("Will be erased on"), MOMENT),
            "erase_words": Field(_("Your words go with your account"), YES_NO),
            "suspended_at": Field(_("Suspended"), MOMENT),
            "suspended_until": Field(_("Suspended until"), MOMENT),
            "suspended_why": Field(_("Reason")),
            "office": Field(_("Acts for")),
            "roles": Field(_("Roles")),
        },
        account,
    )
)
register(
    Domain(
        "consents",
        _("What you agreed to"),
        {
            "purpose": Field(_("Purpose")),
            "recipient": Field(_("Recipient")),
            "text_version": Field(_("Version of the text")),
            "text_sha256": Field(_("Fingerprint of the text (SHA-256)")),
            "language": Field(_("Language")),
            "given_at": Field(_("Agreed"), MOMENT),
            "withdrawn_at": Field(_("Withdrawn"), MOMENT),
        },
        consents,
    )
)
register(
    Domain(
        "log-ins",
        _("Where you are signed in"),
        {
            "device": Field(_("Device"), TEXT),
            "began_at": Field(_("First used"), MOMENT),
            "seen_at": Field(_("Last used"), MOMENT),
        },
        signed_in,
    )
)
register(
    Domain(
        "passkeys",
        _("Passkeys"),
        {
            "name": Field(_("Name")),
            "added_at": Field(_("Added"), MOMENT),
            "used_at": Field(_("Last used"), MOMENT),
        },
        passkeys,
    )
)
register(
    Domain(
        "blocks",
        _("People you have blocked"),
        {"since": Field(_("Since"), MOMENT), "both_ways": Field(_("Works both ways"), YES_NO)},
        blocks,
    )
)
