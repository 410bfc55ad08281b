"""Each row of the table of retention: a second before its limit it is there, a second after it is gone (DP6)."""

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from accounts.models import ErasedAccount, Export, User
from accounts.sessions import SessionStore
from communities.groups.models import JoinRequest
from core.retention import purge
from institutions.models import Invitation
from messaging.threads.cases import restore
from messaging.threads.models import Post, PostRevision
from moderation.models import Case, Decision, Report
from moderation.registry import CannotAct
from notifications.actions import notify
from notifications.models import Mailbox, Notice
from tests import make

AT = make.NOW
SECOND = dt.timedelta(seconds=1)
ROWS = {}


def row(days: float, what: str):
    """A maker of what the table names, that gives back a question: is it still there?"""

    def keep(plant):
        ROWS[plant.__name__] = (dt.timedelta(days=days), what, plant)
        return plant

    return keep


def post_in(state: str, **given) -> Post:
    return make.post(state=state, state_at=AT, text="Zq words", hidden_why="Rude.", **given)


def says_it_still(post: Post):
    PostRevision.objects.create(post=post, text="Zq before", html="", language="en", written_at=AT)
    return lambda: (
        Post.objects.filter(pk=post.pk, text="Zq words", html__contains="Zq").exists()
        and PostRevision.objects.filter(post=post).exists()
    )


def case_about(post: Post, *, reported: bool) -> Case:
    case = Case.objects.create(kind="post", object_id=str(post.pk), state="decided", snapshot="Zq words")
    if reported:
        Report.objects.create(case=case, by=make.user(), reason="spam")
    return case


@row(30, "words of posts that do not stand")
def removed_post():
    return says_it_still(post_in("removed"))


@row(30, "words of posts that do not stand")
def hidden_post():
    return says_it_still(post_in("hidden"))


@row(180, "words of posts that do not stand")
def removed_post_that_was_reported():
    post = post_in("removed")
    case_about(post, reported=True)
    return says_it_still(post)


@row(180, "words of posts that do not stand")
def hidden_post_that_was_decided_about():
    post = post_in("hidden")
    case_about(post, reported=False)
    return says_it_still(post)


@row(180, "snapshots of cases")
def snapshot_of_a_decided_case():
    case = case_about(make.post(), reported=True)
    Decision.objects.create(case=case, by=make.user(), verdict="keep", at=AT - dt.timedelta(days=9))
    Decision.objects.create(case=case, by=make.user(), verdict="keep", at=AT)
    return Case.objects.filter(pk=case.pk, snapshot="Zq words").exists


@row(90, "earlier versions of posts")
def version_of_an_edited_post():
    post = make.post(edited_at=AT, created_at=AT - dt.timedelta(days=200))
    PostRevision.objects.create(post=post, text="a", html="", language="en", written_at=post.created_at)
    return PostRevision.objects.filter(post=post).exists


@row(90, "requests to join")
def declined_request():
    return join_request(state="declined", reason="Full.", decided_at=AT)


@row(90, "requests to join")
def waiting_request():
    return join_request(state="pending")


def join_request(**given):
    asked = JoinRequest.objects.create(community=make.community(), user=make.user(), answer="Zq", **given)
    JoinRequest.objects.filter(pk=asked.pk).update(created_at=AT)
    return JoinRequest.objects.filter(pk=asked.pk).exists


@row(14, "invitations")
def open_invitation():
    return invited(made_at=AT)


@row(14, "invitations")
def answered_invitation():
    return invited(made_at=AT - dt.timedelta(days=9), state="declined", answered_at=AT)


def invited(**given):
    office = make.institution()
    make.officer(office)
    return Invitation.objects.filter(pk=make.invitation(office, make.user(), **given).pk).exists


@row(90, "notices")
def notice():
    told = notify(make.user().pk, "post.reply", key="x", facts={"title": "A"}, path="/x/")
    Notice.objects.filter(pk=told.pk).update(created_at=AT)
    return Notice.objects.filter(pk=told.pk).exists


@row(90, "log-ins")
def log_in():
    """However much it is used: the session itself would last on."""
    session = SessionStore()
    session.set_expiry(make.LATER)
    session.create()
    used = UserSession.objects.create(user=make.user(), session_key=session.session_key, ip="0.0.0.0")
    UserSession.objects.filter(pk=used.pk).update(created_at=AT)
    return lambda: (
        Session.objects.filter(pk=session.session_key).exists()
        or UserSession.objects.filter(pk=used.pk).exists()
    )


