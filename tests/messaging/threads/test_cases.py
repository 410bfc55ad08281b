"""How moderation meets posts: found, reported, decided about, and told to their authors."""

import pytest
from django.contrib.auth.models import AnonymousUser

from messaging.threads import actions, cases, kinds
from messaging.threads.models import Post
from moderation import registry
from moderation.actions import decide, open_case, report
from moderation.queries import is_reported
from notifications.models import Notice
from notifications.registry import kind
from tests import make


@pytest.fixture
def post(community):
    return make.post(make.thread(community, title="Licences"), author=make.member(community))


def test_subject_is_the_post_as_it_is_now(post):
    found = registry.subject("post", str(post.pk))

    assert (found.title, found.text, found.language) == ("Licences", "Words of post 1.", "en")
    assert (found.author_id, found.scope) == (post.author_id, f"board:{post.thread.board_id}")
    assert found.url == f"/en/discussions/{post.thread_id}/1/#post-1"


def test_subject_of_an_officers_post_names_the_institution():
    office = make.institution()
    post = make.post(author=make.officer(office))

    assert registry.subject("post", str(post.pk)).institution_id == office.pk


@pytest.mark.parametrize("object_id", ["", "7", "x" * 100, "6e1f7c52-3f0b-4f55-9d3e-2b7a9a4c1d08"])
def test_subject_of_what_is_no_post_is_none(object_id):
    assert registry.subject("post", object_id) is None


def test_a_subject_has_one_name_only(post):
    assert registry.subject("post", str(post.pk).upper()) is None


@pytest.mark.parametrize(
    ("visibility", "expected"),
    [("public", (True, True)), ("request", (False, True)), ("hidden", (False, True))],
)
def test_a_post_is_reported_by_whoever_may_read_it(visibility, expected):
    community = make.community(visibility=visibility)
    post = make.post(make.thread(community))

    reports = [cases.can_report(who, str(post.pk)) for who in (AnonymousUser(), make.member(community))]

    assert tuple(reports) == expected


def test_what_no_longer_stands_is_not_reported(post):
    actions.remove_post(post, by=post.author, at=make.NOW)

    assert cases.can_report(make.user(), str(post.pk)) is False


def test_scopes_are_the_boards_that_somebody_tends(community):
    steward = make.member(community, role="steward")
    make.member(make.community(), steward)

    assert registry.scopes(steward) >= {f"board:{community.board_id}"}
    assert list(cases.scopes_of(steward)) == [f"board:{community.board_id}"]
    assert list(cases.scopes_of(AnonymousUser())) == []


def test_a_platform_moderator_hides_what_was_reported_and_puts_it_back(post):
    platform = make.moderator()
    before = is_reported("post", str(post.pk))
    case = report("post", str(post.pk), by=make.user(), reason="private", at=make.NOW)

    decide(case, by=platform, verdict="hide", reason="It gives\nan address.", at=make.NOW)
    post.refresh_from_db()
    hidden = (post.state, post.hidden_why)
    decide(case, by=platform, verdict="restore", reason="", at=make.NOW)

    post.refresh_from_db()
    assert (before, hidden, post.state) == (False, ("hidden", "It gives an address."), "stands")
    assert [(each.kind, each.path) for each in Notice.objects.filter(to=post.author).order_by("pk")] == [
        ("post.hidden", f"/moderation/cases/{case.pk}/decision/"),
        ("post.restored", f"/discussions/{post.thread_id}/1/"),
    ]


def test_keeping_a_post_changes_nothing(post):
    case = report("post", str(post.pk), by=make.user(), reason="spam", at=make.NOW)

    decide(case, by=make.moderator(), verdict="keep", reason="", at=make.NOW)

    assert Post.objects.get().state == "stands"


def test_a_removed_post_cannot_be_hidden(community, post):
    case = report("post", str(post.pk), by=make.user(), reason="spam", at=make.NOW)
    actions.remove_post(post, by=post.author, at=make.NOW)

    with pytest.raises(registry.CannotAct):
        decide(case, by=make.moderator(), verdict="hide", reason="Spam.", at=make.NOW)


def test_hiding_in_place_decides_an_open_case(community, post):
    steward = make.member(community, role="steward")
    case = report("post", str(post.pk), by=make.user(), reason="spam", at=make.NOW)

    cases.hide(post, by=steward, why="Spam.", at=make.NOW)

    case.refresh_from_db()
    assert (case.is_open, case.decisions.get().by) == (False, steward)


def test_restoring_what_was_hidden_without_a_case_works(community, post):
    steward = make.member(community, role="steward")
    actions.hide_post(post, by=steward, why="Mistake.", at=make.NOW)
    open_case("post", str(post.pk), subject_user_id=post.author_id, snapshot="", language="en", scope="")

    cases.restore(post, by=steward, at=make.NOW)

    assert Post.objects.get().state == "stands"


def test_notices_of_a_discussion_are_known_to_who_may_read_it(django_assert_num_queries):
    community = make.community(visibility="hidden")
    open_thread, closed = make.thread(), make.thread(community)
    inside, outside = make.member(community), make.user()
    facts = [{"thread": str(open_thread.pk)}, {"thread": str(closed.pk)}]

    with django_assert_num_queries(2):
        answers = [kinds.knows(person, facts) for person in (inside, outside)]

    assert answers == [[True, True], [True, False]]


def test_notices_say_what_happened():
    facts = {"title": "Licences", "why": "Spam.", "who": "Ana", "number": 3}

    assert [kind(name).says(facts) for name in ("post.reply", "post.hidden", "post.restored")] == [
        "Ana replied to your post in “Licences”.",
        "A moderator hid your post in “Licences”. The reason: Spam.",
        "Your post in “Licences” is shown again.",
    ]
