"""Every address with words nobody means, in the path, in the query, with every method: below 500, nothing learned."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.url_map import routes
from tests.hostile.values import OTHERS, SHORT, quoted
from tests.hostile.world import HIDDEN, PLACE, ask, undone

OURS = [route for route in routes() if route.surface not in ("static", "socket", "cms")]
PAGES = [route for route in OURS if route.surface == "html" and "GET" in route.methods and route.name]
ASKED = {  # what a page reads from its address
    "communities:list": ("q", "ties", "lives", "language", "page"),
    "communities:community": ("before",),
    "communities:members": ("order", "page"),
    "communities:manage": ("page",),
    "discussions:thread": ("from", "reply", "quote"),
    "opportunities:list": ("kind", "language", "institution", "sort", "remote", "closed", "page"),
    "opportunities:mine": ("page",),
    "desk:institutions": ("show", "page"),
    "institutions:list": ("page",),
    "profile:openings": ("page",),
    "people:index": ("q", "kind", "lives", "ties", "language", "skill", "available", "after"),
    "notifications:list": ("show", "before"),
    "moderation:queue": ("show", "kind", "after"),
    "pages:feature": ("back",),
    "account_login": ("next",),
    "switch-language": ("next",),
    "api:posts": ("after", "limit", "lang"),
    "api:events": ("after",),
}
BY_NAME = {route.name: route for route in OURS}
WHO = {
    "communities": "steward", "moderation": "moderator", "desk": "moderator", "pages": "moderator", "opportunities": "officer",
    "account_login": "visitor", "switch-language": "visitor",
}  # fmt: skip
ODD = [each for each in SHORT if each in OTHERS]
IN_A_PATH = [
    "%00", "a%00b", "%ED%A0%80", "%FF%FE", "%E2%80%AEa", "..%2f..%2f", "%2e%2e", "x" * 9000, "0", "-1", "1e3", "%D9%A3",
    "9" * 5000, "9223372036854775808", "4294967296", "00000000-0000-0000-0000-000000000000", "nan", "%F0%9F%91%A9",
    "00000000-0000-0000-0000-00000000000g", "a%0d%0aSet-Cookie:%20a=b", "%5c%5cevil.example", "%22%3E%3Cb%3E",
]  # fmt: skip


def _wrong(answer, allowed=range(200, 500)) -> bool:
    return not answer.is_calm or answer.status not in allowed or HIDDEN.encode() in answer.body


@pytest.mark.parametrize("who", ["visitor", "member", "administrator"])
def test_every_page_answers_at_its_own_address(world, who):
    wrong = []

    for route in PAGES:
        answer = ask(world.client(who), "GET", world.address(route))
        if _wrong(answer):
            wrong.append(f"{route.pattern}: {answer}")

    assert wrong == []


@pytest.mark.parametrize("who", ["visitor", "moderator"])
def test_no_word_in_a_path_breaks_an_address(world, who):
    """Each placeholder in turn; what the word does not name is not there."""
    client, wrong = world.client(who), []

    for route in OURS:
        method = "GET" if "GET" in route.methods else "POST"
        for name in PLACE.findall(route.pattern):
            for word in IN_A_PATH if name != "language" else IN_A_PATH[:3]:
                answer = ask(client, method, world.address(route, **{name: word}))
                if _wrong(answer, allowed=(301, 302, 303, 400, 401, 403, 404, 405, 422)) or answer.writes:
                    wrong.append(f"{method} {route.pattern} {name}={word[:40]}: {answer} {answer.writes}")

    assert wrong == []


@pytest.mark.parametrize("name", ASKED)
def test_no_query_breaks_a_page(world, name):
    client, wrong = world.client(WHO.get(name, WHO.get(name.split(":")[0], "member"))), []
    address = world.address(BY_NAME[name])

    for field in ASKED[name]:
        for value in SHORT if field in ("q", "before", "next") else ODD:
            answer = ask(
                client, "GET", f"{address}?{field}={quoted(value.value)}&{field}={quoted(value.value)}"
            )
            if _wrong(answer):
                wrong.append(f"{field}={value}: {answer}")

    assert wrong == []


@pytest.mark.parametrize(
    "name", ["communities:community", "moderation:queue", "notifications:list", "api:posts"]
)
def test_no_cursor_breaks_a_page(world, name):
    client = world.client(WHO.get(name.split(":")[0], "member"))
    address, field = world.address(BY_NAME[name]), ASKED[name][-1] if name != "api:posts" else "after"
    numbers = st.integers().map(str) | st.floats().map(str)
    moments = st.datetimes().map(lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}")
    cursors = st.text() | numbers | st.builds("{}~{}".format, moments, st.uuids() | st.text(max_size=5))

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(cursor=cursors)
    def goes_on(cursor):
        assert not _wrong(ask(client, "GET", f"{address}?{field}={quoted(cursor)}"))

    goes_on()


def test_no_other_method_changes_anything(world):
    wrong = []

    for route in OURS:
        client = world.client("administrator")
        for method in ("OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "QUERY"):
            with undone():
                answer = ask(client, method, world.address(route), {"name": "x"})
            if _wrong(answer) or answer.writes:
                wrong.append(f"{method} {route.pattern}: {answer} {answer.writes}")
        if "GET" not in route.methods:
            answer = ask(client, "HEAD", world.address(route))
            if answer.status != 405:
                wrong.append(f"HEAD {route.pattern}: {answer}")

    assert wrong == []


def test_head_answers_as_get_without_a_body(world):
    for name in ("communities:list", "discussions:thread", "opportunities:opportunity", "people:person"):
        address = world.address(BY_NAME[name])

        asked, headed = (ask(world.client("member"), method, address) for method in ("GET", "HEAD"))

        assert (headed.status, headed.body) == (asked.status, b"")


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/", "//evil.example/en/communities", "/en//communities/", "/en/communities//", "/%2f/evil.example/",
        "/en/./communities/", "/en/../cms/", "/en/communities/../../cms/", "/EN/", "/xx/", "/en/%00", "/\\evil.example",
        "/en/communities;/", "/en/" + "a/" * 3000, "/static/../manage.py", "/static/%2e%2e/manage.py",
        "/static/%00", "/static/css/%ff", "/media/images/../../db.sqlite3", "/media/images/%2e%2e/%2e%2e/db.sqlite3",
        "/media/images/%00", "/media/images/", "/api/", "/api/v1/threads/%00/posts", "/api/v2/me", "/%ff", "/%ED%A0%80/",
        "/cms/%00/", "/cms/failwhale/", "/_util/login/", "/en/_util/login/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("who", ["visitor", "administrator"])
def test_strange_paths_lead_nowhere_else(world, who, path):
    answer = ask(world.client(who), "GET", path)

    assert not _wrong(answer, allowed=(301, 302, 400, 401, 404)), answer
    assert not answer.response.headers.get("Location", "/").startswith(("//", "http://evil", "/\\")), answer
