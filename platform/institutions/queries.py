"""What others read about institutions and mandates."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from institutions.models import Institution, Mandate, OptIn


def active_mandate(user: Any, at: dt.datetime) -> Mandate | None:
    """The mandate somebody has at a moment, with its institution: one query, none for visitors."""
    if not user.is_authenticated:
        return None
    return Mandate.objects.active_at(at).filter(user=user.pk).select_related("institution").first()


def verified_institutions(at: dt.datetime) -> QuerySet[Institution]:
    """Those whose verification stands, by name."""
    return Institution.objects.verified_at(at).order_by("name", "pk")


def known_institutions() -> QuerySet[Institution]:
    """Those that were ever verified: their pages stay, and say when the verification ended."""
    return Institution.objects.filter(verified_at__isnull=False)


def named_by(member: Any) -> QuerySet[OptIn]:
    """The institutions that somebody lets meet them, latest first."""
    rows = OptIn.objects.standing().filter(member=member.pk)
    return rows.select_related("institution").order_by("-since", "-pk")
