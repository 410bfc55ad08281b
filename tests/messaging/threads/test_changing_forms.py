"""Changing and tending posts by plain forms: 303 when it is done, otherwise the page again."""

import pytest

from messaging.threads.models import Post, PostRevision
from moderation.models import Case, Decision
from tests import make
from tests.messaging.threads.addresses import to


def test_edit_shows_the_source_and_stores_the_change(client, thread, member):
    post = make.post(thread, author=member, text="Some *words*")

    shown = client.get(to("edit", thread, post.number)).content.decode()
    response = client.post(to("edit", thread, post.number), {"text": "Better", "language": "fr"})

    post.refresh_from_db()
    assert "Some *words*" in shown
    assert (response.status_code, post.text, post.language) == (303, "Better", "fr")
    assert PostRevision.objects.get().text == "Some *words*"


def test_edit_with_nothing_in_it_comes_back(client, thread, member):
    post = make.post(thread, author=member)

    response = client.post(to("edit", thread, post.number), {"text": " ", "language": "en"})

    assert (response.status_code, b"Write something first." in response.content) == (422, True)


def test_edit_is_refused_to_others(client, thread, member, steward):
    client.force_login(steward)

    assert client.get(to("edit", thread, 1)).status_code == 403
    assert client.post(to("edit", thread, 1), {"text": "Mine now", "language": "en"}).status_code == 403


def test_remove_asks_first_and_can_be_undone(client, thread, member):
    post = make.post(thread, author=member)

    asked = client.get(to("remove", thread, 2))
    removed = client.post(to("remove", thread, 2), follow=True)
    post.refresh_from_db()
    state = post.state
    back = client.post(to("back", thread, 2))

    post.refresh_from_db()
    assert (asked.status_code, state) == (200, "removed")
    assert b"You can put it back" in removed.content
    assert (back.status_code, post.state) == (303, "stands")


def test_history_shows_every_version_to_the_author_and_the_steward_only(client, thread, member, steward):
    post = make.post(thread, author=member, text="First version")
    client.post(to("edit", thread, 2), {"text": "Second version", "language": "en"})
    answers = {}

    for person in (member, steward, make.member(thread.board.community)):
        client.force_login(person)
        answers[person.pk] = client.get(to("history", thread, post.number))

    author, tending, other = answers.values()
    assert (author.status_code, tending.status_code, other.status_code) == (200, 200, 403)
    assert b"First version" in tending.content
    assert b"Second version" in tending.content


def test_hide_is_a_decision_with_a_record_and_restore_another(client, thread, steward):
    client.force_login(steward)

    client.post(to("hide", thread, 1), {"why": "It gives an address."})
    post = Post.objects.get()
    hidden = (post.state, post.hidden_why)
    client.post(to("restore", thread, 1))

    post.refresh_from_db()
    assert hidden == ("hidden", "It gives an address.")
    assert post.state == "stands"
    assert list(Decision.objects.order_by("pk").values_list("verdict", "by")) == [
        ("hide", steward.pk),
        ("restore", steward.pk),
    ]
    assert Case.objects.get().scope == f"board:{thread.board_id}"


@pytest.mark.parametrize("why", ["", "   ", "x" * 600])
def test_hide_without_a_proper_reason_comes_back(client, thread, steward, why):
    client.force_login(steward)

    response = client.post(to("hide", thread, 1), {"why": why})

    assert response.status_code == 422
    assert Post.objects.get().state == "stands"


@pytest.mark.parametrize("name", ["hide", "restore"])
def test_hide_and_restore_are_refused_to_members(client, thread, member, name):
    assert client.post(to(name, thread, 1), {"why": "Because."}).status_code == 403


def test_close_and_reopen(client, thread, steward):
    client.force_login(steward)

    missing = client.post(to("close", thread), {"why": ""})
    closed = client.post(to("close", thread), {"why": "Answered."}, follow=True)
    thread.refresh_from_db()
    was = thread.closed_why
    client.post(to("reopen", thread))

    thread.refresh_from_db()
    assert (missing.status_code, was, thread.is_closed) == (422, "Answered.", False)
    assert b"This discussion is closed" in closed.content


@pytest.mark.parametrize(
    ("who", "offers"),
    [
        ("author", {"edit", "remove"}),
        ("steward", {"hide", "report"}),
        ("member", {"report"}),
        ("visitor", {"report"}),
    ],
)
def test_choices_offer_what_this_viewer_may_do(client, community, who, offers):
    thread = make.thread(community)
    author = make.member(community)
    make.post(thread, author=author)
    cast = {
        "author": author,
        "steward": make.member(community, role="steward"),
        "member": make.member(community),
    }
    if who in cast:
        client.force_login(cast[who])

    page = client.get(to("choices", thread, 1)).content.decode()

    choices = page[page.rindex("</ol>") : page.index("</main>")]
    known = {"edit", "remove", "back", "history", "hide", "restore"}
    found = {name for name in known if to(name, thread, 1) in choices}
    found |= {"report"} if "/moderation/report/post/" in choices else set()
    assert found == offers
