"""Row P09: whatever else a form or the API is sent, nobody gives themselves a role, a badge or a standing."""

import pytest

from accounts.models import User
from communities.groups.models import Community, Membership
from communities.opportunities.models import Application, Opportunity
from config.url_map import routes
from institutions.models import Institution, InstitutionRequest, Invitation, Mandate
from messaging.threads.models import Board, Post, Seat, Thread
from tests.hostile.forms import FORMS
from tests.hostile.world import ask, undone

BY_NAME = {route.name: route for route in routes()}
MORE = {
    "role": "administrator", "roles": "administrators", "groups": "1", "is_staff": "1", "is_superuser": "1",
    "is_active": "1", "email_verified_at": "2020-01-01", "second_factor_since": "2020-01-01", "verified": "1",
    "office_slug": "ministry", "office_name": "Ministry", "office_kind": "government", "suspended_at": "",
    "standing": "member", "handle": "administrator", "user": "1", "user_id": "1", "author": "1", "by": "1",
    "created_by": "1", "epoch": "0", "trust_level": "9", "badge": "institution", "state": "published",
    "released_by": "1", "published_at": "2020-01-01", "verified_at": "2020-01-01", "expires_at": "2099-01-01",
    "slug": "new-slug", "host_kind": "platform", "reads": "all", "existence": "known", "member_count": "9999",
    "number": "999", "voice": "7", "closed_at": "2020-01-01", "id": "1", "pk": "1", "board": "1",
}  # fmt: skip


def powers() -> dict:
    """Who is what, and what stands where: all that an extra field might have changed."""
    person = ("handle", "is_active", "email_verified_at", "second_factor_since", "office_name", "office_slug",
              "office_kind", "suspended_at", "groups__name")  # fmt: skip
    asked = {
        User: person,
        Membership: ("community__slug", "user__handle", "role"),
        Seat: ("board", "user__handle", "role"),
        Mandate: ("user__handle", "institution__slug", "role", "ended_at__date"),
        Invitation: ("user__handle", "handle", "institution__slug", "role", "state"),
        InstitutionRequest: ("name", "asker__handle", "second__handle", "state", "first_yes_by__handle", "institution__slug"),
        Institution: ("slug", "kind", "verified_at", "expires_at"),
        Community: ("slug", "visibility", "created_by__handle"),
        Board: ("host_kind", "reads", "existence", "institutions"),
        Thread: ("author__handle", "closed_why", "number"),
        Post: ("author__handle", "state", "number", "voice"),
        Opportunity: ("title", "state", "author__handle", "institution__slug", "released_by__handle", "published_at"),
        Application: ("opportunity__title", "user__handle", "number"),
    }  # fmt: skip
    return {
        model.__name__: sorted(map(repr, model.objects.values_list(*names))) for model, names in asked.items()
    }


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_more_than_a_form_asks_for_makes_no_difference(world, form):
    address, fields, client = world.address(BY_NAME[form.route]), form.fields(world), world.client(form.who)
    found = []

    for sent in (fields, MORE | fields):
        with undone():
            answer = ask(client, "POST", address, sent)
            found.append((answer.status, list(powers().items())))

    assert _without_chance(found[0]) == _without_chance(found[1])


def _without_chance(found) -> tuple:
    """New boards have another number each time."""
    status, rows = found
    return status, [(name, row if name != "Seat" else len(row)) for name, row in rows]


def test_a_newcomer_who_asks_for_everything_is_a_newcomer(world):
    form = next(form for form in FORMS if form.route == "account_signup")

    ask(world.client("visitor"), "POST", world.address(BY_NAME[form.route]), MORE | form.fields(world))

    person = User.objects.get(email="new@example.org")
    assert (person.standing, person.roles, person.office_slug, person.second_factor_since) == (
        "unverified", frozenset(), "", None,
    )  # fmt: skip
    assert person.handle != "administrator"
