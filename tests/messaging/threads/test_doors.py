"""Who comes in to a discussion, and where everybody else is led."""

import pytest
from django.urls import reverse

from tests import make


def page_of(thread):
    return reverse("discussions:thread", args=[thread.pk])


@pytest.fixture
def community():
    return make.community(slug="health")


@pytest.mark.parametrize("visibility", ["invite", "hidden"])
def test_a_secret_discussion_answers_as_one_that_never_existed(client, visibility):
    thread = make.thread(make.community(visibility=visibility), posts=1, title="Zanzibar")
    for person in (None, make.user(), make.moderator(), make.officer()):
        if person:
            client.force_login(person)

        for suffix in ("", "1/", "1/choices/", "1/edit/", "1/history/", "1/hide/", "close/"):
            hidden = client.get(page_of(thread) + suffix)
            absent = client.get(f"/en/discussions/11111111-2222-4333-8444-555555555555/{suffix}")

            assert hidden.status_code == absent.status_code == 404
            assert hidden.content == absent.content
            assert dict(hidden.headers) == dict(absent.headers)


def test_a_discussion_by_request_leads_visitors_to_sign_in_and_refuses_strangers(client):
    thread = make.thread(make.community(visibility="request"), posts=1)

    visitor = client.get(page_of(thread))
    client.force_login(make.user())
    stranger = client.get(page_of(thread))

    assert (visitor.status_code, visitor.url) == (302, f"/en/accounts/login/?next={page_of(thread)}")
    assert stranger.status_code == 403


def test_a_visitor_is_led_to_sign_in_and_back_to_the_composer(client):
    thread = make.thread(posts=3)

    page = client.get(f"{page_of(thread)}?reply=2").content.decode()

    assert f"/en/accounts/login/?next={page_of(thread)}%3Freply%3D2%23reply" in page
    assert 'method="post"' not in page[page.index('id="reply"') :].split("</main>")[0]


def test_a_stranger_is_led_to_where_they_can_join(client, community):
    thread = make.thread(community, posts=1)
    client.force_login(make.user())

    page = client.get(page_of(thread)).content.decode()

    assert "Members write here. Join, and you can write too." in page
    assert reverse("communities:community", args=["health"]) in page


def test_a_suspended_reader_is_told_why_they_cannot_write(client):
    thread = make.thread(posts=1)
    client.force_login(make.suspended())

    assert b"Your account is suspended" in client.get(page_of(thread)).content
