"""Every door that changes something: reading it changes nothing, and without the form's token it is shut.

(trust.md K10.) Wagtail's own doors stand behind one gate and are its authors' to try.
"""

import re
from dataclasses import replace

import pytest

from communities.groups.models import JoinRequest
from config.url_map import routes
from tests import make
from tests.matrix.checks import fingerprint
from tests.matrix.table import ROWS
from tests.matrix.world import World, browser

PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
BY_SECRET = {"notifications:stop"}  # the secret in the address is the proof: mail programs hold no token
ROOMS = ("html", "api")


def changing() -> list:
    """Our own doors and those of signing in that take more than GET, one for each address."""
    found, readable = {}, {route.pattern for route in routes() if "GET" in route.methods}
    for route in routes():
        if route.surface in ROOMS and "POST" in route.methods and "_util" not in route.pattern:
            methods = ["GET", "POST"] if route.pattern in readable else ["POST"]
            found[route.pattern] = replace(route, methods=methods)
    return [route for route in found.values() if route.name not in ("wagtail_serve", "api:api-root")]


def ways() -> list:
    return [pytest.param(route, id=route.pattern) for route in changing()]


@pytest.fixture
def everything():
    """A steward to whom every door of a community stands open, and one thing of each kind to act upon."""
    world = World("CO")
    made = world.home("request", question="Who are you?")
    post = world.thread(made).posts.get()
    asked = JoinRequest.objects.create(community=made, user=make.user(), answer="A weaver.")
    case = world.report("post", post.pk)
    opportunity = make.opportunity(office=world.other_office)
    make.answer(opportunity, world.viewer)
    seat = made.memberships.get(user=world.author)
    asked = make.institution_request(state="requested", second=world.viewer)
    office = make.institution()
    owner = make.officer(office)
    invited = make.invitation(office, world.viewer)
    at_desk = make.institution_request()
    vouch = make.vouch(voucher=office)
    return world, {
        "language": "en", "uuid": post.thread_id, "ident": post.thread_id, "number": post.number,
        "board": made.board_id, "handle": world.author.handle, "object_id": post.pk, "kind": "post",
        "token": "no-such-token",
    }, {  # the same word means another thing in another room
        "communities": {"slug": made.slug, "pk": seat.pk},
        "settings:withdraw": {"pk": 1},
        "mfa_edit_webauthn": {"pk": 1},
        "mfa_remove_webauthn": {"pk": 1},
        "communities:admit": {"slug": made.slug, "pk": asked.pk},
        "communities:decline": {"slug": made.slug, "pk": asked.pk},
        "opportunities": {"slug": opportunity.slug},
        "profile": {"slug": world.other_office.slug},
        "moderation": {"pk": case.pk},
        "institutions": {"slug": office.slug, "pk": asked.pk},
        "institutions:accept": {"pk": invited.pk},
        "institutions:decline-invitation": {"pk": invited.pk},
        "institutions:person": {"slug": office.slug, "pk": owner.mandates.get().pk},
        "institutions:end": {"slug": office.slug, "pk": owner.mandates.get().pk},
        "institutions:withdraw-invitation": {"slug": office.slug, "pk": invited.pk},
        "institutions:vouch": {"slug": office.slug, "pk": vouch.pk},
        "institutions:decline-vouch": {"slug": office.slug, "pk": vouch.pk},
        "institutions:withdraw-vouch": {"slug": office.slug, "pk": vouch.pk},
        "desk": {"pk": at_desk.pk},
        "pages": {"kind": "thread"},
    }  # fmt: skip


def address(route, everything) -> str:
    _world, known, by_room = everything
    words = known | by_room.get(route.name.split(":")[0], {}) | by_room.get(route.name, {})
    return "/" + PLACE.sub(lambda place: str(words[place[1]]), route.pattern)


@pytest.mark.parametrize("route", ways())
def test_reading_changes_nothing(route, everything):
    world, *_ = everything
    world.client.get("/en/rules/")
    before = fingerprint()

    response = world.client.get(address(route, everything))

    assert response.status_code < 500
    assert fingerprint() == before
    if "GET" not in route.methods:
        assert response.status_code == 405


@pytest.mark.parametrize("route", ways())
def test_sending_without_the_forms_token_is_refused(route, everything):
    world, *_ = everything
    strict = browser(strict=True)
    strict.cookies = world.client.cookies
    before = fingerprint()

    for person in (strict, browser(strict=True)):
        response = person.post(address(route, everything), {"text": "Hello", "language": "en"})

        if route.name in BY_SECRET:
            assert response.status_code == 404
        elif route.surface == "api":
            assert response.status_code in (401, 403)
        else:
            assert response.status_code == 403
    assert fingerprint() == before


@pytest.mark.parametrize("kind", ["text/plain", "application/json"])
def test_another_type_of_body_is_no_way_around_the_token(kind, everything):
    """What a page of another site can send without asking first."""
    world, known, _ = everything
    strict = browser(strict=True)
    strict.cookies = world.client.cookies
    before = fingerprint()

    reply = strict.post(f"/en/discussions/{known['uuid']}/reply/", "text=Hello", content_type=kind)
    foreign = strict.post(
        f"/api/v1/threads/{known['uuid']}/posts",
        '{"text": "Hello", "language": "en"}',
        content_type=kind,
        headers={"Origin": "https://evil.example", "X-CSRFToken": "a" * 64},
    )

    assert (reply.status_code, foreign.status_code) == (403, 403)
    assert fingerprint() == before


def test_doors_of_every_room_are_tried():
    rooms = {route.name.split(":")[0] for route in changing()}

    assert rooms >= {"communities", "discussions", "opportunities", "moderation", "settings", "people", "api"}


def test_every_route_answers_to_rows_of_the_matrix():
    assert {row for route in routes() for row in route.rows} - set(ROWS) == set()
