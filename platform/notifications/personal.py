"""What this room keeps about a person: what they were told, and whether by mail."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal import MOMENT, NUMBER, YES_NO, Domain, Field, register
from notifications.models import Notice
from notifications.queries import mailbox


def notices(user: User) -> Iterable[dict]:
    """That there was news and of what kind; its words hold names and titles of others."""
    for row in Notice.objects.filter(to=user).order_by("seq"):
        yield {"number": row.seq, "kind": row.kind, "told_at": row.created_at, "read_at": row.read_at}


def choices(user: User) -> Iterable[dict]:
    yield {"mails": mailbox(user).mails}


register(
    Domain(
        "notifications",
        _("Notifications"),
        {
            "number": Field(_("Number"), NUMBER),
            "kind": Field(_("Kind")),
            "told_at": Field(_("Date"), MOMENT),
            "read_at": Field(_("Read on"), MOMENT),
        },
        notices,
    )
)
register(Domain("mails", _("Mails about news"), {"mails": Field(_("Mails about news"), YES_NO)}, choices))
