"""Error pages: the right status, the reader's language, a way on; hidden looks the same as absent."""

import re
from urllib.parse import quote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.utils import translation

from config import errors
from tests import make

VIEWS = [
    (errors.bad_request, 400), (errors.permission_denied, 403), (errors.page_not_found, 404),
    (errors.csrf_failure, 403), (errors.too_many, 429), (errors.server_error, 500), (errors.unavailable, 503),
]  # fmt: skip


def request(**posted):
    asked = RequestFactory().post("/en/somewhere/", posted)
    asked.user = AnonymousUser()
    return asked


@pytest.mark.parametrize("view, status", VIEWS)
def test_error_page_has_its_status_a_plain_heading_and_a_way_on(view, status, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = view(request())
    drawn = response.content.decode()
    (heading,) = re.findall(r"<h1>(.*?)</h1>", drawn)

    assert response.status_code == status
    assert not re.search(r"\d|oops", heading, re.IGNORECASE)
    assert 'href="/en/contact/"' in drawn
    assert "csrf" not in drawn


@pytest.mark.parametrize("language, direction", [("fr", "ltr"), ("es", "ltr"), ("ar", "rtl")])
@pytest.mark.parametrize("view, status", VIEWS)
def test_error_page_is_in_the_readers_language(view, status, language, direction):
    with translation.override(language):
        drawn = view(request()).content.decode()

    assert f'<html lang="{language}" dir="{direction}">' in drawn


def test_not_found_is_the_same_for_every_address(client):
    one = client.get("/en/never-was/")
    other = client.get("/en/communities/nor-this-one/?next=/x/")

    assert (one.status_code, other.status_code) == (404, 404)
    assert one.content == other.content
    assert b"never-was" not in one.content


def test_permission_denied_leads_a_visitor_to_sign_in_and_back():
    drawn = errors.permission_denied(request()).content.decode()

    assert "/accounts/login/?next=/en/somewhere/" in drawn


def test_csrf_failure_shows_what_was_written_but_no_secrets():
    response = errors.csrf_failure(
        request(text="In Hamburg <b>it took longer", password="hunter2hunter2", code="123456", key="0" * 32)
    )
    drawn = response.content.decode()

    assert "In Hamburg &lt;b&gt;it took longer</textarea>" in drawn
    assert "hunter2" not in drawn
    assert "123456" not in drawn
    assert drawn.count("<textarea") == 1


def test_csrf_failure_answers_a_form_whose_token_is_gone():
    client = Client(enforce_csrf_checks=True)

    response = client.post("/en/accounts/login/", {"login": "ana@example.org", "password": "x"})

    assert response.status_code == 403
    assert b"This form has expired" in response.content


def test_who_was_signed_out_meanwhile_gets_back_what_they_typed(client):
    community = make.community(visibility="request", question="Where do you live?")
    address = f"/en/communities/{community.slug}/ask/"
    typed = {"csrfmiddlewaretoken": "x", "answer": "In <b>Hamburg</b> since spring", "language": "en"}

    response = client.post(address, typed, headers={"referer": f"http://testserver{address}"})
    drawn = response.content.decode()

    assert response.status_code == 403
    assert "In &lt;b&gt;Hamburg&lt;/b&gt; since spring</textarea>" in drawn
    assert drawn.count("<textarea") == 1
    assert f"/en/accounts/login/?next={quote(address, safe='')}" in drawn


def test_who_typed_nothing_goes_straight_to_sign_in(client):
    community = make.community()

    response = client.post(f"/en/communities/{community.slug}/join/", {"csrfmiddlewaretoken": "x"})

    assert response.status_code == 302
    assert response.url.startswith("/en/accounts/login/")


def test_too_many_shows_what_was_typed(client, settings):
    settings.LIMITS_FACTOR = 0.05
    post = make.post(make.thread(make.community()))
    address, typed = f"/en/moderation/report/post/{post.pk}/", {"reason": "spam", "words": "It is an advert"}
    client.force_login(make.user())
    client.post(address, typed)

    response = client.post(address, typed)

    assert response.status_code == 429
    assert "It is an advert</textarea>" in response.content.decode()


def test_too_many_says_when_to_try_again():
    response = errors.too_many(request(), retry_after=120)

    assert response["Retry-After"] == "120"
    assert re.search(r"try again at .+ UTC", response.content.decode())


def test_server_error_still_answers_when_its_template_does_not(monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(errors, "render_to_string", broken)

    response = errors.server_error(request())

    assert (response.status_code, b"problem with the service" in response.content) == (500, True)
