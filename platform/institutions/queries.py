"""What others read about institutions and mandates."""

import datetime as dt
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.bylines import MEMBERS, Byline, byline
from core.places import country_name
from institutions import chains
from institutions.models import Institution, InstitutionRequest, Invitation, Mandate, Opening, OptIn, Vouch


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
    rows = Institution.objects.filter(verified_at__isnull=False)
    return rows.select_related("verified_by", "also_verified_by")


def has_an_officer(institution: Institution, at: dt.datetime) -> bool:
    """Whether anybody acts for it now."""
    return Mandate.objects.active_at(at).filter(institution=institution).exists()


def verifiers(institution: Institution, *, audience: str) -> list[Byline]:
    """By-lines of the two who verified it, for members; everybody else hears of the team only."""
    if audience != MEMBERS or institution.verified_by is None or institution.also_verified_by is None:
        return []
    people = [institution.verified_by, institution.also_verified_by]
    return [byline(person, audience=audience, voice=n) for n, person in enumerate(people, start=1)]


# -- requests --------------------------------------------------------------------------------------------


def open_request_of(user: Any) -> InstitutionRequest | None:
    """What somebody has asked for and is not decided yet."""
    return InstitutionRequest.objects.filter(asker=user.pk, state__in=InstitutionRequest.OPEN).first()


def open_renewal(institution: Institution) -> InstitutionRequest | None:
    """The renewal that waits at the desk."""
    return institution.requests.filter(state__in=InstitutionRequest.OPEN).first()


def requests_to_confirm(user: Any) -> QuerySet[InstitutionRequest]:
    """What waits for this second person."""
    waiting = InstitutionRequest.objects.filter(second=user.pk, state=InstitutionRequest.State.REQUESTED)
    return waiting.select_related("asker").order_by("requested_at", "pk")


def waiting_requests() -> QuerySet[InstitutionRequest]:
    """What waits at the desk, longest first, with the people behind it: one query."""
    people = ("asker", "second", "first_yes_by", "institution")
    return InstitutionRequest.objects.waiting().select_related(*people).order_by("confirmed_at", "pk")


def decided_requests() -> QuerySet[InstitutionRequest]:
    """What the desk has decided, latest first."""
    decided = [InstitutionRequest.State.VERIFIED, InstitutionRequest.State.REFUSED]
    people = ("asker", "second", "first_yes_by", "decided_by", "institution")
    rows = InstitutionRequest.objects.filter(state__in=decided).select_related(*people)
    return rows.order_by("-decided_at", "-pk")


def look_alikes(request: InstitutionRequest) -> list[Institution]:
    """Institutions of the same kind and country: perhaps it is here already. One query."""
    rows = Institution.objects.filter(kind=request.kind, country=request.country)
    if request.institution_id is not None:
        rows = rows.exclude(pk=request.institution_id)
    return list(rows.order_by("name", "pk")[:10])


# -- vouching --------------------------------------------------------------------------------------------


def who_can_vouch(at: dt.datetime) -> QuerySet[Institution]:
    """Verified institutions of a country, by name; of those that were vouched for themselves, the ones whose
    own two vouchers stand. How long the chain gets is asked when somebody is named (`chains`)."""
    rows = Institution.objects.verified_at(at).exclude(country="")
    theirs = Q(vouches__state=Vouch.State.GIVEN, vouches__ended_at=None)
    theirs &= Q(vouches__voucher__verified_at__lte=at, vouches__voucher__expires_at__gt=at)
    counted = rows.annotate(carried_by=Count("vouches", filter=theirs))
    return counted.filter(Q(is_vouched_for=False) | Q(carried_by=2)).order_by("name", "pk")


def voucher_choices(at: dt.datetime) -> list[tuple[str, str]]:
    """(slug, name and country) of whoever can be named to vouch: two queries."""
    graph = who_vouches_for_whom()
    can = [one for one in who_can_vouch(at) if chains.depth(graph, one.pk) < chains.LONGEST]
    return [(one.slug, f"{one.name} ({country_name(one.country)})") for one in can]


