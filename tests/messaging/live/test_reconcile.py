"""What ends a right reaches an open socket within one round of reconcile, without a hint or a signal."""

import pytest
from asgiref.sync import async_to_sync
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import User
from messaging.live import queries
from messaging.live import reconcile as reconcile_module
from messaging.live.database import OneThread, use
from messaging.live.hub import Hub
from messaging.live.reconcile import check_people, check_topics, reconcile
from messaging.live.socket import Socket
from messaging.threads import actions, boards
from messaging.threads.models import Board
from tests import make
from tests.messaging.live.sessions import session_of
from tests.messaging.live.stage import Pipe, settle


def heard(pipe):
    """What a page was told after `ok`, but for how many read along."""
    return [frame["t"] for frame in pipe.frames[1:] if frame["t"] != "readers"]


class Scene:
    """A member with an open page on a discussion that only seats read, and another one who stays."""

    def __init__(self):
        self.person, self.other = make.user(), make.user()
        self.community = make.community(visibility="request", members=[self.person, self.other])
        self.board = self.community.board
        self.thread = make.thread(self.community, posts=1)

    def after(self, cause):
        """The frames and close code that the person gets when, after `cause`, somebody posts."""

        @async_to_sync
        async def whole():
            hub, goodbyes = Hub(), []

            async def send(message):
                goodbyes.append(message.get("code"))

            page = await self.page(hub, self.person, send)
            stays = await self.page(hub, self.other, send)
            await OneThread().run(cause)
            await OneThread().run(make.post, self.thread)
            await check_people(hub)
            await check_topics(hub)
            await settle(hub)
            return heard(page), goodbyes, heard(stays)

        with use(OneThread()):
            return whole()

    async def page(self, hub, person, send):
        pipe = Pipe()
        visitor = await OneThread().run(lambda: queries.visitor(session_of(person)))
        socket = Socket(send, visitor, "en", pipe)
        hub.enter(socket, None)
        await hub.join(socket, self.thread.topic, None)
        return pipe


CLOSED = ([], [4401], ["event"])
DENIED = (["denied"], [], ["event"])


def test_somebody_who_may_still_gets_the_post():
    scene = Scene()

    assert scene.after(lambda: None) == (["event"], [], ["event"])


def test_a_seat_taken_away_is_denied():
    scene = Scene()

    assert scene.after(lambda: boards.unseat(scene.board, scene.person)) == DENIED


def test_a_discussion_that_becomes_private_is_denied_to_those_without_a_seat():
    scene = Scene()
    boards.change_policy(scene.board, reads=Board.Reads.ALL, existence="known", institutions="none")
    boards.unseat(scene.board, scene.person)

    def close_the_door():
        boards.change_policy(scene.board, reads=Board.Reads.SEATS, existence="known", institutions="none")

    assert scene.after(close_the_door) == DENIED


@pytest.mark.parametrize("visitors", [1, 30])
def test_a_discussion_that_becomes_private_costs_few_queries_however_many_listen(visitors):
    scene = Scene()
    boards.change_policy(scene.board, reads=Board.Reads.ALL, existence="known", institutions="none")

    @async_to_sync
    async def whole():
        hub = Hub()
        pipes = [await scene.page(hub, make_user, None) for make_user in people]
        await OneThread().run(close)
        await check_topics(hub)
        return [pipe.frames[-1]["t"] for pipe in pipes]

    people = [make.user() for _ in range(visitors)]

    def close():
        boards.change_policy(scene.board, reads=Board.Reads.SEATS, existence="known", institutions="none")

    with use(Counting()) as database:
        assert whole() == ["denied"] * visitors
    assert database.asked.count("still_allowed") == 1


class Counting(OneThread):
    def __init__(self):
        self.asked = []

    async def run(self, ask, *args):
        self.asked.append(getattr(ask, "__name__", ""))
        return await super().run(ask, *args)


def _end_session(person):
    Session.objects.filter(session_key__in=[s.session_key for s in _sessions(person)]).delete()


def _sessions(person):
    return [s for s in Session.objects.all() if s.get_decoded().get("_auth_user_id") == str(person.pk)]


def _expire(person):
    keys = [s.session_key for s in _sessions(person)]
    Session.objects.filter(session_key__in=keys).update(expire_date=timezone.now())


def _new_password(person):
    person.set_password("a-password-that-is-new")
    person.save()


ENDINGS = {
    "log-out": _end_session,
    "session expired": _expire,
    "password changed": _new_password,
    "suspended": lambda person: accounts.suspend(
        person, by=make.moderator(), why="Spam.", until=None, at=timezone.now()
    ),
    "gone dark": lambda person: accounts.go_dark(person, at=timezone.now()),
    "erased": lambda person: User.objects.filter(pk=person.pk).update(erased_at=timezone.now()),
    "became an officer": lambda person: accounts.set_office(
        person, name="Office", slug="office", kind="government"
    ),
    "rights ended elsewhere": lambda person: User.objects.filter(pk=person.pk).update(epoch=5),
    "locked": lambda person: User.objects.filter(pk=person.pk).update(is_active=False),
}


@pytest.mark.parametrize("cause", ENDINGS)
def test_an_ending_closes_the_socket_before_the_next_post(cause):
    scene = Scene()

    assert scene.after(lambda: ENDINGS[cause](scene.person)) == CLOSED


def test_a_block_withholds_what_is_said_after_it():
    scene = Scene()

    @async_to_sync
    async def whole():
        hub = Hub()
        page = await scene.page(hub, scene.person, None)
        await OneThread().run(lambda: accounts.block(scene.other, whom=scene.person, at=make.NOW))
        await check_people(hub)
        await OneThread().run(lambda: make.post(scene.thread, author=scene.other, text="Secret words."))
        await check_topics(hub)
        await settle(hub)
        return page.frames[-1]

    with use(OneThread()):
        event = whole()

    assert (event["t"], event["seq"]) == ("event", 2)
    assert "Secret words." not in event["html"]
    assert scene.other.name not in event["html"]


def test_hidden_words_are_never_sent_again():
    scene = Scene()
    post = scene.thread.posts.get()
    moderator = make.member(scene.community, role="moderator")

    @async_to_sync
    async def whole():
        hub = Hub()
        page = await scene.page(hub, scene.person, None)
        await OneThread().run(
            lambda: actions.hide_post(post, by=moderator, why="Off topic.", at=timezone.now())
        )
        await check_topics(hub)
        await settle(hub)
        return page.frames[-1]

    with use(OneThread()):
        event = whole()

    assert event["kind"] == "post.hidden"
    assert post.text not in event["html"]
    assert "Off topic." in event["html"]


def test_reconcile_says_degraded_while_the_database_is_away_and_goes_on(monkeypatch):
    monkeypatch.setattr(reconcile_module, "PERIOD", 0.01)
    states = iter([True, True, False, False])

    async def away(hub):
        from django.db import OperationalError

        seen.append(hub.is_degraded)
        if next(states):
            raise OperationalError
        if len(seen) == 4:
            raise KeyboardInterrupt

    seen = []
    monkeypatch.setattr(reconcile_module, "check_people", away)

    with use(OneThread()), pytest.raises(KeyboardInterrupt):
        async_to_sync(reconcile)(Hub())

    assert seen == [False, True, True, False]
