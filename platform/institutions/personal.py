"""What this room keeps about a person: for whom they act, and whom they let meet them."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal import MOMENT, Domain, Field, register
from institutions.models import Mandate, OptIn


def mandates(user: User) -> Iterable[dict]:
    for row in Mandate.objects.filter(user=user).select_related("institution").order_by("began_at", "pk"):
        yield {"institution": row.institution.name, "began_at": row.began_at, "ended_at": row.ended_at}


def named(user: User) -> Iterable[dict]:
    for row in OptIn.objects.filter(member=user).select_related("institution").order_by("since", "pk"):
        yield {"institution": row.institution.name, "since": row.since, "withdrawn_at": row.withdrawn_at}


register(
    Domain(
        "mandates",
        _("Institutions you act for"),
        {
            "institution": Field(_("Institution")),
            "began_at": Field(_("Since"), MOMENT),
            "ended_at": Field(_("Until"), MOMENT),
        },
        mandates,
    )
)
register(
    Domain(
        "named-institutions",
        _("Institutions you let meet you"),
        {
            "institution": Field(_("Institution")),
            "since": Field(_("Since"), MOMENT),
            "withdrawn_at": Field(_("Until"), MOMENT),
        },
        named,
    )
)
