"""What surrounds a request, sent badly: cookies, languages, hosts, proxies, tokens, headers, sizes."""

import pytest
from django.test import Client

from tests import make
from tests.hostile.values import SHORT, as_bytes
from tests.hostile.world import FORM, ask
from tests.matrix.checks import fingerprint

PAGE = "/en/opportunities/"
HEADER_VALUES = [as_bytes(each.value).decode("latin-1") for each in SHORT]


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "language", "messages", ""])
def test_malformed_cookies_are_as_none(world, name):
    for value in [
        *HEADER_VALUES[::2],
        '"',
        "a=b; =; ;;",
        '"\\777"',
        "{",
        "x" * 8000,
        "en_US.UTF-8@euro",
        "../en",
    ]:
        client = Client(raise_request_exception=False)
        answer = ask(client, "GET", PAGE, HTTP_COOKIE=f"{name}={value}")
        sent = ask(client, "POST", "/en/settings/privacy/", {"name_audience": "everyone"},
                   HTTP_COOKIE=f"{name}={value}")  # fmt: skip

        assert (answer.is_calm, answer.status) == (True, 200), (name, value, answer)
        assert (sent.is_calm, sent.status) == (True, 302), (name, value, sent)


@pytest.mark.parametrize("header", [
    "Accept-Language", "Accept", "Referer", "User-Agent", "HX-Request", "HX-Current-URL", "HX-Target", "Origin",
    "If-None-Match", "If-Modified-Since", "Range", "X-Request-ID", "X-Correlation-ID", "Sec-Fetch-Site",
    "Sec-Fetch-Mode", "Accept-Encoding", "Content-Length", "X-Requested-With", "X-HTTP-Method-Override",
])  # fmt: skip
def test_malformed_headers_change_nothing(world, header):
    client, before = world.client("member"), fingerprint()

    for value in [*HEADER_VALUES[::2], "en;q=x,,;;=", ",".join(["ar;q=0.1"] * 2000), "x" * 20_000]:
        for path in ("/en/rules/", "/", "/api/v1/me", "/en/nowhere/"):
            answer = ask(client, "GET", path, headers={header: value})
            assert answer.is_calm, (path, value[:40], answer)

    assert fingerprint() == before


@pytest.mark.parametrize("host", [
    "evil.example", "testserver.evil.example", "testserver:80@evil.example", "evil.example:8000", "a b", "",
    "[::1", "testserver\x00", "testserver/evil", "169.254.169.254", "x" * 5000, "té.example", "testserver:notaport",
])  # fmt: skip
def test_foreign_hosts_are_refused(world, host):
    for method, path in (
        ("GET", PAGE),
        ("POST", "/en/accounts/login/"),
        ("GET", "/api/v1/me"),
        ("GET", "/nowhere"),
    ):
        answer = ask(world.client("visitor"), method, path, HTTP_HOST=host)

        assert answer.status == 400, (path, answer)
        assert b"evil" not in answer.body


def test_words_of_strangers_about_host_scheme_and_address_are_not_heard(world):
    told = {
        "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-Port": "666",
        "X-Forwarded-For": "127.0.0.1", "Forwarded": "host=evil.example", "X-Original-URL": "/cms/",
        "X-Rewrite-URL": "/cms/", "X-Real-IP": "127.0.0.1", "X-HTTP-Method-Override": "DELETE",
    }  # fmt: skip

    plain = ask(world.client("visitor"), "GET", "/en/accounts/login/?next=/en/communities/")
    asked = ask(world.client("visitor"), "GET", "/en/accounts/login/?next=/en/communities/", headers=told)
    schema = ask(
        world.client("visitor"), "GET", "/api/v1/openapi.json", headers=told, REMOTE_ADDR="203.0.113.9"
    )

    assert asked.status == plain.status == 200
    assert b"evil" not in asked.body
    assert b"https://testserver" not in asked.body
    assert schema.status == 404


@pytest.mark.parametrize("target", [
    "https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example", "javascript:alert(1)", "\x00",
    "http:evil.example", "\thttps://evil.example", "https:///evil.example", "/%0d%0aSet-Cookie:a=b", "/en/\r\na",
    "@evil.example", "https://testserver@evil.example", "https://[::1", "data:text/html,a", "x" * 9000,
])  # fmt: skip
def test_nobody_is_led_to_another_site(world, target):
    client = world.client("moderator")
    feature = f"/en/feature/thread/{world.open_thread.pk}/"
    answers = [
        ask(world.client("visitor"), "GET", "/i18n/fr/", QUERY_STRING=f"next={target}"),
        ask(client, "GET", "/en/accounts/login/", QUERY_STRING=f"next={target}"),
        ask(client, "POST", feature, {"remove": "1", "back": target}),
        ask(client, "POST", "/en/accounts/logout/", {"next": target}),
    ]

    for answer in answers:
        place = answer.response.headers.get("Location", "/")
        assert answer.is_calm, answer
        assert place.startswith("/") and not place.startswith(("//", "/\\")), place
        assert "\n" not in place


@pytest.mark.parametrize(
    "token", ["", "a", "b" * 32, "b" * 32 + "d" * 32, "\xff", "é" * 32, "\x00" * 64, "y" * 9000]
)
@pytest.mark.parametrize("cookie", ["", "a" * 32, "\xff" * 32, "x" * 9000])
def test_a_wrong_token_keeps_what_was_typed(token, cookie):
    made = make.community()
    writer = make.member(made)
    thread = make.thread(made)
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(writer)
    client.cookies["csrftoken"] = cookie
    before = fingerprint()

    answer = ask(client, "POST", f"/en/discussions/{thread.pk}/reply/",
                 {"csrfmiddlewaretoken": token, "text": "Long words of mine", "language": "en"})  # fmt: skip

    assert answer.status == 403
    assert "Long words of mine" in answer.text
    assert fingerprint() == before


def test_too_much_is_refused_whole(world):
    client, address, before = (
        world.client("member"),
        f"/en/discussions/{world.thread.pk}/reply/",
        fingerprint(),
    )
    fields = "&".join(f"text{number}=1" for number in range(501))
    parts = "".join(f'--x\r\nContent-Disposition: form-data; name="a{n}"\r\n\r\n1\r\n' for n in range(501))
    multipart = "multipart/form-data; boundary=x"

    for body, kind, status in (
        (fields, FORM, 400),
        ("text=" + "a" * (1 << 20), FORM, 413),
        (f"{parts}--x--\r\n", multipart, 400),
        (
            '--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n' + "a" * (1 << 20) + "\r\n--x--\r\n",
            multipart,
            413,
        ),
    ):
        answer = ask(client, "POST", address, data=body, content_type=kind)
        assert (answer.is_calm, answer.status) == (True, status), answer

    assert fingerprint() == before
