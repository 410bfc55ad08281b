"""What the screens of communities read."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower

from accounts.bylines import Byline, apart_from, byline
from accounts.permissions import audience_of
from communities.groups.models import COUNTED_FROM, Community, CommunityPlace, JoinRequest, Membership
from communities.groups.permissions import can_ask, can_join, role_of
from institutions.people import visible_people

MEMBER, OPEN, REQUEST, PENDING, INVITE, CLOSED = "member", "open", "request", "pending", "invite", ""


def communities(
    viewer: Any, *, q: str = "", ties: str = "", lives: str = "", language: str = ""
) -> QuerySet[Community]:
    """The communities that `viewer` may know of and that fit, best fit first, then largest, then by name.

    A community fits a country when it names it, or when it names none of that kind and fits the other one.
    Sizes below ten count alike, so that the order says no more than the page.
    """
    rows = Community.objects.visible_to(viewer).as_met_by(viewer).prefetch_related("places")
    for word in q.split():
        rows = rows.filter(Q(name__icontains=word) | Q(purpose__icontains=word))
    if language:
        rows = rows.filter(language=language)
    named = Q()
    fits: Combinable = Value(0)
    places = CommunityPlace.objects.filter(community=OuterRef("pk"))
    wanted = [(CommunityPlace.Relation.TIES, ties), (CommunityPlace.Relation.LIVES, lives)]
    for relation, country in [pair for pair in wanted if pair[1]]:
        here = Q(Exists(places.filter(relation=relation, country=country)))
        rows = rows.filter(here | ~Q(Exists(places.filter(relation=relation))))
        named |= here
        fits = fits + Case(When(here, then=1), default=0, output_field=IntegerField())
    return (
        rows.filter(named)
        .annotate(
            fits=fits, size=Case(When(member_count__gte=COUNTED_FROM, then=F("member_count")), default=0)
        )
        .order_by("-fits", "-size", Lower("name"), "pk")
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """A community as the list shows it: plain values, so that it is drawn once for all who see the same."""

    slug: str
    name: str
    purpose: str
    language: str
    visibility: str
    ties: tuple[str, ...]
    lives: tuple[str, ...]
    member_count: int
    is_small: bool
    met_as: str


def entry(community: Any) -> Entry:
    """Of a row of `communities`. No query."""
    return Entry(
        community.slug,
        community.name,
        community.purpose,
        community.language,
        community.visibility,
        tuple(community.ties),
        tuple(community.lives),
        community.member_count,
        community.is_small,
        community.met_as,
    )


def community_pages(viewer: Any) -> QuerySet[Community]:
    """The communities that `viewer` may open, each with all that its own page says of it."""
    rows = Community.objects.visible_to(viewer).as_met_by(viewer)
    return rows.select_related("board").prefetch_related("places")


@dataclass(frozen=True)
class Standing:
    """How a viewer stands to a community: their role, what they can press, their last request."""

    role: str
    state: str
    request: JoinRequest | None = None  # the one that waits, or the last that was declined


def standing(viewer: Any, community: Community) -> Standing:
    """One query at most, and only where people ask to join."""
    role = role_of(viewer, community)
    request = None
    if not role and viewer.is_authenticated and community.visibility == Community.Visibility.REQUEST:
        mine = JoinRequest.objects.filter(community=community, user=viewer)
        request = mine.exclude(state=JoinRequest.State.WITHDRAWN).order_by("-pk").first()
    is_waiting = request is not None and request.state == JoinRequest.State.PENDING
    state = join_state(viewer, community, role=role, is_waiting=is_waiting)
    return Standing(role, state, request)


def join_state(viewer: Any, community: Community, *, role: str, is_waiting: bool) -> str:
    """What the one button says: ``member``, ``pending``, ``open``, ``request``, ``invite``, "" for none."""
    if role:
        return MEMBER
    if is_waiting:
        return PENDING
    if not community.is_known:
        return INVITE
    is_stranger = not viewer.is_authenticated  # is led to sign in first
    if community.is_public:
        return OPEN if is_stranger or can_join(viewer, community) else CLOSED
    return REQUEST if is_stranger or can_ask(viewer, community) else CLOSED


@dataclass(frozen=True)
class Person:
    """Somebody who belongs: the membership and how this viewer may meet them."""

    membership: Membership
    byline: Byline


def runners(viewer: Any, community: Community) -> list[Person]:
    """Stewards, then moderators, as far as the viewer may know their names."""
    rows = community.memberships.filter(role__in=[Membership.Role.STEWARD, Membership.Role.MODERATOR])
    rows = rows.select_related("user").order_by(_by_role(), "since", "pk")
    apart = apart_from(viewer)
    people = [
        Person(row, byline(row.user, audience=audience_of(viewer), voice=1))
        for row in rows
        if row.user_id not in apart
    ]
    return [person for person in people if person.byline.kind in ("member", "institution")]


def members(viewer: Any, community: Community, *, newest: bool = False) -> QuerySet[Membership]:
    """Those who belong, as far as the viewer may meet them; themselves and officers always."""
    met = Q(user__in=visible_people(viewer)) | Q(user=viewer) | ~Q(user__office_slug="")
    rows = community.memberships.filter(met).select_related("user")
    return rows.order_by("-since", "-pk") if newest else rows.order_by(Lower("user__name"), "pk")


def everybody(community: Community) -> QuerySet[Membership]:
    """All who belong, for those who run the community: nobody escapes them by blocking them."""
    rows = community.memberships.select_related("user", "community")
    return rows.order_by(_by_role(), Lower("user__name"), "pk")


def waiting(community: Community) -> QuerySet[JoinRequest]:
    """Who asks to join, longest waiting first."""
    rows = community.requests.filter(state=JoinRequest.State.PENDING)
    return rows.select_related("user").order_by("created_at", "pk")


def as_people(rows: Any) -> list[Person]:
    """Memberships or requests with the names that members may know."""
    return [Person(row, byline(row.user, audience="members", voice=1)) for row in rows]


def _by_role() -> Case:
    order = [Membership.Role.STEWARD, Membership.Role.MODERATOR, Membership.Role.MEMBER]
    return Case(*[When(role=role, then=n) for n, role in enumerate(order)], output_field=IntegerField())
