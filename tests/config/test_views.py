"""Health, robots, sitemap, security.txt, pictures, language switch: the same for everybody."""

import datetime as dt
from xml.etree import ElementTree as xml

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.utils import timezone

from communities.opportunities.models import Opportunity
from config import views
from core.health import stopping
from tests import make

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture
def asked_to_stop():
    stopping.set()
    yield
    stopping.clear()


def test_healthz_answers_under_any_name_and_asks_nobody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz", headers={"host": "whatever.example"})

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_readyz_says_no_more_than_yes(client):
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"ready": True})


def test_readyz_is_off_at_once_when_a_stop_was_asked_for(client, asked_to_stop):
    response = client.get("/readyz")

    assert (response.status_code, response.json(), response["Retry-After"]) == (503, {"ready": False}, "5")


def test_readyz_is_off_while_the_database_is_away(client, monkeypatch):
    def away():
        raise OperationalError("secret detail")

    monkeypatch.setattr(views, "_database_answers", away)

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, {"ready": False})


def test_readyz_is_off_until_migrations_are_applied(client):
    views._migrated.cache_clear()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'core'")

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, {"ready": False})


def test_robots_names_no_private_path(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert lines == ["User-agent: *", "Disallow: /i18n/", "Sitemap: http://testserver/sitemap.xml"]


def test_security_txt_has_what_rfc_9116_asks_for(client):
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()

    fields = [line.split(": ", 1) for line in lines]
    expires = dt.datetime.fromisoformat(dict(fields)["Expires"])
    assert "mailto:security@testserver" in [value for name, value in fields if name == "Contact"]
    assert dt.timedelta(days=30) < expires - timezone.now() < dt.timedelta(days=365)


def listed(client) -> list[str]:
    return [loc.text for loc in xml.fromstring(client.get("/sitemap.xml").content).iter(LOC)]


def test_sitemap_lists_what_everybody_may_see_in_every_language(client):
    offer = make.opportunity()

    found = listed(client)

    for language in ("en", "fr", "es", "ar"):
        assert f"http://testserver/{language}/opportunities/{offer.slug}/" in found
        assert f"http://testserver/{language}/" in found


@pytest.mark.parametrize("visibility", ["public", "request", "invite", "hidden"])
def test_sitemap_is_silent_about_communities_and_people(client, visibility):
    other = make.community(visibility=visibility, members=[make.user()])
    draft = make.opportunity(state=Opportunity.State.DRAFT, published_at=None, released_by=None)

    text = client.get("/sitemap.xml").content.decode()

    assert [word for word in (other.slug, draft.slug, "/people/", "/discussions/") if word in text] == []


def test_sitemap_is_the_same_for_a_member(client):
    member = make.user()
    make.community(visibility="hidden", members=[member])
    before = listed(client)

    client.force_login(member)

    assert listed(client) == before


@pytest.mark.parametrize("how_many", [1, 3])
def test_sitemap_costs_the_same_however_much_there_is(client, how_many, django_assert_max_num_queries):
    for _ in range(how_many):
        make.opportunity()

    with django_assert_max_num_queries(6):
        client.get("/sitemap.xml")


def test_media_serves_renditions_and_nothing_else(client):
    default_storage.save("images/a.webp", ContentFile(b"picture"))
    default_storage.save("original_images/a.jpg", ContentFile(b"original"))

    answers = [
        client.get(f"/media/{path}") for path in ("images/a.webp", "original_images/a.jpg", "images/no.webp")
    ]

    assert [answer.status_code for answer in answers] == [200, 404, 404]
    assert b"".join(answers[0].streaming_content) == b"picture"
    assert answers[0]["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["images/../secret_key", "images/%2e%2e/secret_key", "images/\x00"])
def test_media_stays_in_its_folder(client, path):
    assert client.get(f"/media/{path}").status_code == 404


@pytest.mark.parametrize("path", ["_util/login/", "_util/authenticate_with_password/1/2/"])
def test_wagtails_own_sign_in_is_not_here(client, path):
    assert client.get(f"/en/{path}").status_code == 404
