"""Handing files out: to whoever may read what they belong to, at each request, with the same careful headers."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import User
from communities.profiles.models import Profile
from tests import make
from tests.matrix.checks import plain
from tests.uploads import samples
from uploads import store
from uploads.models import StoredFile, new_ident

CAREFUL = {
    "Cache-Control": "private, no-cache",
    "Content-Disposition": "inline",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, noarchive",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def pictured(**audience) -> tuple[User, StoredFile]:
    """Somebody with a picture whose bytes are there."""
    person = make.user()
    stored = make.stored_file(person, object_id=str(person.pk), names=sorted(samples.VERSIONS))
    store.write(stored.pk, samples.VERSIONS)
    Profile.objects.create(user=person, picture=stored, **audience)
    return person, stored


def address(stored: StoredFile, name: str = "96.webp") -> str:
    return reverse("files:file", args=[stored.pk, name])


def as_(viewer=None) -> Client:
    client = Client()
    if viewer is not None:
        client.force_login(viewer)
        client.get("/en/settings/language/")
    return client


def never(client: Client, name: str = "96.webp", **headers) -> tuple:
    """The answer about a file that never existed."""
    return plain(client.get(reverse("files:file", args=[new_ident(), name]), headers=headers))


def careful(response) -> dict[str, str]:
    return {name: response[name] for name in CAREFUL}


@pytest.mark.parametrize("name", samples.VERSIONS)
def test_a_member_gets_every_version_as_what_it_is(name):
    _person, stored = pictured()

    response = as_(make.user()).get(address(stored, name))

    assert (response.status_code, response.content) == (200, samples.VERSIONS[name])
    assert response["Content-Type"] == f"image/{name.partition('.')[2]}"
    assert careful(response) == CAREFUL


def test_however_it_is_asked_the_headers_are_the_same():
    _person, stored = pictured()
    client, here = as_(make.user()), address(stored)
    plainly = client.get(here)

    for response in (
        client.get(here, headers={"Range": "bytes=0-3"}),
        client.head(here),
        client.get(f"{here}?download=me.html"),
        client.get(here, headers={"Accept": "text/html"}),
    ):
        assert response.status_code == 200
        assert response["Content-Type"] == "image/webp"
        assert careful(response) == CAREFUL
    unchanged = client.get(here, headers={"If-None-Match": plainly["ETag"]})
    assert (unchanged.status_code, unchanged.content, careful(unchanged)) == (304, b"", CAREFUL)


@pytest.mark.parametrize(
    "more",
    ["/x.html", ";.html", "/", ".html", "/../96.webp", "%00", "%0d%0aSet-Cookie:a=b", "?", "%2e%2e/96.webp"],
)
def test_what_is_appended_makes_no_other_file(more):
    _person, stored = pictured()
    client = as_(make.user())

    response = client.get(address(stored) + more)

    if more == "?":
        assert careful(response) == CAREFUL
    else:
        assert response.status_code == 404
        assert plain(response) == never(client)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_files_are_only_read(method):
    _person, stored = pictured()

    assert getattr(as_(make.user()), method)(address(stored)).status_code == 405


# -- whoever may not -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("viewer", [lambda: None, make.unverified, make.officer, make.suspended])
def test_who_may_not_read_gets_what_never_existed_gives(viewer):
    _person, stored = pictured()
    client = as_(viewer())

    for name in samples.VERSIONS:
        assert plain(client.get(address(stored, name))) == never(client, name)
    known = {"If-None-Match": stored.etag("96.webp")}
    assert plain(client.get(address(stored), headers=known)) == never(client, **known)
    anything = {"If-None-Match": "*"}
    assert plain(client.get(address(stored), headers=anything)) == never(client, **anything)
    assert client.head(address(stored)).status_code == 404


def paths_to(stored: StoredFile) -> list[str]:
    below = store.place_of(stored.pk, "96.webp")
    return [
        f"/media/{below}", f"/media/private/{below}", f"/media/../private/{below}", f"/media/images/../{below}",
        f"/media/images/{stored.pk}.webp", f"/private/{below}", f"/static/{below}", f"/files/{below}",
        f"/files/{stored.pk}", f"/files/{stored.pk}/", f"/files/{stored.pk}/original", f"/files/{stored.pk}/97.webp",
        f"/files/{stored.pk}/96", f"/files/{stored.pk}/96.jpg", f"/files/{stored.pk.hex}/96.webp",
        f"/files/{str(stored.pk).upper()}/96.webp", f"/documents/{stored.pk}/96.webp", "/documents/1/96.webp",
        f"/images/serve/{stored.pk}/96.webp", f"/en/documents/{stored.pk}/96.webp", f"/files/{stored.pk}/.htaccess",
    ]  # fmt: skip


@pytest.mark.parametrize("viewer", [lambda: None, make.user, make.editor, make.administrator])
def test_no_other_address_leads_to_the_bytes(viewer):
    _person, stored = pictured()
    client = as_(viewer())

    for path in paths_to(stored):
        if "." in path.rpartition("/")[2] and stored.pk.hex not in path and path == address(stored):
            continue
        response = client.get(path, follow=True)
        assert response.status_code == 404, path


def test_what_belongs_to_nothing_is_nobodys():
    person = make.user()
    stored = make.stored_file(person)
    store.write(stored.pk, samples.VERSIONS)

    for viewer in (person, make.user(), make.administrator()):
        assert as_(viewer).get(address(stored)).status_code == 404


def test_bytes_that_are_lost_are_not_found():
    person, stored = pictured()
    store.remove(stored.pk)
    client = as_(person)

    assert plain(client.get(address(stored))) == never(client)


# -- at the next request -------------------------------------------------------------------------------------


def test_leaving_the_community_ends_it_at_once():
    person, stored = pictured(picture_audience="communities")
    viewer = make.user()
    home = make.community(members=[person, viewer])
    client = as_(viewer)

    before = client.get(address(stored))
    home.board.seats.filter(user=viewer).delete()
    known = {"If-None-Match": before["ETag"]}

    assert before.status_code == 200
    assert plain(client.get(address(stored), headers=known)) == never(client, **known)


@pytest.mark.parametrize(
    "deed",
    [
        lambda person, viewer: accounts.go_dark(person, at=timezone.now()),
        lambda person, viewer: accounts.block(person, whom=viewer, at=timezone.now()),
        lambda person, viewer: User.objects.filter(pk=person.pk).update(erased_at=timezone.now()),
        lambda person, viewer: Profile.objects.update(picture_audience="only_me"),
    ],
    ids=["gone dark", "blocked", "erased", "only me"],
)
def test_who_withdraws_is_gone_at_the_next_request(deed):
    person, stored = pictured()
    viewer = make.user()
    client = as_(viewer)
    assert client.get(address(stored)).status_code == 200

    deed(person, viewer)

    assert plain(client.get(address(stored))) == never(client)


def test_a_picture_for_everyone_is_for_visitors_too():
    _person, stored = pictured(picture_audience="everyone")

    assert as_().get(address(stored)).status_code == 200


# -- nginx, and the cost -------------------------------------------------------------------------------------


def test_nginx_hands_it_out_after_the_same_question(settings):
    settings.PRIVATE_ACCEL = "/private/"
    _person, stored = pictured()
    client, stranger = as_(make.user()), as_()

    response = client.get(address(stored))

    assert response["X-Accel-Redirect"] == f"/private/{stored.pk.hex[:2]}/{stored.pk}/96.webp"
    assert (response.content, response["Content-Type"], careful(response)) == (b"", "image/webp", CAREFUL)
    assert plain(stranger.get(address(stored))) == never(stranger)
    assert "X-Accel-Redirect" not in stranger.get(address(stored))


def test_a_file_costs_a_few_queries():
    _person, stored = pictured()
    client = as_(make.user())

    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(address(stored))

    tables = [
        query["sql"].split(" FROM ")[1].split()[0].strip('"')
        for query in captured
        if " FROM " in query["sql"]
    ]
    assert tables.count("uploads_storedfile") == 1
    assert len(captured) <= 6
