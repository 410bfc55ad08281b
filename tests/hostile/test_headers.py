"""Every answer of every kind carries the headers that keep browsers on our side, and no cookie too many."""

import re

import pytest
from django.conf import settings
from django.test import Client

from config.url_map import routes
from tests.hostile.world import World, ask

pytestmark = pytest.mark.filterwarnings(
    "default::django.core.paginator.UnorderedObjectListWarning"
)  # Wagtail's
ROUTES = [route for route in routes() if route.surface not in ("static", "socket")]
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NEVER = ("Server", "X-Powered-By", "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials")
STRICT = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "base-uri": "'none'", "form-action": "'self'",
    "frame-ancestors": "'none'", "img-src": "'self' data:",
}  # fmt: skip
OFF = ("camera=()", "geolocation=()", "microphone=()", "payment=()", "usb=()")
LASTING = ("/static/", "/media/")
COOKIES = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "language", "messages"}


def missing(path: str, response) -> list[str]:
    """What the answer lacks, or has too much."""
    found = [f"{name}: {response.get(name)}" for name, value in ALWAYS.items() if response.get(name) != value]
    found += [name for name in NEVER if response.has_header(name)]
    found += [off for off in OFF if off not in response.get("Permissions-Policy", "")]
    policy = response.get("Content-Security-Policy", "")
    told = dict(part.strip().split(" ", 1) for part in policy.split(";") if " " in part.strip())
    if path.startswith("/cms/"):
        found += [] if told.get("default-src") == "'none'" and "frame-ancestors" in told else ["policy"]
    else:
        found += [f"{name} {told.get(name)}" for name, value in STRICT.items() if told.get(name) != value]
        found += ["unsafe"] if "unsafe" in policy or "*" in policy else []
        found += [] if response.get("X-Frame-Options") == "DENY" else ["framed"]
    if not path.startswith(LASTING) and "no-store" not in response.get("Cache-Control", ""):
        found.append(f"kept: {response.get('Cache-Control')}")
    return found


@pytest.mark.parametrize("who", ["visitor", "member", "officer", "administrator"])
def test_every_route_answers_with_all_headers(world, who):
    client, wrong = world.client(who), []

    for route in ROUTES:
        path = world.address(route)
        answer = ask(client, "GET", path)
        if lacks := missing(path, answer.response):
            wrong.append(f"{path} ({answer}): {lacks}")
        if not answer.is_calm:
            wrong.append(f"{path}: {answer}")

    assert wrong == []


def ways_to_fail(world: World) -> list[tuple[int, str, str, dict]]:
    """Status, method, path and what else is sent."""
    thread = f"/en/discussions/{world.thread.pk}/"
    return [
        (302, "GET", "/", {}),
        (400, "GET", "/en/", {"HTTP_HOST": "evil.example"}),
        (413, "POST", f"{thread}reply/", {"data": "text=" + "a" * 300_000}),
        (401, "GET", "/api/v1/me", {}),
        (403, "POST", f"{thread}reply/", {"fields": {"text": "Hello"}}),
        (404, "GET", "/en/never-was/", {}),
        (404, "GET", "/static/never-was.css", {}),
        (404, "GET", "/media/never-was.png", {}),
        (404, "GET", "/api/v1/never-was", {}),
        (405, "POST", "/en/opportunities/", {}),
        (405, "PUT", "/api/v1/me", {}),
        (422, "POST", "/en/accounts/login/", {"fields": {}}),
        (200, "GET", "/static/design/css/base.css", {}),
        (200, "GET", "/healthz", {}),
        (200, "GET", "/readyz", {}),
    ]


def test_every_kind_of_failure_answers_with_all_headers(world):
    visitor, wrong = world.client("visitor"), []
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)

    for status, method, path, more in ways_to_fail(world):
        client = strict if status == 403 else world.client("member") if "data" in more else visitor
        answer = ask(client, method, path, **more)
        if answer.status != status or (lacks := missing(path, answer.response)):
            wrong.append(f"{status} {method} {path}: {answer} {lacks if answer.status == status else ''}")

    assert wrong == []


def test_a_server_error_answers_with_all_headers(world, monkeypatch):
    monkeypatch.setattr("communities.opportunities.queries.open_opportunities", None)

    answer = ask(world.client("visitor"), "GET", "/en/opportunities/")

    assert answer.status == 500
    assert missing("/en/opportunities/", answer.response) == []


def test_cookies_are_few_and_kept_from_scripts_and_other_sites(world):
    set_by = {}

    for who in ("visitor", "member", "administrator"):
        for route in ROUTES:
            response = ask(world.client(who), "GET", world.address(route)).response
            set_by |= {name: (route.pattern, morsel) for name, morsel in response.cookies.items()}

    assert set(set_by) <= COOKIES
    for name, (pattern, morsel) in set_by.items():
        drawn = (bool(morsel["httponly"]), morsel["samesite"], morsel["path"], morsel["domain"])
        assert drawn == (True, "Lax", "/", ""), (name, pattern)


def test_no_page_has_scripts_styles_or_handlers_of_its_own(world):
    """What the policy would stop has not been written in the first place."""
    inline = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|<style|\sstyle=\"|\son\w+=\"")

    for who in ("visitor", "member", "moderator", "officer"):
        for route in ROUTES:
            if route.surface == "html":
                answer = ask(world.client(who), "GET", world.address(route))
                assert not inline.search(answer.text), (route.pattern, inline.search(answer.text))
