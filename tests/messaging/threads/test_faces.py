"""What a post looks like to each audience: the same bytes for page and frame, nothing that is not theirs."""

import datetime as dt

import html5lib
import pytest
from django.urls import reverse
from django.utils import translation

from accounts.bylines import MEMBERS, OUTSIDE
from accounts.models import Block
from messaging.threads import actions, faces, frames, queries
from messaging.threads.faces import face, post_html
from tests import make


def drawn(post, audience=MEMBERS, language="en"):
    with translation.override(language):
        return post_html(face(post, audience=audience), language)


def elements(markup):
    return html5lib.parseFragment(markup, namespaceHTMLElements=False)


@pytest.fixture
def post():
    return make.post(author=make.user(name="Abena Owusu"), text="Bonjour", language="fr")


def test_members_meet_the_name_the_handle_and_the_page_of_an_author(post):
    markup = drawn(post)

    assert ">Abena Owusu</bdi>" in markup
    assert f'data-author="{post.author.handle}"' in markup
    assert reverse("people:person", args=[post.author.handle]) in markup


def test_outside_nothing_tells_who_wrote(post):
    markup = drawn(post, OUTSIDE)

    assert "A member (A)" in markup
    assert 'data-author=""' in markup
    assert not any(token in markup for token in (post.author.handle, "Abena", "Owusu", "/people/"))


def test_outside_a_name_for_everyone_is_shown_without_a_link(post):
    post.author.name_audience = "everyone"

    markup = drawn(post, OUTSIDE)

    assert ">Abena Owusu</bdi>" in markup
    assert "/people/" not in markup


def test_an_office_speaks_with_its_name_and_a_badge_in_words():
    office = make.institution(name="Ministry of Health", slug="ministry")
    post = make.post(author=make.officer(office, name="Jane Officer"))

    for audience in (MEMBERS, OUTSIDE):
        markup = drawn(post, audience)

        assert ">Ministry of Health</bdi>" in markup
        assert "Government body, verified" in markup
        assert reverse("institutions:institution", args=["ministry"]) in markup
        assert "Jane" not in markup


@pytest.mark.parametrize(("gone", "named"), [("dark_since", "Hidden member"), ("erased_at", "Former member")])
def test_who_has_gone_is_unnamed_to_everybody(post, gone, named):
    setattr(post.author, gone, make.NOW)

    for audience in (MEMBERS, OUTSIDE):
        assert named in drawn(post, audience)
        assert post.author.handle not in drawn(post, audience)


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("removed", "Removed by its author."),
        ("hidden", "Hidden by a moderator: <bdi>It names a person.</bdi>"),
    ],
)
def test_a_placeholder_keeps_the_number_and_shows_neither_words_nor_author(post, state, says):
    post.state, post.hidden_why = state, "It names a person."

    markup = drawn(post)

    assert says in markup
    assert f'id="post-{post.number}"' in markup
    assert not any(token in markup for token in ("Bonjour", "Abena", post.author.handle, "?reply="))


def test_the_body_says_its_language_and_direction(post):
    post.language = "ar"

    assert 'lang="ar" dir="rtl"' in drawn(post)
    assert "<p>Bonjour</p>" in drawn(post)


def test_the_partial_holds_links_and_no_form_token_or_script(post):
    found = {element.tag for element in elements(drawn(post)).iter() if isinstance(element.tag, str)}

    assert not found & {"form", "input", "button", "textarea", "script", "style", "img", "iframe"}
    assert "csrf" not in drawn(post)


def test_moments_are_utc_for_whoever_draws(post):
    post.created_at = dt.datetime(2026, 11, 20, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=9)))

    assert 'datetime="2026-11-20T14:30:00Z"' in drawn(post)


def test_a_post_is_drawn_once_per_language_and_audience(post, monkeypatch):
    first = drawn(post)
    monkeypatch.setattr(faces, "get_template", None)

    assert drawn(post) is first


def test_a_post_that_changes_is_drawn_anew(post):
    first = drawn(post)
    post.html, post.edited_at = "<p>Bonsoir</p>", make.NOW

    assert "<p>Bonsoir</p>" in drawn(post)
    assert "Bonsoir" not in first


def test_page_and_frame_show_the_same_bytes(client):
    community = make.community()
    reader = make.member(community)
    thread = make.thread(community, posts=2)
    actions.remove_post(thread.posts.get(number=2), by=thread.author, at=make.NOW)
    for who, audience in ((None, OUTSIDE), (reader, MEMBERS)):
        if who:
            client.force_login(who)

        page = client.get(f"/fr/discussions/{thread.pk}/").content.decode()

        shown = [frames.frame(event, "fr", audience)["html"] for event in queries.events_after(thread.pk, 0)]
        assert [markup in page for markup in shown] == [True, True, True]


def test_a_frame_shows_the_post_as_it_is_now_and_says_nothing_else():
    community = make.community()
    author = make.member(community)
    post = make.post(make.thread(community), author=author, text="Secret words")
    actions.remove_post(post, by=author, at=make.NOW)

    events = queries.events_after(post.thread_id, 0)
    sent = [frames.frame(event, "en", MEMBERS) for event in events]

    assert [(frame["seq"], frame["kind"]) for frame in sent] == [(1, "post.new"), (2, "post.removed")]
    assert sent[0]["html"] == sent[1]["html"]
    assert "Secret words" not in sent[0]["html"]
    assert sent[0]["data"] == {"id": str(post.pk), "number": 1}


def test_a_frame_across_a_block_keeps_the_number_only():
    post = make.post(text="Words")
    event = queries.events_after(post.thread_id, 0)[0]

    sent = frames.frame(event, "en", MEMBERS, blocked=True)

    assert (sent["seq"], "A post you cannot see." in sent["html"]) == (1, True)
    assert not any(token in sent["html"] for token in ("Words", post.author.handle, str(post.pk)))


def test_frames_of_a_page_of_events_cost_no_query(django_assert_num_queries):
    thread = make.thread(posts=3)

    with django_assert_num_queries(1):
        for event in queries.events_after(thread.pk, 0):
            frames.frame(event, "ar", OUTSIDE)


def test_a_closed_discussion_says_so_in_its_frame():
    community = make.community()
    thread = make.thread(community, posts=1)
    actions.close_thread(
        thread, by=make.member(community, role="steward"), why="It is <answered>.", at=make.NOW
    )

    sent = frames.frame(queries.events_after(thread.pk, 1)[0], "en", OUTSIDE)

    assert (sent["kind"], sent["data"]) == ("thread.closed", {"closed": True})
    assert "It is &lt;answered&gt;." in sent["html"]


def test_blocks_withhold_both_ways_on_the_page(client):
    community = make.community()
    one, other = make.member(community), make.member(community)
    thread = make.thread(community)
    for author in (one, other):
        make.post(thread, author=author, text=f"Words of {author.handle}")
    Block.objects.create(by=one, whom=other)

    for reader, hidden in ((one, other), (other, one)):
        client.force_login(reader)
        page = client.get(f"/en/discussions/{thread.pk}/").content.decode()

        assert f"Words of {reader.handle}" in page
        assert f"Words of {hidden.handle}" not in page
        assert hidden.name not in page
        assert "A post you cannot see." in page
