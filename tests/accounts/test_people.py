"""The page of a person, and blocking from it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from accounts.models import Block, User
from accounts.permissions import can_see_person
from tests import make


def page(person) -> str:
    return reverse("people:person", args=[person.handle])


def answer(response) -> tuple:
    kept = {
        k: v for k, v in response.headers.items() if k.lower() not in ("x-request-id", "x-correlation-id")
    }
    return response.status_code, kept, response.content


def test_page_shows_name_and_month_and_nothing_private(client):
    person = make.user(name="Amina Diallo", email="secret@example.org", joined_at=make.NOW)
    client.force_login(make.user())

    body = client.get(page(person)).content.decode()

    assert "Amina Diallo" in body
    assert "Member since November 2026" in body
    assert "secret@example.org" not in body


def test_visitor_is_sent_to_sign_in_whether_the_person_exists_or_not(client):
    real, unreal = client.get(page(make.user())), client.get("/en/people/nobody-here/")

    assert (real.status_code, unreal.status_code) == (302, 302)
    assert real.url.startswith(reverse("account_login"))
    assert unreal.url.startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (make.user, 200), (make.moderator, 200), (make.editor, 200), (make.administrator, 200),
        (make.officer, 404), (make.unverified, 404), (make.suspended, 404),
    ],
)  # fmt: skip
def test_who_sees_a_person(client, who, status):
    viewer, person = who(), make.user()
    client.force_login(viewer)

    assert client.get(page(person)).status_code == status
    assert can_see_person(viewer, person) is (status == 200)
    assert User.objects.visible_to(viewer).contains(person) is (status == 200)


@pytest.mark.parametrize("who", [make.user, make.officer, make.unverified, make.suspended])
def test_everybody_sees_themselves(client, who):
    viewer = who()
    client.force_login(viewer)

    assert client.get(page(viewer)).status_code == 200


@pytest.mark.parametrize(
    "person",
    [
        lambda viewer: make.user(dark_since=make.NOW),
        lambda viewer: make.user(erased_at=make.NOW),
        lambda viewer: make.unverified(),
        lambda viewer: make.officer(),
        lambda viewer: Block.objects.create(by=make.user(), whom=viewer).by,
    ],
    ids=["dark", "erased", "unverified", "officer", "blocked me"],
)
def test_hidden_people_answer_as_if_they_had_never_been(client, person):
    viewer = make.user()
    hidden = person(viewer)
    client.force_login(viewer)
    client.get(reverse("settings:index"))

    assert answer(client.get(page(hidden))) == answer(client.get("/en/people/never-was/"))
    assert not User.objects.visible_to(viewer).contains(hidden)


def test_moderators_see_who_blocked_them(client):
    moderator, person = make.moderator(), make.user()
    Block.objects.create(by=person, whom=moderator)
    client.force_login(moderator)

    assert client.get(page(person)).status_code == 200


def test_visible_to_is_nobody_for_visitors():
    make.user()

    assert not User.objects.visible_to(AnonymousUser()).exists()
    assert not can_see_person(AnonymousUser(), make.user())


def test_block_takes_one_press_and_is_undone_by_another(client):
    viewer, person = make.user(), make.user(name="Amina Diallo")
    client.force_login(viewer)

    blocked = client.post(reverse("people:block", args=[person.handle]))
    shown = client.get(page(person)).content.decode()
    undone = client.post(reverse("people:unblock", args=[person.handle]))

    assert (blocked.status_code, blocked.url) == (303, page(person))
    assert "You will not meet Amina Diallo here any more" in shown
    assert reverse("people:unblock", args=[person.handle]) in shown
    assert (undone.status_code, undone.url) == (303, page(person))
    assert not Block.objects.exists()


def test_block_by_get_is_refused(client):
    client.force_login(make.user())

    assert client.get(reverse("people:block", args=[make.user().handle])).status_code == 405


@pytest.mark.parametrize("deed", ["people:block", "people:unblock"])
def test_nobody_acts_on_who_is_hidden_from_them(client, deed):
    viewer, person = make.user(), make.user()
    Block.objects.create(by=person, whom=viewer)
    client.force_login(viewer)

    assert client.post(reverse(deed, args=[person.handle])).status_code == 404
    assert client.post(reverse(deed, args=["never-was"])).status_code == 404
    assert client.post(reverse("people:block", args=[viewer.handle])).status_code == 404
    assert Block.objects.count() == 1


def test_own_block_can_be_taken_back_after_the_other_blocked_too(client):
    viewer, person = make.user(), make.user()
    Block.objects.create(by=viewer, whom=person)
    Block.objects.create(by=person, whom=viewer)
    client.force_login(viewer)

    response = client.post(reverse("people:unblock", args=[person.handle]))

    assert (response.status_code, response.url) == (303, reverse("settings:blocked"))
    assert list(Block.objects.values_list("by")) == [(person.pk,)]
