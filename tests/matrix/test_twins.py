"""A right and its QuerySet twin say the same: for all ten roles, all kinds of communities, seat or none."""

import datetime as dt
from itertools import product

import pytest
from django.utils import timezone

from accounts import permissions as people
from accounts.models import Block, Export, User
from communities.groups import permissions as groups
from communities.groups.models import Community
from communities.opportunities import permissions as opportunities
from communities.opportunities.models import Application, Opportunity
from institutions import permissions as offices
from institutions.models import Vouch
from messaging.threads import permissions as threads
from messaging.threads.models import Board, Thread
from moderation import permissions as moderation
from moderation.models import Case
from tests import make
from tests.matrix.table import ROLES
from tests.matrix.world import World

VISIBILITIES = ("public", "request", "invite", "hidden")
INSTITUTIONS = ("none", "read", "write")
SEATS = ("", "member", "moderator", "steward")


@pytest.fixture(params=ROLES)
def world(request):
    return World(request.param)


@pytest.fixture
def communities(world):
    """One of each kind: visibility × policy about institutions × the viewer's seat, with a discussion."""
    for visibility, institutions, seat in product(VISIBILITIES, INSTITUTIONS, SEATS):
        made = make.community(visibility=visibility, institutions=institutions, created_by=world.author)
        if seat and world.role != "AN":
            make.member(made, world.viewer, role=seat)
        make.thread(made, author=world.author)


def agree(predicate, viewer, everything, twin):
    """The predicate's yes, object by object, is the twin's list; and the objects are not all alike."""
    said = {thing.pk for thing in everything if predicate(viewer, thing)}

    assert set(twin.values_list("pk", flat=True)) == said


@pytest.mark.usefixtures("communities")
def test_communities_and_discussions(world):
    viewer = world.viewer

    agree(groups.can_see, viewer, Community.objects.all(), Community.objects.visible_to(viewer))
    agree(threads.can_see_board, viewer, Board.objects.all(), Board.objects.visible_to(viewer))
    agree(threads.can_see, viewer, Thread.objects.all(), Thread.objects.visible_to(viewer))
    agree(threads.can_read, viewer, Thread.objects.all(), Thread.objects.readable_by(viewer))


@pytest.mark.usefixtures("communities")
def test_reading_a_board_is_reading_its_discussions(world):
    readable = {thread.board_id for thread in Thread.objects.all() if threads.can_read(world.viewer, thread)}

    assert set(Board.objects.readable_by(world.viewer).values_list("pk", flat=True)) == readable


def test_opportunities_and_answers(world):
    viewer, now = world.viewer, timezone.now()
    lapsed = make.institution(verified_at=now, expires_at=now + dt.timedelta(milliseconds=1))
    for office in (world.office, world.other_office, lapsed):
        writer = make.officer(office)
        for state in ("draft", "pending", "returned", "published"):
            make.opportunity(state=state, author=writer, office=office)
    if world.role in ("ED", "AD", "GO"):
        for state in ("draft", "pending", "published"):
            make.opportunity(state=state, author=viewer, office=world.office)
    for found in Opportunity.objects.all():
        make.answer(found)
        make.answer(found, withdrawn_at=now)
        make.answer(found, make.user(erased_at=now))
        make.answer(found, make.user(dark_since=now))
        if world.role != "AN":
            make.answer(found, viewer)

    agree(opportunities.can_see, viewer, Opportunity.objects.all(), Opportunity.objects.visible_to(viewer))
    agree(
        opportunities.can_see_answer,
        viewer,
        Application.objects.all(),
        Application.objects.visible_to(viewer),
    )


def test_people(world):
    """Lists leave out oneself and, also for moderators, whoever blocked them or whom they blocked."""
    viewer, now = world.viewer, timezone.now()
    blocked_by = make.user()
    for person in (make.user(), make.unverified(), make.suspended(), make.officer(), blocked_by):
        person.save()
    make.user(dark_since=now)
    make.user(erased_at=now)
    if world.role != "AN":
        Block.objects.create(by=blocked_by, whom=viewer)
    others = User.objects.exclude(pk__in=[viewer.pk or 0, blocked_by.pk])

    agree(people.can_see_person, viewer, others, User.objects.visible_to(viewer))
    assert people.can_see_person(viewer, blocked_by) == (world.role in ("PM", "AD"))


def test_exports(world):
    viewer, now = world.viewer, timezone.now()
    Export.objects.create(user=world.author, language="en", asked_at=now)
    if world.role != "AN":
        Export.objects.create(user=viewer, language="en", asked_at=now)

    agree(people.can_take_export, viewer, Export.objects.all(), Export.objects.visible_to(viewer))


def test_cases(world):
    """Within reach and not concerned is what a person may decide."""
    viewer = world.viewer
    for visibility in VISIBILITIES:
        world_post = world.thread(world.community(visibility, slug=f"loom-{visibility}")).posts.get()
        world.report("post", world_post.pk)
    made = make.opportunity(office=world.other_office)
    world.report("opportunity", made.pk)
    if world.role != "AN":
        own = make.post(make.thread(), author=viewer)
        world.report("post", own.pk)

    agree(moderation.can_decide, viewer, Case.objects.all(), Case.objects.visible_to(viewer))


def test_vouches(world):
    if world.role == "GO":
        make.vouch(voucher=world.office)
        make.vouch(voucher=world.office, state="given")
        make.vouch(voucher=world.office, institution=make.institution(), state="withdrawn")
    for state in ("requested", "confirmed", "withdrawn"):
        for voucher in (world.office, world.other_office):
            make.vouch(make.institution_request(state=state, is_paperless=True), voucher)

    agree(offices.can_see_vouch, world.viewer, Vouch.objects.all(), Vouch.objects.visible_to(world.viewer))
