"""One's picture: sent, shown, changed and removed; who sees it on pages, and beside what one wrote."""

import base64
import uuid
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import actions as accounts
from accounts.bylines import MEMBERS, OUTSIDE, byline
from accounts.models import User
from communities.profiles import actions
from communities.profiles.actions import Told
from communities.profiles.models import Profile
from core.models import Outbox
from tests import make
from tests.uploads import samples
from uploads.models import StoredFile

HERE = "/en/settings/profile/picture/"


def as_(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def send(client: Client, content: bytes | None = None, name: str = "me.jpg", **more):
    return client.post(HERE, {"picture": samples.upload(content, name), "audience": "members"} | more)


def wear(person: User, audience: str = "members", *, file=True) -> Profile:
    content = samples.upload() if file else None
    return actions.show_picture(Told(audience=audience), file=content, by=person, at=timezone.now())


def redrawn() -> int:
    return Outbox.objects.filter(kind="threads.redraw").count()


# -- the page ------------------------------------------------------------------------------------------------


def test_a_picture_is_sent_shown_and_removed(person, django_capture_on_commit_callbacks):
    client = as_(person)

    saved = send(client)
    stored = StoredFile.objects.get()
    page = client.get(HERE).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        removed = client.post(reverse("profile:remove-picture"))

    assert (saved.status_code, saved["Location"]) == (303, HERE)
    assert (stored.owner, stored.object_id) == (person, str(person.pk))
    assert f'src="/files/{stored.pk}/96.webp"' in page
    assert f'srcset="/files/{stored.pk}/96.avif, /files/{stored.pk}/192.avif 2x"' in page
    assert (removed.status_code, StoredFile.objects.count()) == (303, 0)
    assert "/files/" not in client.get(HERE).content.decode()
    assert client.post(reverse("profile:remove-picture")).status_code == 303


@pytest.mark.parametrize("which", sorted(samples.disguises()))
def test_what_is_no_picture_comes_back_with_the_reason_beside_the_field(person, which):
    name, content = samples.disguises()[which]

    response = send(as_(person), content, name)

    body = response.content.decode()
    assert response.status_code == 422
    assert 'class="field bad"' in body
    assert 'id="id_picture_error"' in body
    assert not StoredFile.objects.exists()


def test_who_sends_none_is_told_so_beside_the_field(person):
    response = as_(person).post(HERE, {"audience": "members"})

    assert response.status_code == 422
    assert "Fill in “Picture”." in response.content.decode()


def test_who_has_one_changes_only_its_readers(person, quick):
    wear(person)
    before = StoredFile.objects.get()

    response = as_(person).post(HERE, {"audience": "only_me"})

    assert response.status_code == 303
    assert (StoredFile.objects.get(), Profile.objects.get().picture_audience) == (before, "only_me")


def test_more_than_thirty_in_half_an_hour_wait(person, quick):
    client = as_(person)

    statuses = [send(client).status_code for _ in range(31)]

    assert statuses == [303] * 30 + [429]
    assert client.post(reverse("profile:remove-picture")).status_code == 303


def test_a_body_that_is_too_large_is_not_read(person, settings):
    settings.LARGEST_UPLOAD = 20_000
    client = as_(person)

    assert send(client, b"\xff\xd8\xff" + bytes(30_000)).status_code == 413
    assert send(client, b"\xff\xd8\xff" + bytes(1_000)).status_code == 422


def test_only_doors_that_take_files_take_more(person):
    large = {"about": samples.upload(bytes(300 * 1024)), "audience": "members"}

    assert as_(person).post("/en/settings/profile/about/", large).status_code == 413
    assert as_(person).post(HERE, large | {"audience": "members"}).status_code == 422
    assert (
        Client()
        .post(f"/api/v1/threads/{uuid.uuid4()}/posts", "x" * 300 * 1024, content_type="text/plain")
        .status_code
        == 413
    )


def test_a_body_in_base64_is_read_as_any_other(person):
    head = (
        b'--x\r\nContent-Disposition: form-data; name="picture"; filename="a.png"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n"
    )
    statuses = []
    for content in (base64.b64encode(samples.SVG) + b" " * 100_000, b"=" + b" " * 100_000):
        body = head + content + b"\r\n--x--\r\n"
        response = as_(person).post(HERE, body, content_type="multipart/form-data; boundary=x")
        statuses.append(response.status_code)

    assert statuses == [422, 400]


NASTY = [
    "../../../etc/passwd.png", "..\\..\\windows\\win.png", "/etc/cron.d/a.png", "C:\\a.png", "a.png/", "a\0.png",
    "a.png\0.html", ".png", "..png", ".htaccess", "con.png", "nul", "a" * 500 + ".png", "a.png.exe", "a.php.png",
    "a;b.png", "a.png;.html", "%2e%2e%2fa.png", "a\\r\\nSet-Cookie: a=b.png", "\u202egnp.exe", "a\u200b.png",
    "é" * 200 + ".png", "<script>.png", "'\"`$(id).png", "-rf.png", " .png", "a.PNG", "",
]  # fmt: skip


@pytest.mark.parametrize("name", NASTY, ids=range(len(NASTY)))
def test_a_name_leads_nowhere_and_is_forgotten(person, quick, tmp_path, name):
    """Only what follows the last dot is looked at; nothing is written outside the folder, nothing is repeated."""
    outside = lambda: {p for p in Path(tmp_path).rglob("*") if "private" not in p.parts}  # noqa: E731
    before, boundary = outside(), b"--x\r\n"
    shown = name.replace('"', "%22").encode()
    body = boundary + b'Content-Disposition: form-data; name="picture"; filename="' + shown + b'"\r\n\r\n'
    body += samples.plain("PNG") + b"\r\n--x\r\n"
    body += b'Content-Disposition: form-data; name="audience"\r\n\r\nmembers\r\n--x--\r\n'

    response = as_(person).post(HERE, body, content_type="multipart/form-data; boundary=x")

    assert response.status_code in (303, 422)
    assert outside() == before
    assert all("\r" not in value and "\n" not in value for value in response.headers.values())
    for stored in StoredFile.objects.all():
        assert set(stored.names) == set(samples.VERSIONS)


def test_there_are_twenty_eight_nasty_names():
    assert len(set(NASTY)) == 28


def test_suspended_people_change_nothing():
    person = make.suspended()

    with pytest.raises(PermissionDenied):
        wear(person)
    with pytest.raises(PermissionDenied):
        actions.remove_picture(by=person)


# -- one at a time -------------------------------------------------------------------------------------------


def test_a_new_picture_takes_the_place_of_the_old_one(
    person, quick, folder, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        wear(person)
    first = StoredFile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        wear(person)

    second = StoredFile.objects.get()
    assert second.pk != first.pk
    assert Profile.objects.get().picture == second
    assert {path.name for path in folder.glob("*/*")} == {str(second.pk)}


def test_a_refused_picture_leaves_the_one_before(person, quick):
    wear(person)
    before = StoredFile.objects.get()

    send(as_(person), samples.SVG, "a.svg", audience="only_me")

    assert StoredFile.objects.get() == before
    assert Profile.objects.get().picture_audience == "members"


# -- beside what one wrote -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "audience, name_audience, members, outside",
    [
        ("only_me", "everyone", False, False),
        ("communities", "everyone", False, False),
        ("members", "members", True, False),
        ("members", "everyone", True, False),
        ("everyone", "members", True, False),
        ("everyone", "everyone", True, True),
    ],
)
def test_a_by_line_has_the_picture_if_all_its_readers_may_see_it(
    person,
    quick,
    audience,
    name_audience,
    members,
    outside,
):
    wear(person, audience)
    User.objects.filter(pk=person.pk).update(name_audience=name_audience)
    person.refresh_from_db()

    key = str(StoredFile.objects.get().pk)
    assert byline(person, audience=MEMBERS, voice=1).picture == (key if members else "")
    assert byline(person, audience=OUTSIDE, voice=1).picture == (key if outside else "")


@pytest.mark.parametrize("fact", ["dark_since", "erased_at", "office_slug"])
def test_who_is_not_there_as_a_member_has_none_in_by_lines(person, quick, fact):
    wear(person, "everyone")
    person.refresh_from_db()
    setattr(person, fact, "ministry" if fact == "office_slug" else timezone.now())

    assert {byline(person, audience=each, voice=1).picture for each in (MEMBERS, OUTSIDE)} == {""}


def test_a_preset_says_it_of_by_lines_too(person, quick):
    wear(person, "everyone")
    actions.take_preset("hidden", by=person, at=timezone.now())
    person.refresh_from_db()
    assert (person.picture_key, person.picture_audience) == ("", "members")

    actions.take_preset("open", by=person, at=timezone.now())
    person.refresh_from_db()
    assert (person.picture_key, person.picture_audience) == (str(StoredFile.objects.get().pk), "members")


def test_open_pages_are_drawn_again_when_they_show_what_they_should_not(
    person,
    quick,
    django_capture_on_commit_callbacks,
):
    make.post(author=person)
    counted = []
    for audience, file in (("everyone", True), ("everyone", False), ("members", False), ("members", True),
                           ("everyone", False), ("only_me", False)):  # fmt: skip
        before = redrawn()
        with django_capture_on_commit_callbacks(execute=True):
            wear(person, audience, file=file)
        counted.append(redrawn() - before)

    assert counted == [0, 0, 1, 1, 0, 1]


def test_removing_is_told_to_open_pages(person, quick, django_capture_on_commit_callbacks):
    make.post(author=person)
    wear(person)

    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_picture(by=person)

    assert redrawn() == 1


def test_a_discussion_shows_it_to_members_and_not_to_visitors(person, quick):
    post = make.post(make.thread(make.community()), author=person)
    wear(person)
    key, address = StoredFile.objects.get().pk, reverse("discussions:thread", args=[post.thread_id])

    members, visitors = as_(make.user()).get(address), Client().get(address)

    assert (
        f'src="/files/{key}/48.webp" srcset="/files/{key}/96.webp 2x" width="44" height="44" alt=""'
        in members.content.decode()
    )
    assert str(key) not in visitors.content.decode()


def test_a_discussion_costs_the_same_with_pictures(quick):
    counts = []
    for number in (1, 3):
        thread = make.thread(make.community())
        for _ in range(number):
            author = make.user()
            make.post(thread, author=author)
            wear(author)
        client = as_(make.user())
        client.get("/en/settings/language/")
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("discussions:thread", args=[thread.pk]))
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_the_menu_of_ones_account_shows_what_others_see(person, quick):
    wear(person)
    assert (
        f"/files/{StoredFile.objects.get().pk}/48.webp"
        in as_(person).get("/en/communities/").content.decode()
    )

    wear(person, "only_me", file=False)
    assert "/files/" not in as_(person).get("/en/communities/").content.decode()


# -- the page of a person ------------------------------------------------------------------------------------


def test_a_picture_for_everyone_opens_the_page_and_tells_no_name(person, quick):
    wear(person, "everyone")

    response = Client().get(reverse("people:person", args=[person.handle]))

    assert response.status_code == 200
    assert "/files/" in response.content.decode()
    assert person.name not in response.content.decode()


def test_going_dark_takes_it_from_the_page_and_gives_it_back(person, quick):
    wear(person)
    viewer, address = as_(make.user()), reverse("people:person", args=[person.handle])

    accounts.go_dark(person, at=timezone.now())
    assert viewer.get(address).status_code == 404
    accounts.come_back(person, at=timezone.now())

    assert "/files/" in viewer.get(address).content.decode()


def test_the_database_keeps_a_picture_for_everyone_a_picture(person):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=person.pk).update(picture_audience="everyone")
