"""The settings pages."""

import pytest
from django.urls import reverse

from accounts.models import Block, User
from tests import make

PAGES = ["settings:index", "settings:language", "settings:privacy", "settings:blocked"]


@pytest.mark.parametrize("name", [*PAGES, "settings:standing", "usersessions_list"])
def test_visitors_are_sent_to_sign_in(client, name):
    response = client.get(reverse(name))

    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("who", "status"),
    [
        (make.user, 200),
        (make.unverified, 200),
        (make.officer, 200),
        (make.moderator, 200),
        (make.suspended, 403),
    ],
)
def test_who_changes_their_settings(client, name, who, status):
    client.force_login(who())

    assert client.get(reverse(name)).status_code == status


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize("path", ["", "language/", "privacy/", "blocked/", "standing/"])
def test_pages_stand_in_every_language(client, language, path):
    client.force_login(make.user())

    assert client.get(f"/{language}/settings/{path}").status_code == 200


def test_language_and_zone_are_kept_and_followed(client):
    user = make.user()
    client.force_login(user)

    response = client.post(reverse("settings:language"), {"language": "fr", "zone": "Africa/Accra"})

    user.refresh_from_db()
    assert (response.status_code, response.url) == (303, "/fr/settings/")
    assert (user.language, str(user.zone)) == ("fr", "Africa/Accra")
    assert response.cookies["language"].value == "fr"


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("settings:language", {"language": "xx", "zone": "Africa/Accra"}),
        ("settings:language", {"language": "fr", "zone": "Mars/Base"}),
        ("settings:language", {}),
        ("settings:privacy", {"name_audience": "nobody"}),
        ("settings:privacy", {"name_audience": "e\x00veryone"}),
    ],
)
def test_nonsense_is_422_and_changes_nothing(client, name, form):
    user = make.user()
    client.force_login(user)

    response = client.post(reverse(name), form)

    assert response.status_code == 422
    user.refresh_from_db()
    assert (user.language, str(user.zone), user.name_audience) == ("en", "UTC", "members")


def test_name_can_be_shown_to_everyone(client):
    user = make.user()
    client.force_login(user)

    response = client.post(reverse("settings:privacy"), {"name_audience": "everyone"})

    user.refresh_from_db()
    assert (response.status_code, user.name_audience) == (303, "everyone")


@pytest.mark.parametrize(
    "extra",
    [{"is_superuser": "on"}, {"groups": "1"}, {"email_verified_at": "2026-01-01"}, {"office_slug": "desk"},
     {"second_factor_since": "2026-01-01"}, {"suspended_at": ""}, {"role": "moderators"}],
)  # fmt: skip
def test_nobody_gives_themselves_standing_by_a_form(client, extra):
    user = make.user()
    client.force_login(user)
    before = User.objects.filter(pk=user.pk).values().get()

    client.post(reverse("settings:privacy"), {"name_audience": "members", **extra})
    client.post(reverse("settings:language"), {"language": "en", "zone": "UTC", **extra})

    assert User.objects.filter(pk=user.pk).values().get() == before
    assert not user.groups.exists()


@pytest.mark.parametrize("how_many", [1, 3])
def test_blocked_people_are_listed_at_one_price(client, how_many, django_assert_num_queries):
    from accounts.queries import blocked_people

    viewer = make.user()
    people = [make.user() for _ in range(how_many)]
    for person in people:
        Block.objects.create(by=viewer, whom=person)

    with django_assert_num_queries(1):
        listed = blocked_people(viewer)

    assert [handle for handle, _byline in listed] == [person.handle for person in reversed(people)]


def test_unblocking_from_the_list_comes_back_to_it(client):
    viewer, person = make.user(), make.user(dark_since=make.NOW)
    Block.objects.create(by=viewer, whom=person)
    client.force_login(viewer)

    body = client.get(reverse("settings:blocked")).content.decode()
    response = client.post(reverse("people:unblock", args=[person.handle]), {"from": "settings"})

    assert person.name not in body
    assert "Hidden member" in body
    assert (response.status_code, response.url) == (303, reverse("settings:blocked"))
    assert not Block.objects.exists()


def test_suspended_person_may_still_read_why_and_when_it_ends(client):
    client.force_login(make.suspended(suspended_until=make.LATER))

    body = client.get(reverse("settings:standing")).content.decode()

    assert "A reason." in body
    assert "2099" in body
