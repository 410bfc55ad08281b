"""Who may read, write and tend, tried on every kind of person; the twins agree."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from messaging.threads import permissions
from messaging.threads.models import Board, ReadMark, Thread
from tests import make

PEOPLE = {
    "AN": AnonymousUser,
    "UN": make.unverified,
    "stranger": make.user,
    "PM": make.moderator,
    "ED": make.editor,
    "AD": make.administrator,
    "GO": make.officer,
}
SEATED = {"ME": "member", "CM": "moderator", "CO": "steward"}
KINDS = [*PEOPLE, *SEATED, "seated GO", "seated SU", "seated UN"]


def person_of(kind, community):
    if kind in PEOPLE:
        return PEOPLE[kind]()
    if kind in SEATED:
        return make.member(community, role=SEATED[kind])
    made = {"seated GO": make.officer, "seated SU": make.suspended, "seated UN": make.unverified}[kind]
    return make.member(community, made())


def where(kinds):
    return {kind: kind in kinds for kind in KINDS}


ALL, TENDING = set(KINDS), {"CM", "CO"}
SEATS = {"ME"} | TENDING
READERS = {  # visibility, institutions → who knows, who reads, who writes
    ("public", "none"): (ALL, ALL, SEATS),
    ("public", "read"): (ALL, ALL, SEATS),
    ("public", "write"): (ALL, ALL, SEATS | {"seated GO"}),
    ("request", "none"): (ALL, SEATS, SEATS),
    ("request", "read"): (ALL, SEATS | {"seated GO"}, SEATS),
    ("request", "write"): (ALL, SEATS | {"seated GO"}, SEATS | {"seated GO"}),
    ("invite", "none"): (SEATS, SEATS, SEATS),
    ("hidden", "none"): (SEATS, SEATS, SEATS),
    ("hidden", "read"): (SEATS | {"seated GO"}, SEATS | {"seated GO"}, SEATS),
}


@pytest.mark.parametrize(("policy", "expected"), READERS.items(), ids=["-".join(key) for key in READERS])
def test_who_may_know_read_and_write(policy, expected):
    visibility, institutions = policy
    community = make.community(visibility=visibility, institutions=institutions)
    thread = make.thread(community)
    cast = {kind: person_of(kind, community) for kind in KINDS}

    knows = {kind: permissions.can_see(person, thread) for kind, person in cast.items()}
    reads = {kind: permissions.can_read(person, thread) for kind, person in cast.items()}
    writes = {kind: permissions.can_post(person, thread) for kind, person in cast.items()}
    starts = {kind: permissions.can_start(person, thread.board) for kind, person in cast.items()}

    assert (knows, reads) == (where(expected[0]), where(expected[1]))
    assert writes == starts == where(expected[2])


@pytest.mark.parametrize("policy", READERS, ids=["-".join(key) for key in READERS])
def test_the_twins_agree_with_the_predicates(policy):
    visibility, institutions = policy
    community = make.community(visibility=visibility, institutions=institutions)
    thread = make.thread(community)

    for kind in KINDS:
        person = person_of(kind, community)

        knows = permissions.can_see(person, thread)
        reads = permissions.can_read(person, thread)
        assert Thread.objects.visible_to(person).contains(thread) is knows, kind
        assert Board.objects.visible_to(person).contains(thread.board) is knows, kind
        assert Thread.objects.readable_by(person).contains(thread) is reads, kind
        assert Board.objects.readable_by(person).contains(thread.board) is reads, kind


def test_an_officer_without_second_factor_has_no_seat_that_counts():
    community = make.community(visibility="request", institutions="write")
    officer = make.member(community, make.officer())
    officer.second_factor_since = None

    assert permissions.role_at(officer, community.board) == ""
    assert permissions.can_read(officer, make.thread(community)) is False


def test_only_those_who_tend_it_post_in_a_closed_discussion():
    community = make.community(institutions="write")
    thread = make.thread(community, closed_at=make.NOW, closed_by=make.user(), closed_why="Answered.")

    writes = {kind: permissions.can_post(person_of(kind, community), thread) for kind in KINDS}
    closes = {kind: permissions.can_close(person_of(kind, community), thread) for kind in KINDS}

    assert writes == closes == where(TENDING)


@pytest.mark.parametrize("role", ["member", "moderator", "steward"])
def test_nobody_edits_the_words_of_somebody_else(role):
    community = make.community()
    post = make.post(make.thread(community))

    assert permissions.can_edit(make.member(community, role=role), post, at=make.NOW) is False
    assert permissions.can_edit(make.moderator(), post, at=make.NOW) is False


def test_own_words_are_edited_for_24_hours():
    community = make.community()
    author = make.member(community)
    post = make.post(make.thread(community), author=author)
    day = dt.timedelta(hours=24)

    assert permissions.can_edit(author, post, at=make.NOW + day) is True
    assert permissions.can_edit(author, post, at=make.NOW + day + dt.timedelta(seconds=1)) is False


def test_own_words_are_removed_even_without_a_seat_but_not_put_back():
    post = make.post(make.thread())

    assert permissions.can_remove(post.author, post) is True
    assert permissions.can_remove(make.user(), post) is False
    post.state, post.state_at = "removed", make.NOW
    assert permissions.can_put_back(post.author, post, at=make.NOW) is False


@pytest.mark.parametrize("reported", [True, False])
def test_who_hides_a_post(reported):
    community = make.community()
    post = make.post(make.thread(community))

    hides = {kind: permissions.can_hide(person_of(kind, community), post, reported) for kind in KINDS}

    assert hides == where(TENDING | ({"PM"} if reported else set()))


def test_nobody_hides_or_restores_their_own_post():
    community = make.community()
    steward = make.member(community, role="steward")
    post = make.post(make.thread(community), author=steward)

    assert permissions.can_hide(steward, post) is False


@pytest.mark.parametrize("reported", [True, False])
def test_who_reads_hidden_words_and_earlier_versions(reported):
    community = make.community(institutions="write")
    author, office = make.member(community), make.member(community, make.officer())
    thread = make.thread(community)
    post, theirs = make.post(thread, author=author), make.post(thread, author=office)

    reads = {kind: permissions.can_read_hidden(person_of(kind, community), post, reported) for kind in KINDS}
    looks_back = {
        kind: permissions.can_see_history(person_of(kind, community), post, reported) for kind in KINDS
    }

    assert reads == looks_back == where(TENDING | ({"PM"} if reported else set()))
    assert permissions.can_read_hidden(author, post, reported) is True
    assert permissions.can_see_history(author, post, reported) is True
    assert permissions.can_read_hidden(office, theirs, reported) is False


def test_a_suspended_author_reads_their_hidden_words_and_changes_nothing():
    author = make.suspended()
    post = make.post(author=author)

    assert permissions.can_read_hidden(author, post) is True
    assert permissions.can_see_history(author, post) is False
    assert permissions.can_remove(author, post) is False


def test_a_read_mark_is_nobody_elses_business():
    thread = make.thread(posts=1)
    mark = ReadMark(user=make.user(), thread=thread, number=1, at=make.NOW)

    assert permissions.can_see_read_mark(mark.user, mark) is True
    assert not any(permissions.can_see_read_mark(PEOPLE[kind](), mark) for kind in PEOPLE)
