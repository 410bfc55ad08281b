"""What this room keeps about a person: what they say of themselves, and who opened it."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal import MOMENT, YES_NO, Domain, Field, register
from communities.profiles.ledger import in_words
from communities.profiles.queries import own_rows, profile_of
from institutions.queries import openings_of


def profile(user: User) -> Iterable[dict]:
    for row in own_rows(profile_of(user)):
        if not row.is_empty:
            notes = (f"{words} ({note})" if note else words for words, _language, note in row.items)
            yield {
                "field": row.label,
                "says": "; ".join(part for part in (row.text, *notes, *row.lines, row.picture) if part),
                "readers": row.audience,
                "for_institutions": row.is_ticked,
            }


def ledger(user: User) -> Iterable[dict]:
    for row in openings_of(user).reverse():
        line = in_words(row)
        yield {"by": line.who, "opened": ", ".join(line.what), "why": line.why, "at": line.at}


def directory(user: User) -> Iterable[dict]:
    """One row for who stands in the list of people, or did; when they agreed is in the log of consents."""
    if user.consents.filter(purpose="directory").exists():
        yield {"listed": profile_of(user).in_directory}


register(
    Domain(
        "directory",
        _("The list of people"),
        {"listed": Field(_("You stand in it"), YES_NO)},
        directory,
    )
)
register(
    Domain(
        "profile",
        _("What you say of yourself"),
        {
            "field": Field(_("Field")),
            "says": Field(_("What it says")),
            "readers": Field(_("Who can see this?")),
            "for_institutions": Field(_("For institutions you named"), YES_NO),
        },
        profile,
    )
)
register(
    Domain(
        "ledger",
        _("Who opened what is protected"),
        {
            "by": Field(_("Opened by")),
            "opened": Field(_("What was opened")),
            "why": Field(_("Reason")),
            "at": Field(_("Date"), MOMENT),
        },
        ledger,
    )
)
