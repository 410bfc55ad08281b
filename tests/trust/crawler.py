"""Walks the whole site as one person: every route with everything there is, and every link that is met."""

import html
import re
import time
from collections.abc import Iterator
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit

from django.db import transaction
from django.test import Client

from accounts.log_ins import BEGAN, SEEN
from accounts.models import User
from config.url_map import Route, routes
from tests.trust.things import Things

TOKEN = re.compile(rb"zq[0-9a-f]{12}")
LINK = re.compile(r"""(?:href|src|action|data-[a-z-]+|content)="([^"]+)\"""")
ORIGIN = "http://testserver"
LEFT_OUT = re.compile(  # what ends the walk, and what has nothing of anybody
    r"^/(static/|i18n/|safety/quick-exit|[a-z]{2}/accounts/logout|cms/logout|[a-z]{2}/gallery|gallery"
    r"|(fr|es|ar)/|cms/(jsi18n|sprite|reports|.*(privacy|copy|move|delete|unpublish|lock)/))"
)
WAYS_BACK = {"next", "back", "reply", "quote"}  # the same page, with a way back or an empty form
MOST = 6000  # pages of one walk; more would be a walk in circles


class Walker:
    """One person's browser, and every token that it was ever sent.

    `seen`: token → the first address that sent it without having been asked for that very token. `found`: all,
    those too that were part of the address.
    """

    def __init__(self, person: User | None, things: Things) -> None:
        self.things = things
        self.client = Client(raise_request_exception=True)
        if person is not None:
            self._sign_in(person)
        self.seen: dict[str, str] = {}
        self.found: set[str] = set()
        self.visited: set[str] = set()

    def _sign_in(self, person: User) -> None:
        """Signed in, and proved a moment ago, so that every door opens that may."""
        self.client.force_login(person)
        session, now = self.client.session, int(time.time())
        session["account_authentication_methods"] = [{"method": "password", "at": now}]
        session["account_authentication_methods_user"] = str(person.pk)
        session[BEGAN] = session[SEEN] = now
        session.save()

    def walk(self) -> None:
        """Read everything that can be read, then send everything that can be sent, with nothing in it."""
        waiting = ["/", "/en/", "/cms/", *self.things.searches, *self._addresses("GET")]
        while waiting:
            address = waiting.pop()
            if address in self.visited or LEFT_OUT.search(address):
                continue
            self.visited.add(address)
            assert len(self.visited) < MOST, f"the walk does not end: {address}"
            waiting += self.read(address)
        for address in self._addresses("POST", few=True):
            if not LEFT_OUT.search(address):
                with transaction.atomic():  # whatever it does has not happened afterwards
                    self._look(address, self.client.post(address))
                    transaction.set_rollback(True)

    def read(self, address: str) -> Iterator[str]:
        """Note what one page says; yields the addresses it leads to."""
        response = self.client.get(address)
        body = self._look(address, response)
        if response.status_code in (301, 302, 303):
            yield from self._own(address, response["Location"])
        if "html" in response.headers.get("Content-Type", ""):
            for link in LINK.findall(body.decode()):
                yield from self._own(address, html.unescape(link))

    def _look(self, address: str, response) -> bytes:
        """Note every token in the answer, its headers and cookies too, but for those that were asked with."""
        assert response.status_code < 500, (response.status_code, address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        heads = "\n".join([*response.headers.values(), response.cookies.output()]).encode()
        for token in set(TOKEN.findall(body + heads)):
            self.found.add(token.decode())
            if token.decode() not in address:
                self.seen.setdefault(token.decode(), address)
        return body

    def _own(self, base: str, link: str) -> Iterator[str]:
        """The address of a link, if it leads to this site."""
        if not re.match(r"^(https?:|[/?.])", link):
            return
        whole = urldefrag(urljoin(ORIGIN + base, link)).url
        if whole.startswith(f"{ORIGIN}/"):
            parts = urlsplit(whole)
            asked = {name: value for name, value in parse_qsl(parts.query) if name not in WAYS_BACK}
            yield parts.path + (f"?{urlencode(asked)}" if asked else "")

    def _addresses(self, method: str, *, few: bool = False) -> Iterator[str]:
        for route in own_routes():
            if method in route.methods and (method == "GET" or "GET" not in route.methods):
                yield from self.things.addresses(route, few=few)


def own_routes() -> list[Route]:
    """Everything but Wagtail's admin, which is walked by its links, and what is no page of Django."""
    return [r for r in routes() if r.surface in ("html", "api", "utility", "file") and "^" not in r.pattern]
