"""The people of a journey: how they sign in, what they do over HTTP, what they are mailed."""

import base64
import email
import email.policy
import hmac
import json
import re
import struct
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import APIRequestContext, APIResponse, Page, expect

from tests.servers import wait_for

CODE = re.compile(r"(?m)^\s*([A-Z0-9]{3,4}-[A-Z0-9]{3,4}|[A-Z0-9]{6,8}|\d{6})\s*$")
TOKEN = re.compile(r'<meta name="csrf-token" content="(\w+)"')
PERIOD = 30


@dataclass(frozen=True)
class Person:
    """One person of the world."""

    role: str
    handle: str
    email: str
    password: str
    totp_secret: str | None
    institution: str | None

    def code(self) -> str:
        """The second factor of this moment."""
        key = base64.b32decode(self.totp_secret)
        digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // PERIOD), "sha1")
        at = digest[-1] & 15
        return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"

    def sign_in(self, page: Page, start: str = "/en/accounts/login/") -> None:
        """Through the pages: address, password and, where there is one, the second step."""
        page.goto(start)
        self.fill_in(page)

    def fill_in(self, page: Page) -> None:
        """The sign-in page, wherever it came up."""
        page.locator("input[name=login]").fill(self.email)
        page.locator("input[name=password]").fill(self.password)
        page.locator("input[name=password]").press("Enter")
        if self.totp_secret:
            page.locator("input[name=code]").fill(self.code())
            page.locator("input[name=code]").press("Enter")
        expect(page.locator("[data-bell]")).to_be_attached()


@dataclass(frozen=True)
class World:
    """The seeded world."""

    people: dict[str, Person]
    objects: list[dict]

    @classmethod
    def read(cls, path: Path) -> "World":
        told = json.loads(path.read_text())
        return cls({user["handle"]: Person(**user) for user in told["users"]}, told["objects"])

    def person(self, handle: str) -> Person:
        return self.people[handle]

    def first(self, kind: str, **like: str) -> dict:
        """The first object of a kind with these values."""
        return next(o for o in self.objects if o["kind"] == kind and like.items() <= o.items())


@dataclass
class Talk:
    """A discussion that a journey has started."""

    ident: str
    title: str

    def path(self, number: int | None = None, language: str = "en") -> str:
        address = f"/{language}/discussions/{self.ident}/"
        return f"{address}{number}/" if number else address

    @property
    def topic(self) -> str:
        return f"thread:{self.ident}"

    @property
    def api(self) -> str:
        return f"/api/v1/threads/{self.ident}"


@dataclass
class Member:
    """Somebody who acts from elsewhere, through the forms and the API of the site."""

    handle: str
    request: APIRequestContext

    @classmethod
    def at(cls, page: Page) -> "Member":
        """Whoever is signed in at this page."""
        return cls(page.locator("[data-bell]").get_attribute("data-me"), page.context.request)

    def submit(self, path: str, at: str = "", **fields: str) -> APIResponse:
        """Send a form; `at` is the page that holds it, by default the same address."""
        token = TOKEN.search(self.request.get(at or path).text())[1]
        answer = self.request.post(path, form={"csrfmiddlewaretoken": token, **fields})
        assert answer.ok, f"{path}: {answer.status}"
        return answer

    def start(self, community: str, title: str, text: str) -> Talk:
        """Start a discussion in a community."""
        page = self.request.get(f"/en/communities/{community}/").text()
        path = re.search(r'"(/en/discussions/new/\d+/)"', page)[1]
        key = str(uuid.uuid4())
        answer = self.submit(path, title=title, text=text, language="en", idempotency_key=key)
        return Talk(re.search(r"/discussions/([0-9a-f-]{36})/", answer.url)[1], title)

    def post(self, talk: Talk, text: str, *, language: str = "en", key: str = "") -> int:
        """Post over the API; returns the number."""
        token = TOKEN.search(self.request.get(talk.path()).text())[1]
        headers = {"X-CSRFToken": token, "Idempotency-Key": key or str(uuid.uuid4())}
        answer = self.request.post(
            f"{talk.api}/posts", headers=headers, data={"text": text, "language": language}
        )
        assert answer.ok, f"{answer.status}: {answer.text()}"
        return answer.json()["number"]

    def edit(self, talk: Talk, number: int, text: str) -> None:
        self.submit(f"{talk.path(number)}edit/", text=text, language="en")

    def remove(self, talk: Talk, number: int) -> None:
        self.submit(f"{talk.path(number)}remove/")

    def put_back(self, talk: Talk, number: int) -> None:
        self.submit(f"{talk.path(number)}back/", at=talk.path(number))

    def hide(self, talk: Talk, number: int, why: str) -> None:
        self.submit(f"{talk.path(number)}hide/", why=why)

    def close(self, talk: Talk, why: str) -> None:
        self.submit(f"{talk.path()}close/", why=why)

    def reopen(self, talk: Talk) -> None:
        self.submit(f"{talk.path()}reopen/", at=f"{talk.path()}close/")

    def posts(self, talk: Talk) -> list[dict]:
        """Everything posted there, as the database has it."""
        return self.request.get(f"{talk.api}/posts?limit=50").json()["posts"]


@dataclass(frozen=True)
class Mails:
    """The mails that the site has sent, as files."""

    folder: Path

    def to(self, address: str) -> list[email.message.EmailMessage]:
        """The mails to an address, oldest first."""
        paths = (
            sorted(self.folder.glob("*"), key=lambda path: path.stat().st_mtime_ns)
            if self.folder.is_dir()
            else []
        )
        found = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in paths]
        return [mail for mail in found if address in str(mail["To"])]

    def latest(self, address: str, *, after: int = 0) -> str:
        """The text of the newest mail to an address, once there are more than `after` of them."""
        wait_for(lambda: len(self.to(address)) > after, 40)
        return self.to(address)[-1].get_content()

    def code_for(self, address: str, *, after: int = 0) -> str:
        """The code in the newest mail to an address."""
        return CODE.search(self.latest(address, after=after))[1]
