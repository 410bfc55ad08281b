"""One of everything, and a person for each of the ten roles; made when a scene first asks for it."""

import time
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone

from accounts.log_ins import BEGAN, SEEN
from communities.groups.models import Community
from messaging.threads.models import Post, Thread
from moderation import actions as moderation
from tests import make

WITHOUT_SEAT = ("AN", "PM", "ED", "AD")  # role powers never imply membership (trust.md section 3, rule 1)
WORDS = "Words about a shuttle."

HANDLERS = {strict: ClientHandler(enforce_csrf_checks=strict) for strict in (False, True)}


def browser(*, strict: bool = False) -> Client:
    """A browser before a site whose middleware is loaded once, not once for each of two thousand browsers."""
    client = Client(enforce_csrf_checks=strict)
    client.handler = HANDLERS[strict]
    return client


class World:
    """A small world seen by one role. In its communities CM moderates and CO is a steward.

    `mine`: the object of the scene is the viewer's own. `runs_here` False: CM and CO have their role in
    another community, and are ordinary members of this one.
    """

    def __init__(self, role: str, *, mine: bool = False, runs_here: bool = True) -> None:
        self.role, self.mine, self.runs_here = role, mine, runs_here

    @cached_property
    def viewer(self):
        """The account of the role; AnonymousUser for AN."""
        makers = {
            "AN": AnonymousUser,
            "UN": make.unverified,
            "ME": make.user,
            "CM": make.user,
            "CO": make.user,
            "PM": make.moderator,
            "ED": make.editor,
            "GO": lambda: make.officer(self.office),
            "SU": make.suspended,
            "AD": make.administrator,
        }
        person = makers[self.role]()
        if self.role in ("CM", "CO") and not self.runs_here:
            make.member(make.community(), person, role=self._office_in_communities())
        return person

    @cached_property
    def client(self) -> Client:
        """A browser signed in as the role, by force: standing is the policy's to check, not the door's. It
        proved who it is a moment ago, so that nobody is asked again."""
        client = browser()
        if self.role != "AN":
            client.force_login(self.viewer)
            session = client.session
            now = int(time.time())
            session["account_authentication_methods"] = [{"method": "password", "at": now}]
            session["account_authentication_methods_user"] = str(self.viewer.pk)
            session[BEGAN] = session[SEEN] = now  # so that no request of the scene has to note it
            session.save()
        return client

    @cached_property
    def office(self):
        return make.institution(name="Own Office", slug="own-office")

    @cached_property
    def other_office(self):
        return make.institution(name="Other Office", slug="other-office")

    @cached_property
    def author(self):
        """A member who is none of the ten."""
        return make.user(name="Aurelia Author", handle="aurelia", email="aurelia@example.net")

    def community(
        self, visibility: str, *, belongs: bool = False, institutions: str = "none", **given
    ) -> Community:
        """A community where CM and CO do their work. `belongs`: so do the others whom a seat makes no
        difference to their role."""
        facts = {"name": "Loom Street", "slug": "loom-street", "stewards": [make.user()]} | given
        people = [self.author, self.reporter]
        made = make.community(visibility=visibility, institutions=institutions, members=people, **facts)
        if self.role in ("CM", "CO") and self.runs_here:
            make.member(made, self.viewer, role=self._office_in_communities())
        elif belongs and self.role not in WITHOUT_SEAT:
            make.member(made, self.viewer)
        return made

    def home(self, visibility: str = "request", **given) -> Community:
        """A community that the viewer belongs to, if their role can."""
        return self.community(visibility, belongs=True, **given)

    def thread(self, on: Community, **given) -> Thread:
        """A discussion with one post of somebody else's."""
        thread = make.thread(on, author=self.author, title="Whose shuttle is this", **given)
        self.post(thread)
        return thread

    def post(self, on: Thread, **given) -> Post:
        """Somebody else's post, just now."""
        facts = {"author": self.author, "text": WORDS, "created_at": timezone.now()} | given
        return make.post(on, **facts)

    def whose_post(self, on: Community, **given) -> Post:
        """A post of the viewer's own or of somebody else's, as the scene is played."""
        if not self.mine or self.role == "AN":
            return self.post(make.thread(on), **given)
        if not on.memberships.filter(user=self.viewer).exists():
            make.member(on, self.viewer)
        return self.post(make.thread(on), author=self.viewer, **given)

    def report(self, kind: str, ident: object):
        return moderation.report(
            kind, str(ident), by=self.reporter, reason="spam", note="", at=timezone.now()
        )

    @cached_property
    def reporter(self):
        return make.user(name="Rafiq Reporter", handle="rafiq-reporter")

    def _office_in_communities(self) -> str:
        return "moderator" if self.role == "CM" else "steward"
