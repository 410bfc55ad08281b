"""Start a community, describe it."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.names import skeleton
from communities.groups.actions.seating import ROLES, locked, locked_person, seat
from communities.groups.models import Community, CommunityPlace
from communities.groups.permissions import can_create, can_govern
from communities.groups.refusals import ThreeAlready
from core.access import require
from core.limits import spend
from core.text import clean, clean_line, render
from institutions.models import Institution
from messaging.threads import boards
from messaging.threads.models import Board

MOST = 3  # communities that one person may start, until trust levels exist (C6 of the matrix)
RESERVED = {"new"}
EASY_TO_READ = "abcdefghjkmnpqrstuvwxyz23456789"
POLICY = {  # what a visibility means for the board: who reads, and who may know that it exists
    Community.Visibility.PUBLIC: (Board.Reads.ALL, Board.Existence.KNOWN),
    Community.Visibility.REQUEST: (Board.Reads.SEATS, Board.Existence.KNOWN),
    Community.Visibility.INVITE: (Board.Reads.SEATS, Board.Existence.SECRET),
    Community.Visibility.HIDDEN: (Board.Reads.SEATS, Board.Existence.SECRET),
}


@transaction.atomic
def create(
    *,
    by: Any,
    name: str,
    purpose: str,
    language: str,
    visibility: str,
    at: dt.datetime,
    about: str = "",
    rules: str = "",
    question: str = "",
    ties: Iterable[str] = (),
    lives: Iterable[str] = (),
    slug: str = "",
) -> Community:
    """Start a community with a board; whoever starts it is its first steward. `slug` is a wish.

    Starting one of the same name again answers with the first: a form sent twice is one community.
    Raises ThreeAlready, and ValidationError for a name that imitates an institution.
    """
    require(can_create, by)
    by = locked_person(by)
    require(can_create, by)
    name = clean_line(name)
    _refuse_imitation(name)
    mine = Community.objects.filter(created_by=by)
    if same := mine.filter(name=name).first():
        return same
    if mine.count() >= MOST:
        raise ThreeAlready
    spend("community", by.pk)
    reads, existence = POLICY[Community.Visibility(visibility)]
    board = boards.open_board(
        host_kind="community", reads=reads, existence=existence, institutions=Board.Institutions.NONE
    )
    facts = {"board": board, "created_by": by, "visibility": visibility, "language": language}
    facts |= _texts(purpose=purpose, about=about, rules=rules, question=question)
    community = _with_a_free_address(name, slug or slugify(name), facts)
    _place(community, ties, lives)
    seat(community, by, role=ROLES.STEWARD, at=at)
    return community


@transaction.atomic
def edit(
    community: Community,
    *,
    by: Any,
    purpose: str,
    language: str,
    about: str,
    rules: str,
    question: str,
    ties: Iterable[str],
    lives: Iterable[str],
) -> Community:
    """Describe the community anew. Its name and address stay."""
    community = locked(community)
    require(can_govern, by, community)
    facts = {"language": language} | _texts(purpose=purpose, about=about, rules=rules, question=question)
    for field, value in facts.items():
        setattr(community, field, value)
    community.save(update_fields=[*facts, "updated_at"])
    community.places.all().delete()
    _place(community, ties, lives)
    return community


def _texts(*, purpose: str, about: str, rules: str, question: str) -> dict[str, str]:
    about, rules = clean(about), clean(rules)
    return {
        "purpose": clean_line(purpose),
        "question": clean_line(question),
        "about": about,
        "about_html": render(about),
        "rules": rules,
        "rules_html": render(rules),
    }


def _refuse_imitation(name: str) -> None:
    look = skeleton(name)
    if any(skeleton(office) == look for office in Institution.objects.values_list("name", flat=True)):
        raise ValidationError({"name": _("This is the name of an institution. Choose another.")})


def _place(community: Community, ties: Iterable[str], lives: Iterable[str]) -> None:
    relation = CommunityPlace.Relation
    places = [(relation.TIES, code) for code in dict.fromkeys(ties)]
    places += [(relation.LIVES, code) for code in dict.fromkeys(lives)]
    CommunityPlace.objects.bulk_create(
        CommunityPlace(community=community, relation=which, country=code) for which, code in places
    )


def _with_a_free_address(name: str, wish: str, facts: dict) -> Community:
    for slug in _addresses(wish, is_known=facts["visibility"] in Community.KNOWN):
        if slug in RESERVED or Community.objects.filter(slug=slug).exists():
            continue
        try:
            with transaction.atomic():
                return Community.objects.create(name=name, slug=slug, **facts)
        except IntegrityError:  # somebody took the address at this very moment
            continue
    raise AssertionError("addresses never end")


def _addresses(wish: str, *, is_known: bool) -> Iterator[str]:
    """Addresses to try. Those of secret communities say nothing, so that a taken one tells nobody of them."""
    base = wish[:48].strip("-") if is_known else ""
    if base:
        yield base
    while True:
        yield f"{base or 'community'}-{get_random_string(4 if is_known else 10, EASY_TO_READ)}"