def who_vouches_for_whom() -> dict[int, set[int]]:
    """The whole graph, by who was vouched for: one query."""
    graph: dict[int, set[int]] = {}
    for one, voucher in Vouch.objects.resting().values_list("institution_id", "voucher_id"):
        graph.setdefault(one, set()).add(voucher)
    return graph


def vouches_for(institution: Institution, at: dt.datetime) -> list[Vouch]:
    """Who vouches for it and is verified at that moment: public. One query, none for one with papers."""
    if not institution.is_vouched_for:
        return []
    rows = Vouch.objects.resting().filter(institution=institution).select_related("voucher")
    rows = rows.filter(voucher__verified_at__lte=at, voucher__expires_at__gt=at)
    return list(rows.order_by("answered_at", "pk"))


def vouches_of_request(request: InstitutionRequest) -> list[Vouch]:
    """Who is named to vouch, and what they said: one query, none for one with papers."""
    return list(request.vouches.select_related("voucher").order_by("pk")) if request.is_paperless else []


def vouches_with_depth(request: InstitutionRequest) -> list[tuple[Vouch, int]]:
    """The same for those who verify, with how many steps each is from papers: two queries more, or none."""
    vouches = vouches_of_request(request)
    graph = who_vouches_for_whom() if vouches else {}
    return [(vouch, chains.depth(graph, vouch.voucher_id)) for vouch in vouches]


def vouches_of_voucher(viewer: Any, voucher: Institution) -> QuerySet[Vouch]:
    """What this institution is asked, and for whom it vouches; latest first: one query."""
    rows = Vouch.objects.visible_to(viewer).filter(voucher=voucher).select_related("request", "institution")
    return rows.filter(ended_at=None).exclude(state=Vouch.State.DECLINED).order_by("-asked_at", "-pk")


def questions_to(viewer: Any, voucher: Institution) -> int:
    """How many wait for its answer."""
    return Vouch.objects.visible_to(viewer).filter(voucher=voucher, state=Vouch.State.ASKED).count()


def owners_of(institution_id: int, at: dt.datetime) -> list[int]:
    """The numbers of those who own it now."""
    owners = Mandate.objects.active_at(at).filter(institution=institution_id, role=Mandate.Role.OWNER)
    return list(owners.order_by("pk").values_list("user_id", flat=True))


# -- teams -----------------------------------------------------------------------------------------------

INVITATION_LASTS = dt.timedelta(days=14)


def team(institution: Institution, at: dt.datetime) -> QuerySet[Mandate]:
    """Who acts for it now, in the order in which they came: one query."""
    rows = Mandate.objects.active_at(at).filter(institution=institution).select_related("user")
    return rows.order_by("began_at", "pk")


def invitations_of(institution: Institution, at: dt.datetime) -> QuerySet[Invitation]:
    """The invitations that can still be accepted, latest first: one query."""
    return _open(at).filter(institution=institution).order_by("-made_at", "-pk")


def open_invitations(user: Any, at: dt.datetime) -> QuerySet[Invitation]:
    """What somebody is invited to and can still accept: one query."""
    return _open(at).filter(user=user.pk).select_related("institution").order_by("made_at", "pk")


def _open(at: dt.datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(state=Invitation.State.OPEN, made_at__gt=at - INVITATION_LASTS)


# -- opt-ins ---------------------------------------------------------------------------------------------


def named_by(member: Any) -> QuerySet[OptIn]:
    """The institutions that somebody lets meet them, latest first."""
    rows = OptIn.objects.standing().filter(member=member.pk)
    return rows.select_related("institution").order_by("-since", "-pk")


def openings_of(viewer: Any) -> QuerySet[Opening]:
    """What institutions and staff opened of the viewer's own, latest first."""
    return Opening.objects.visible_to(viewer).order_by("-at", "-pk")
