"""Writing a reply: drafts, limits, keys; what is typed is never lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import composer, live

LONGEST = 20_000


def stored(page) -> list[str]:
    return page.evaluate("Object.keys(localStorage)")


def test_a_draft_survives_a_reload_and_goes_when_it_is_posted(talk, visit):
    discussion = talk()
    page = live(visit("amina"), discussion.path())
    composer(page).fill("A thought that takes its time")
    expect(page.locator("[data-draft-status]")).to_have_text(re.compile(r"^Draft saved at \d"))

    page.reload()

    expect(composer(page)).to_have_value("A thought that takes its time")
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator("#post-2")).to_contain_text("A thought that takes its time")
    assert stored(page) == []
    page.reload()
    expect(composer(page)).to_have_value("")


def test_drafts_leave_the_device_with_who_signs_out(talk, visit, world):
    discussion = talk()
    page = visit()
    world.person("chidi").sign_in(page)
    page.evaluate(
        "localStorage.setItem('draft:somebody:x', '\"theirs\"'); localStorage.setItem('keys', '\"off\"')"
    )
    page.goto("/en/communities/health-workers-abroad/")
    assert stored(page) == ["keys"]
    page.goto(discussion.path())
    composer(page).fill("Not for the next one at this machine")
    expect(page.locator("[data-draft-status]")).to_contain_text("Draft saved")

    page.locator("header details.menu").last.locator("summary").click()
    page.get_by_role("button", name="Sign out").click()

    expect(page.get_by_role("link", name="Sign in").first).to_be_attached()
    assert not [key for key in stored(page) if key != "keys"]


@pytest.mark.parametrize("chord", ["Control+Enter", "Meta+Enter"])
def test_a_chord_posts(talk, visit, chord):
    discussion = talk()
    page = live(visit("amina"), discussion.path())
    composer(page).fill("Sent from the keyboard")

    composer(page).press(chord)

    expect(page.locator("#post-2")).to_contain_text("Sent from the keyboard")
    expect(composer(page)).to_be_focused()


def test_a_text_that_is_too_long_is_kept_whole_and_says_by_how_much(talk, visit, member):
    discussion = talk()
    page = live(visit("amina"), discussion.path())
    composer(page).fill("x" * (LONGEST + 12))

    message = page.locator("#reply [data-message]")
    expect(message).to_have_text("This text is 12 characters too long. A post can have 20000.")
    page.get_by_role("button", name="Post reply").click()
    expect(composer(page)).to_be_focused()
    assert len(composer(page).input_value()) == LONGEST + 12
    assert len(member("mei").posts(discussion)) == 1
    composer(page).fill("x" * (LONGEST - 5))
    expect(message).to_be_hidden()
    expect(page.locator("[data-draft-status]")).to_have_text("5 characters left")


def test_replying_and_quoting_fill_the_composer_without_a_reload(talk, visit):
    discussion = talk(posts=2)
    page = live(visit("amina"), discussion.path())
    composer(page).fill("Before. ")

    page.locator("#post-2 [data-quote]").click()
    page.keyboard.type("I agree.")

    expect(page.locator("[data-replying]")).to_contain_text("In reply to post 2")
    expect(composer(page)).to_have_value(re.compile(r"^Before\. \n\n> Post 2 adds something\.\n\nI agree\.$"))
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator("#post-3 .post-re")).to_contain_text("in reply to post 2")
    page.locator("#post-1 [data-reply]").click()
    page.get_by_role("link", name="Not a reply").click()
    expect(page.locator("[data-replying]")).to_be_hidden()


def test_a_refused_reply_comes_back_with_the_reason_beside_it(talk, visit):
    discussion = talk()
    page = live(visit("amina"), discussion.path())
    page.route(
        "**/posts?lang=en", lambda route: route.fulfill(status=429, json={"title": "Too many requests."})
    )
    composer(page).fill("Too fast")

    page.get_by_role("button", name="Post reply").click()

    expect(page.locator("#reply [data-message]")).to_contain_text("You posted very often just now.")
    expect(composer(page)).to_have_value("Too fast")
    expect(composer(page)).to_be_focused()
    expect(page.locator(".pending")).to_have_count(0)


def test_copying_a_link_says_so(talk, visit, site):
    discussion = talk(posts=2)
    page = visit("amina", permissions=["clipboard-read", "clipboard-write"])
    live(page, discussion.path())

    page.locator("#post-2 [data-copy]").click()

    expect(page.locator("#status")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == f"{site.origin}{discussion.path(2)}"


def test_keys_move_reply_and_help_and_can_be_switched_off(talk, visit):
    discussion = talk(posts=3)
    page = live(visit("amina"), discussion.path())

    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#post-2 .when")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("#post-1 .when")).to_be_focused()
    page.keyboard.press("r")
    expect(composer(page)).to_be_focused()
    expect(page.locator("[data-replying]")).to_contain_text("In reply to post 1")
    page.keyboard.type("jk?/.")
    expect(composer(page)).to_have_value("jk?/.")

    page.locator("#post-3 .when").focus()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Use single keys on this device").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.locator("#post-3 .when").focus()
    page.keyboard.press("k")
    expect(page.locator("#post-3 .when")).to_be_focused()
    page.reload()
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    dialog.get_by_label("Use single keys on this device").check()
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page).to_have_url(re.compile("/en/communities/$"))


def test_the_dot_shows_what_waits(talk, visit, member):
    discussion = talk(posts=6, long=True)
    page = live(visit("amina"), discussion.path(1))
    page.evaluate("scrollTo(0, 0)")
    member("mei").post(discussion, "Waiting")
    expect(page.locator("#pill")).to_have_text("1 new reply")

    page.locator("#post-1 .when").press(".")

    expect(page.locator("#post-7 .when")).to_be_focused()
    expect(page.locator("#pill")).to_be_hidden()


def test_escape_closes_the_menu_of_a_post_and_returns_to_its_button(talk, visit):
    discussion = talk()
    page = live(visit("amina"), discussion.path())
    more = page.locator("#post-1 summary")

    more.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Report to moderators")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    expect(more).to_be_focused()
    expect(page.get_by_role("link", name="Report to moderators")).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False])
def test_who_signs_in_to_reply_comes_back_to_the_composer(talk, visit, world, scripts):
    discussion = talk()
    page = visit(scripts=scripts)
    page.goto(discussion.path())

    page.locator("#reply").get_by_role("link", name="Sign in").click()
    world.person("amina").fill_in(page)

    expect(page).to_have_url(re.compile(rf"{discussion.path()}#reply$"))
    expect(composer(page)).to_be_in_viewport()


def test_how_far_one_has_read_is_remembered(talk, visit):
    discussion = talk(posts=6, long=True)
    page = live(visit("fatou"), discussion.path(2))
    page.wait_for_timeout(1_200)

    page.goto("/en/communities/")
    page.goto(discussion.path())

    expect(page.locator("#unread")).to_contain_text(re.compile(r"New since .*: \d posts"))
    expect(page.locator("#unread + .post")).to_have_class(re.compile("unread"))
