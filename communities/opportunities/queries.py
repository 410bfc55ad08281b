"""What this room's screens read, each at a known number of queries."""

import datetime as dt
from typing import Any, TypedDict

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from accounts.permissions import is_officer
from communities.opportunities.closing import moment_in_words
from communities.opportunities.models import Application, Opportunity, offices_of
from core.languages import own_name
from institutions.models import Institution, Mandate
from institutions.queries import verified_institutions
from moderation.models import Case

ORDERS = {"closing": ("-is_open", "closes_at", "pk"), "newest": ("-is_open", "-published_at", "-pk")}


class Filters(TypedDict, total=False):
    """What a reader may narrow the list to; empty values narrow nothing."""

    kind: str
    language: str
    institution: str
    remote: bool
    closed: bool
    sort: str


def open_opportunities(
    at: dt.datetime, *, filters: Filters | None = None, limit: int | None = None
) -> QuerySet[Opportunity]:
    """Published ones, those that take answers at `at` unless `closed` asks for all: one query, any length."""
    wanted = filters or Filters()
    rows = Opportunity.objects.filter(state=Opportunity.State.PUBLISHED)
    if not wanted.get("closed"):
        rows = rows.open_at(at)
    if kind := wanted.get("kind"):
        rows = rows.filter(kind=kind)
    if slug := wanted.get("institution"):
        rows = rows.filter(institution__slug=slug)
    if wanted.get("remote"):
        rows = rows.filter(is_remote=True)
    if code := wanted.get("language"):
        # Cast, because SQLite has no `contains` for JSON; the quotes keep "en" from meeting "ben".
        rows = rows.alias(needed=Cast("languages", TextField())).filter(needed__contains=f'"{code}"')
    still_open = (Q(closed_at=None) | Q(closed_at__gt=at)) & Q(closes_at__gt=at)
    rows = rows.alias(is_open=ExpressionWrapper(still_open, output_field=BooleanField()))
    rows = rows.select_related("institution").order_by(*ORDERS[wanted.get("sort") or "closing"])
    return rows[:limit] if limit else rows


def filter_choices() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Institutions and languages that published opportunities have: one query."""
    published = Opportunity.objects.filter(state=Opportunity.State.PUBLISHED)
    found = published.values_list("institution__slug", "institution__name", "languages")
    institutions, codes = {}, set()
    for slug, name, needed in found:
        institutions[slug] = name
        codes.update(needed)
    by_name = sorted(institutions.items(), key=lambda pair: pair[1].casefold())
    return by_name, sorted(((code, own_name(code)) for code in codes), key=lambda pair: pair[1].casefold())


def answer_of(opportunity: Opportunity, viewer: Any) -> Application | None:
    """The viewer's own answer, withdrawn or not: one query, none for a visitor."""
    if not viewer.is_authenticated:
        return None
    return Application.objects.filter(opportunity=opportunity, user=viewer).first()


def readable_answers(opportunity: Opportunity) -> QuerySet[Application]:
    """What the institution reads, newest first, with each sender's facts: one query."""
    answers = Application.objects.readable().filter(opportunity=opportunity)
    return answers.select_related("user").order_by("-sent_at", "-pk")


def my_opportunities(viewer: Any) -> QuerySet[Opportunity]:
    """What the viewer's institution (or an editor, alone) has written, last touched first; with how many
    answers the institution can read: one query."""
    rows = Opportunity.objects.select_related("institution", "author").order_by("-updated_at", "-pk")
    if not is_officer(viewer):
        return rows.filter(author=viewer).annotate(answer_count=Value(0))
    readable = Q(
        state=Opportunity.State.PUBLISHED,
        applications__isnull=False,
        applications__withdrawn_at=None,
        applications__user__erased_at=None,
        applications__user__dark_since=None,
    )
    mine = rows.filter(institution__in=offices_of(viewer))
    return mine.annotate(answer_count=Count("applications", filter=readable))


def institutions_to_write_for(viewer: Any, at: dt.datetime) -> QuerySet[Institution]:
    """Verified institutions: the one an officer writes for, every one for editors and administrators."""
    verified = verified_institutions(at)
    if not is_officer(viewer):
        return verified
    return verified.filter(pk__in=offices_of(viewer, as_=Mandate.Role.EDITOR))


def waiting_case(opportunity: Opportunity) -> int | None:
    """The number of the case in which its release is decided: one query."""
    cases = Case.objects.filter(kind="opportunity", object_id=str(opportunity.pk), state=Case.State.OPEN)
    return cases.values_list("pk", flat=True).first()


def officer_ids(opportunity: Opportunity, *, at: dt.datetime, as_: str = Mandate.Role.READER) -> list[int]:
    """Who acts for the institution now with a mandate that is enough for a role: one query."""
    held = Mandate.objects.active_at(at).filter(institution=opportunity.institution_id).order_by("pk")
    held = held.enough_for(as_)
    return list(held.values_list("user_id", flat=True))


def in_plain_words(opportunity: Opportunity) -> str:
    """All that an opportunity says, as lines of plain text: what moderators read, and what a case keeps."""
    return "\n".join(
        [
            opportunity.title,
            opportunity.get_kind_display(),
            opportunity.place,
            ", ".join(own_name(code) for code in opportunity.languages),
            opportunity.cost,
            moment_in_words(opportunity.closes_at, opportunity.zone),
            "",
            opportunity.text,
        ]
    )
