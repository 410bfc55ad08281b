"""On whom an institution rests: attaching vouches to a verification, and how long it then stands.

A verification that rests on vouches ends at the latest 30 days after the first of its two vouchers ceased to
vouch for it, or to be verified itself. That moment is kept as `expires_at`, so that whoever asks whether a
verification stands need not know of vouches.
"""

import datetime as dt
from collections.abc import Collection

from institutions.models import Institution, Vouch

GRACE = dt.timedelta(days=30)
MONTHS = 12


def hold_the_graph() -> None:
    """Let nobody else change who rests on whom until this transaction ends: rings and chains are properties
    of the whole. The institution that came first stands for all of them."""
    Institution.objects.select_for_update(no_key=True).order_by("pk").first()


def attach(institution: Institution, vouches: Collection[Vouch], *, at: dt.datetime) -> None:
    """From now on the institution rests on these vouches and on no earlier ones; on papers without any."""
    Vouch.objects.resting().filter(institution=institution).update(ended_at=at, updated_at=at)
    Vouch.objects.filter(pk__in=[vouch.pk for vouch in vouches]).update(
        institution=institution, updated_at=at
    )
    institution.is_vouched_for = bool(vouches)


def settle(institution: Institution, *, at: dt.datetime) -> None:
    """Bring its end forward, or back, to what its vouches allow, then that of everybody who rests on it.

    What has ended stays ended, and nothing is given back while one of the two vouches is missing.
    """
    began, until = institution.verified_at, institution.expires_at
    if institution.is_vouched_for and began and until and until > at:
        resting = Vouch.objects.resting().filter(institution=institution).select_related("voucher")
        ends = [vouch.voucher.expires_at + GRACE for vouch in resting if vouch.voucher.expires_at]
        whole = len(ends) == 2
        ends.append(a_year_after(began) if whole else until)
        _end_at(institution, min(ends))
    followers = Institution.objects.filter(
        pk__in=Vouch.objects.resting().filter(voucher=institution).values("institution")
    )
    for follower in followers.select_for_update(no_key=True).order_by("pk"):
        settle(follower, at=at)


def lose_one(institution: Institution, *, at: dt.datetime) -> None:
    """One of the two no longer vouches for it: it has 30 days, and less if it had less."""
    until = institution.expires_at
    if until and until > at:
        _end_at(institution, min(until, at + GRACE))
    settle(institution, at=at)


def _end_at(institution: Institution, moment: dt.datetime) -> None:
    if institution.expires_at != moment:
        institution.expires_at = moment
        institution.save(update_fields=["expires_at", "updated_at"])


def a_year_after(moment: dt.datetime) -> dt.datetime:
    try:
        return moment.replace(year=moment.year + MONTHS // 12)
    except ValueError:  # 29 February
        return moment.replace(year=moment.year + MONTHS // 12, day=28)