@row(90, "evidence of institutions")
def evidence():
    asked = make.institution_request(state="refused", decided_by=make.user(), decided_at=AT, reason="No.")
    return lambda: type(asked).objects.get(pk=asked.pk).evidence != ""


@row(90, "vouches")
def vouch_that_came_to_nothing():
    asked = make.institution_request(
        state="refused", decided_by=make.user(), decided_at=AT, reason="No.", is_paperless=True
    )
    given = make.vouch(asked, state="given")
    return type(given).objects.filter(pk=given.pk).exists


@row(7, "unconfirmed accounts")
def unconfirmed_account():
    return User.objects.filter(pk=make.unverified(joined_at=AT).pk).exists


@row(1, "exports")
def export_that_nobody_took():
    asked = Export.objects.create(user=make.user(), language="en", asked_at=AT, made_at=AT)
    return Export.objects.filter(pk=asked.pk).exists


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.EXPORT_DIR = str(tmp_path)


@pytest.mark.parametrize("name", list(ROWS))
def test_it_is_kept_until_its_limit_and_no_longer(name):
    limit, what, plant = ROWS[name]
    is_there = plant()

    assert is_there()
    purge(at=AT + limit - SECOND)
    assert is_there()
    assert purge(at=AT + limit + SECOND)[what] >= 1
    assert not is_there()
    assert purge(at=AT + limit + SECOND)[what] == 0


def test_the_ledger_is_kept_for_400_whole_days():
    ErasedAccount.objects.create(digest="a" * 64, erased_on=AT.date())
    last = dt.datetime.combine(AT.date() + ErasedAccount.KEPT + dt.timedelta(days=1), dt.time(), dt.UTC)

    purge(at=last - SECOND)
    assert ErasedAccount.objects.exists()
    purge(at=last)
    assert not ErasedAccount.objects.exists()


# -- what stays ---------------------------------------------------------------------------------------------


def test_a_post_that_lost_its_words_keeps_its_place_and_is_not_shown_again():
    post = post_in("hidden")
    steward = make.member(post.thread.board.community, role="steward")
    purge(at=AT + dt.timedelta(days=31))

    restore(post, by=steward, at=make.LATER)

    post.refresh_from_db()
    assert (post.number, post.state, post.hidden_why, post.text) == (1, "hidden", "Rude.", "")


def test_a_decision_cannot_bring_back_words_that_are_gone():
    from messaging.threads.cases import act

    post = post_in("hidden")
    case = case_about(post, reported=True)
    purge(at=AT + dt.timedelta(days=181))

    with pytest.raises(CannotAct, match="no longer kept"):
        act(case, "restore", by=make.moderator(), reason="", at=make.LATER)


def test_posts_that_stand_keep_their_words():
    post = make.post(text="Zq words", created_at=AT - dt.timedelta(days=4000))

    purge(at=make.LATER)

    assert Post.objects.get(pk=post.pk).text == "Zq words"


def test_each_version_goes_by_when_it_was_replaced():
    post = make.post(edited_at=AT)
    for days in (300, 80):  # written so long ago, each replaced by the next
        written = AT - dt.timedelta(days=days)
        PostRevision.objects.create(post=post, text=f"{days}", html="", language="en", written_at=written)

    purge(at=AT + dt.timedelta(days=11))
    assert list(PostRevision.objects.values_list("text", flat=True)) == ["80"]
    post.refresh_from_db()
    assert post.edited_at == AT


def test_the_badge_follows_the_notices_that_go():
    person = make.user()
    for key in "ab":
        notify(person.pk, "post.reply", key=key, facts={"title": "A"}, path="/x/")
    Notice.objects.filter(key="a").update(created_at=AT - dt.timedelta(days=91))

    purge(at=AT)

    assert (Mailbox.objects.get(pk=person.pk).unread, Notice.objects.count()) == (1, 1)


def test_an_open_case_about_somebody_who_is_there_keeps_its_words():
    case = Case.objects.create(kind="post", object_id="x", snapshot="Zq", subject_user=make.user())
    Case.objects.filter(pk=case.pk).update(created_at=AT - dt.timedelta(days=400))

    purge(at=AT)

    assert Case.objects.get(pk=case.pk).snapshot == "Zq"
