"""How a verdict of the matrix is seen: in the answer, and in the rows of the database."""

import hashlib
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.urls import reverse

from core.access import SignInNeeded
from tests.matrix.scenes import Ask, Deed
from tests.matrix.world import World

OURS = (
    "accounts", "institutions", "notifications", "moderation", "threads", "profiles", "groups",
    "opportunities", "pages", "core", "uploads", "wagtailcore", "wagtailimages",
)  # fmt: skip
OK = {"GET": {200}, "POST": {200, 201, 204, 303}}
FROM = "/en/communities/"  # the page that held a form
CHANCE = re.compile(  # what differs between any two answers: tokens of forms, nonces
    rb'(name="csrfmiddlewaretoken" value="|nonce="|X-CSRFToken&quot;: &quot;|X-CSRFToken": ")[\w+/=-]+'
)
PASSING = {"X-Request-Id", "Date", "Set-Cookie"}
NONCE = re.compile(r"'nonce-[^']+'")


def fingerprint() -> str:
    """Every row of the rooms' tables, as one hash. Sessions come and go and are not looked at."""
    whole = hashlib.sha256()
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model._meta.app_label in OURS:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
                for row in sorted(map(repr, cursor.fetchall())):
                    whole.update(row.encode())
    return whole.hexdigest()


def send(world: World, ask: Ask, path: str = "") -> Any:
    """The answer of the site; `path` instead of the ask's own for its twin."""
    given: dict[str, Any] = {"HTTP_REFERER": f"http://testserver{FROM}", "REMOTE_ADDR": ask.address}
    if ask.headers:
        given["headers"] = ask.headers
    if ask.method == "GET":
        return world.client.get(path or ask.path, ask.data, **given)
    if ask.json:
        return world.client.post(path or ask.path, ask.data, content_type="application/json", **given)
    return world.client.post(path or ask.path, ask.data, **given)


def check(world: World, ask: Ask, verdict: str) -> None:
    """Send it, and insist on the verdict."""
    world.client  # noqa: B018 - signing in is no part of what is compared
    before = fingerprint()
    if verdict == "A":
        _allowed(world, ask)
        return
    response = send(world, ask)
    if ask.open_page:
        assert response.status_code == 200
        assert ask.found.encode() not in response.content
    elif ask.protected is not None and verdict != "L":
        assert response.status_code in (200, 303, 400, 403, 404, 422), response.status_code
    else:
        {"D": _denied, "H": _hidden, "L": _led_to_sign_in}[verdict](world, ask, response)
    if ask.effect is not None:
        assert not ask.effect()
    if ask.protected is None:
        assert fingerprint() == before
    else:
        assert not ask.protected()


def _allowed(world: World, ask: Ask) -> None:
    if ask.effect is not None:
        assert not ask.effect(), "the deed was done before it was asked for"
    response = send(world, ask)
    assert response.status_code in {*OK[ask.method], ask.done_by}, (response.status_code, ask.path)
    if ask.found:
        assert ask.found.encode() in body(response)
    if ask.effect is not None:
        assert ask.effect(), "allowed, and nothing happened"


def _denied(world: World, ask: Ask, response: Any) -> None:
    assert response.status_code == ask.denied_by
    if ask.found:
        assert ask.found.encode() not in response.content


def _hidden(world: World, ask: Ask, response: Any) -> None:
    never = send(world, ask, ask.twin)
    assert ask.twin, "a hidden thing is compared with one that never existed"
    assert response.status_code == 404
    assert plain(response) == plain(never)


def _led_to_sign_in(world: World, ask: Ask, response: Any) -> None:
    if ask.path.startswith("/api/"):
        assert response.status_code == 401
        return
    assert response.status_code == 302
    to = urlsplit(response["Location"])
    assert to.path == reverse("account_login")
    assert parse_qs(to.query)["next"] == [ask.path if ask.method == "GET" else FROM]


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def plain(response: Any) -> tuple:
    """Status, headers and body without what chance puts into every answer."""
    headers = {n: NONCE.sub("", value) for n, value in response.headers.items() if n not in PASSING}
    return response.status_code, headers, sorted(response.cookies), CHANCE.sub(rb"\1", response.content)


def check_deed(world: World, deed: Deed, verdict: str) -> None:
    """An action without a page: its refusals are those that pages turn into answers."""
    refusals: dict[str, type[Exception]] = {"D": PermissionDenied, "H": Http404, "L": SignInNeeded}
    world.viewer  # noqa: B018 - made before the rows are looked at
    before = fingerprint()
    assert not deed.effect()
    if verdict == "A":
        deed.act()
        assert deed.effect()
        return
    try:
        deed.act()
    except refusals[verdict]:
        assert fingerprint() == before
    else:
        raise AssertionError("the action was not refused")
