"""Posting by plain forms: 303 when it is done, otherwise the page again with what was typed."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from core.limits import LIMITS
from messaging.threads import actions
from messaging.threads.models import Post, Thread
from tests import make
from tests.messaging.threads.addresses import to


def form(**given):
    return {
        "text": "My answer",
        "language": "en",
        "idempotency_key": str(uuid.uuid4()),
        "reply_to": "",
    } | given


def test_reply_leads_to_the_post(client, thread, member):
    response = client.post(to("reply", thread), form(reply_to="1"))

    post = Post.objects.get(author=member)
    assert (response.status_code, response.url) == (303, f"{to('post', thread, 2)}#post-2")
    assert (post.text, post.reply_to) == ("My answer", 1)


def test_reply_sent_twice_is_stored_once(client, thread, member):
    sent = form()

    first, second = (client.post(to("reply", thread), sent) for _ in range(2))

    assert (first.status_code, second.status_code, first.url) == (303, 303, second.url)
    assert Post.objects.filter(author=member).count() == 1


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"text": ""}, "Write something first."),
        ({"text": " \n\u2060 "}, "Write something first."),
        ({"text": "x" * 20_012}, "This text is 12 characters too long."),
        ({"text": ">" * 80 + "deep"}, "This text is nested too deeply."),
        ({"text": "kept\x00"}, "Null characters are not allowed."),
        ({"language": "xx"}, "Select a valid choice."),
        ({"reply_to": "7"}, "There is no such post to answer in this discussion."),
        ({"reply_to": "seven"}, "Enter a whole number."),
        ({"reply_to": str(10**40)}, "There is no such post to answer"),
    ],
)
def test_reply_that_cannot_be_stored_comes_back_with_its_text(client, thread, member, given, message):
    sent = form(**given)

    response = client.post(to("reply", thread), sent)

    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert "<title>Error: " in page
    assert page.count(sent["idempotency_key"]) == 1
    assert sent["text"].strip("\x00 \n\u2060")[:50].replace(">", "&gt;") in page
    assert Post.objects.filter(author=member).exists() is False


@pytest.mark.parametrize("key", ["", "not-a-key", None])
def test_reply_without_a_key_is_a_bad_request_that_keeps_the_text(client, thread, member, key):
    sent = form(idempotency_key=key or "")
    if key is None:
        del sent["idempotency_key"]

    response = client.post(to("reply", thread), sent)

    assert response.status_code == 400
    assert b"My answer" in response.content
    assert Post.objects.filter(author=member).exists() is False


def test_reply_with_a_used_key_offers_to_send_a_new_post(client, thread, member):
    sent = form()
    client.post(to("reply", thread), sent)

    response = client.post(to("reply", thread), sent | {"text": "Something else"})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Send as a new post" in page
    assert "Something else" in page
    assert sent["idempotency_key"] not in page


def test_reply_that_is_still_running_keeps_text_and_key(client, thread, member, monkeypatch):
    def busy(*args, **kwargs):
        raise actions.StillRunning

    monkeypatch.setattr("messaging.threads.actions.write_post", busy)
    sent = form()

    response = client.post(to("reply", thread), sent)

    assert (response.status_code, response["Retry-After"]) == (409, "1")
    assert sent["idempotency_key"] in response.content.decode()


def test_reply_too_often_keeps_the_text(client, thread, member):
    for _ in range(LIMITS["post"].most):
        client.post(to("reply", thread), form())

    response = client.post(to("reply", thread), form(text="One more"))

    assert (response.status_code, "One more" in response.content.decode()) == (429, True)
    assert int(response["Retry-After"]) > 0


def test_reply_to_a_discussion_that_was_closed_meanwhile_keeps_the_text(client, thread, member, steward):
    actions.close_thread(thread, by=steward, why="Answered.", at=make.NOW)

    response = client.post(to("reply", thread), form(text="Too late <i>"))

    page = response.content.decode()
    assert response.status_code == 403
    assert "Too late &lt;i&gt;" in page
    assert "Answered." in page


def test_reply_of_a_visitor_leads_to_sign_in(client, thread):
    response = client.post(
        to("reply", thread), form(), headers={"Referer": f"http://testserver{to('thread', thread)}"}
    )

    assert response.status_code == 302
    assert response.url.startswith("/en/accounts/login/?next=")


def test_reply_needs_the_token(thread, member):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(member)

    response = strict.post(to("reply", thread), form(text="My lost words"))

    assert response.status_code == 403
    assert b"My lost words" in response.content


def test_reply_by_get_is_not_allowed(client, thread, member):
    assert client.get(to("reply", thread)).status_code == 405


def test_a_new_discussion_leads_to_its_page(client, community, member):
    address = reverse("discussions:new", args=[community.board_id])
    sent = form(title="Licences")
    del sent["reply_to"]

    shown = client.get(address)
    responses = [client.post(address, sent) for _ in range(2)]

    thread = Thread.objects.get()
    assert b"Everybody can read it" in shown.content
    assert [(each.status_code, each.url) for each in responses] == [(303, to("thread", thread))] * 2


@pytest.mark.parametrize(
    ("given", "status", "message"),
    [
        ({"title": ""}, 422, "Give the discussion a title."),
        ({"title": "t" * 141}, 422, "The title can have 140 characters."),
        ({"text": ""}, 422, "Write something first."),
        ({"idempotency_key": "x"}, 400, "My answer"),
    ],
)
def test_a_new_discussion_that_cannot_be_stored_comes_back(client, community, member, given, status, message):
    response = client.post(
        reverse("discussions:new", args=[community.board_id]), form(title="Licences") | given
    )

    assert (response.status_code, message in response.content.decode()) == (status, True)
    assert Thread.objects.count() == 0


def test_a_new_discussion_says_who_can_read_it(client):
    community = make.community(visibility="request", name="Between us")
    client.force_login(make.member(community))

    page = client.get(reverse("discussions:new", args=[community.board_id])).content.decode()

    assert "Only its members can read it." in page


@pytest.mark.parametrize(("visibility", "status"), [("public", 403), ("request", 403), ("hidden", 404)])
def test_a_new_discussion_is_refused_to_strangers(client, visibility, status):
    community = make.community(visibility=visibility)
    address = reverse("discussions:new", args=[community.board_id])

    visitor = client.get(address)
    client.force_login(make.user())
    stranger = client.get(address)

    assert stranger.status_code == status
    assert visitor.status_code == (404 if status == 404 else 302)
