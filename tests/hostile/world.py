"""One of everything, somebody of every kind, and what they send."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from accounts import consents, exports
from accounts.log_ins import BEGAN, SEEN
from accounts.models import Block, Consent, Export
from communities.groups.models import JoinRequest
from config.url_map import Route
from messaging.threads import cases
from moderation import actions as moderation
from moderation.models import Case
from notifications.actions import notify, stop_token
from tests import make
from tests.hostile.values import encoded

FORM = "application/x-www-form-urlencoded"
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
PASSWORD = "mango river lantern 42"
HIDDEN = "zqhiddenword"  # stands in everything that nobody here but its owners may know of
NOBODYS = {  # tables whose rows come and go with requests, and whose empty rows are made to be locked
    "django_session",
    "usersessions_usersession",
    "notifications_mailbox",
}
WRITE = re.compile(r'^(?:INSERT (?:OR IGNORE )?INTO|UPDATE|DELETE FROM) ["`]?(\w+)')
SLOW = 2  # seconds of work that no request may take


class World:
    """Its people by role: visitor, unverified, suspended, stranger, member, steward, officer, moderator,
    editor, administrator. The member and the steward belong to `home`, nobody to the hidden community."""

    def __init__(self) -> None:
        self.office = make.institution(country="FR")
        self.people = {
            "visitor": None,
            "unverified": make.unverified(),
            "suspended": make.suspended(),
            "stranger": make.user(),
            "member": make.user(password=PASSWORD),
            "steward": make.user(),
            "officer": make.officer(self.office),
            "moderator": make.moderator(),
            "editor": make.editor(),
            "administrator": make.administrator(),
        }
        self._clients: dict[str, Client] = {}
        self._institutions()
        member, steward = self.people["member"], self.people["steward"]
        reporter = make.user()
        self.home = make.community(
            visibility="request", question="Who are you?", members=[member], stewards=[steward, reporter]
        )
        self.seat = self.home.memberships.get(user=member)
        self.thread = make.thread(self.home)
        self.own = self._post(author=member)
        self.post = self._post()
        self.asked = JoinRequest.objects.create(community=self.home, user=make.user(), answer="A weaver.")
        self.opportunity = make.opportunity(office=make.institution(), title="An exchange")
        self.draft = make.opportunity(author=self.people["officer"], office=self.office, state="draft")
        self.open_thread = make.thread(make.community(), posts=1)
        self.case = moderation.report(
            "post", str(self.post.pk), by=reporter, reason="spam", note="", at=timezone.now()
        )
        notify(member.pk, "post.reply", key="1", facts={"thread": str(self.thread.pk), "title": "A title"},
               path=f"/discussions/{self.thread.pk}/2/", about_id=steward.pk)  # fmt: skip
        make.profile(steward, about=HIDDEN, about_audience="only_me", full_name=HIDDEN)
        secret = make.community(visibility="hidden", name=HIDDEN, slug=HIDDEN, purpose=HIDDEN)
        self.secret = make.post(make.thread(secret, title=HIDDEN), text=HIDDEN, author=make.user(name=HIDDEN))

    def _institutions(self) -> None:
        """Requests, an invitation, a colleague of the officer, and an owner whose verification ends soon."""
        lapsing = make.institution(expires_at=timezone.now() + timedelta(days=3))
        self.people["owner"] = make.officer(lapsing)
        self.people["new officer"] = make.officer(self.office, office_terms_at=None)
        self.people["alone"] = make.officer()
        self.lapsing = lapsing
        self.colleague = make.officer(self.office, role="reader").mandates.get()
        self.invitation = make.invitation(self.office, self.people["stranger"], made_at=timezone.now())
        self.named = make.institution_request(state="requested", second=self.people["member"])
        self.asked_at_desk = make.institution_request(asker=self.people["stranger"])
        self.vouch = make.vouch(voucher=self.office)
        self.given_vouch = make.vouch(voucher=self.office, state="given")

    def _post(self, **given: Any) -> Any:
        return make.post(self.thread, created_at=timezone.now(), **given)

    @cached_property
    def verdict(self) -> Case:
        """A decision against the member's post, to be appealed."""
        hidden = self._post(author=self.people["member"])
        cases.hide(hidden, by=self.people["moderator"], why="A reason.", at=timezone.now())
        return Case.objects.get(kind="post", object_id=str(hidden.pk))

    @cached_property
    def export(self) -> Export:
        """A copy of the member's data that waits for them."""
        asked = exports.ask(self.people["member"], language="en", at=timezone.now())
        exports.make(str(asked.pk), at=timezone.now())
        return asked

    @cached_property
    def consent(self) -> Consent:
        """The member agreed to be named to everyone."""
        consents.give_name(self.people["member"], language="en", at=timezone.now())
        return Consent.objects.get(user=self.people["member"])

    @cached_property
    def blocked(self) -> Block:
        """The steward, whose page addresses lead to, does not want to meet the moderator."""
        return Block.objects.create(by=self.home.created_by, whom=self.people["moderator"])

    def client(self, who: str) -> Client:
        """A browser of somebody who proved a moment ago who they are; exceptions become answers of 500."""
        if who not in self._clients:
            client = self._clients[who] = Client(raise_request_exception=False)
            if self.people[who]:
                client.force_login(self.people[who])
                session, now = client.session, int(time.time())
                proof = {"method": "password", "at": now, "reauthenticated": True}
                session["account_authentication_methods"] = [proof]
                session["account_authentication_methods_user"] = str(self.people[who].pk)
                session[BEGAN] = session[SEEN] = now
                session.save()
        return self._clients[who]

    def words(self, name: str) -> dict[str, Any]:
        """What stands for the placeholders of a route: the same word means another thing in another room."""
        room = name.split(":")[0]
        known = {
            "language": "en", "uuid": self.thread.pk, "ident": self.thread.pk, "number": self.own.number,
            "board": self.home.board_id, "handle": self.home.created_by.handle, "kind": "post",
            "object_id": self.post.pk, "token": "no-such-token", "path": "css/base.css", "slug": self.home.slug,
            "pk": 1, "page_id": 3, "parent_page_id": 3, "page_to_move_id": 3,
        }  # fmt: skip
        rooms = {
            "communities": {"pk": self.seat.pk},
            "opportunities": {"slug": self.opportunity.slug},
            "moderation": {"pk": self.case.pk},
            "pages": {"kind": "thread"},
            "institutions": {"slug": self.office.slug, "pk": self.named.pk},
            "profile": {"slug": self.office.slug},
            "people": {"slug": self.office.slug, "who": "member"},
            "desk": {"pk": self.asked_at_desk.pk},
        }
        doors = {
            "communities:admit": {"pk": self.asked.pk},
            "communities:decline": {"pk": self.asked.pk},
            "discussions:read": {"uuid": self.open_thread.pk},
            "discussions:hide": {"number": self.post.number},
            "institutions:withdraw": {"pk": self.asked_at_desk.pk},
            "institutions:accept": {"pk": self.invitation.pk},
            "institutions:decline-invitation": {"pk": self.invitation.pk},
            "institutions:person": {"slug": self.office.slug, "pk": self.colleague.pk},
            "institutions:end": {"slug": self.office.slug, "pk": self.colleague.pk},
            "institutions:withdraw-invitation": {"slug": self.office.slug, "pk": self.invitation.pk},
            "institutions:vouch": {"slug": self.office.slug, "pk": self.vouch.pk},
            "institutions:decline-vouch": {"slug": self.office.slug, "pk": self.vouch.pk},
            "institutions:withdraw-vouch": {"slug": self.office.slug, "pk": self.given_vouch.pk},
            "institutions:renew": {"slug": self.lapsing.slug},
            "opportunities:edit": {"slug": self.draft.slug},
            "opportunities:submit": {"slug": self.draft.slug},
            "pages:feature": {"ident": self.open_thread.pk},
            "switch-language": {"language": "fr"},
        }
        if name == "settings:take-export":
            return known | {"ident": self.export.pk}
        if name == "settings:withdraw":
            return known | {"pk": self.consent.pk}
        if name == "moderation:decision":
            return known | {"pk": self.verdict.pk}
        if name == "notifications:stop":
            return known | {"token": stop_token(self.people["member"].pk)}
        return known | rooms.get(room, {}) | doors.get(name, {})

    def address(self, route: Route, **changed: str) -> str:
        """Where the route leads here; `changed` words are put in as they are."""
        words = self.words(route.name) | changed
        plain = re.sub(r"[\^$]|\\.", "", route.pattern)
        return "/" + PLACE.sub(lambda place: str(words.get(place[1], "1")), plain)


