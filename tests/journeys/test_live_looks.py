"""A live discussion is accessible in its states, light and dark, in both directions; and it loads quickly."""

import gzip

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import live

LOOKS = [("en", 1280, False), ("en", 390, True), ("ar", 390, False), ("ar", 1280, True)]


@pytest.mark.parametrize(("language", "width", "dark"), LOOKS)
def test_live_states_are_accessible(talk, visit, member, accessible, language, width, dark):
    discussion = talk(posts=4, long=True)
    page = visit("amina", language, width=width, dark=dark)
    live(page, discussion.path(1, language))
    page.evaluate("scrollTo(0, 0)")
    member("mei").post(discussion, "Behind the pill")
    expect(page.locator("#pill")).to_be_visible()
    page.context.set_offline(True)
    page.locator("#reply textarea").fill("On its way")
    page.locator("#reply button[type=submit]").click()
    expect(page.locator(".pending .failed")).to_be_visible()
    expect(page.locator("#connection .banner")).to_be_visible()

    accessible(page)

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Tab")
    page.locator("#post-1 summary").click()
    accessible(page)


def test_the_list_of_keys_is_accessible(talk, visit, accessible):
    page = live(visit("amina", dark=True), talk().path())

    page.locator("[data-keys]").click()

    expect(page.locator("#keys")).to_be_visible()
    accessible(page)


@pytest.mark.parametrize("handle", [None, "amina"])
def test_a_first_visit_asks_for_little(talk, visit, handle):
    """At most 15 files with nothing cached; 30 KB of scripts, 25 KB of compressed page (ux.md 3.5)."""
    discussion = talk(posts=20)
    page = visit(handle)
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    kinds: dict[str, str] = {}
    sizes: dict[str, float] = {}
    wire.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    wire.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )

    live(page, f"{discussion.path()}?from=1")

    files = [kind for kind in kinds.values() if kind in ("Document", "Script", "Stylesheet", "Font", "Image")]
    assert len(files) <= 15
    assert sum(size for ident, size in sizes.items() if kinds[ident] == "Script") <= 30 * 1024
    assert len(gzip.compress(page.request.get(page.url).body())) <= 25 * 1024