class Answer:
    """The answer to a request, what it cost, and which of the rooms' tables it wrote to."""

    def __init__(self, response: Any, seconds: float, writes: list[str]) -> None:
        self.response, self.seconds, self.writes = response, seconds, writes
        self.status = response.status_code

    @cached_property
    def body(self) -> bytes:
        stream = self.response.streaming
        return b"".join(self.response.streaming_content) if stream else self.response.content

    @cached_property
    def text(self) -> str:
        return self.body.decode()

    @property
    def is_calm(self) -> bool:
        return self.status < 500 and self.seconds < SLOW

    def __repr__(self) -> str:
        error = getattr(self.response, "exc_info", None)
        return f"{self.status} in {self.seconds:.1f} s{f', {error[0].__name__}: {error[1]}' if error else ''}"


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(client: Client, method: str, path: str, fields: dict | None = None, **given: Any) -> Answer:
    """Send it, and forget the cookies and the used-up limits that it brought."""
    writes: list[str] = []

    def watch(execute, sql, params, many, context):
        if found := WRITE.match(sql):
            writes.append(found[1])
        return execute(sql, params, many, context)

    cookies = client.cookies.copy()
    data = given.pop("data", "" if fields is None else encoded(fields))
    cache.clear()
    with connection.execute_wrapper(watch):
        began = time.thread_time()
        response = client.generic(method, path, data, given.pop("content_type", FORM), **given)
        answer = Answer(response, time.thread_time() - began, [t for t in writes if t not in NOBODYS])
    client.cookies = cookies
    return answer
