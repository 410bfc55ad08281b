"""What journeys do again and again."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.people import Mails

PASSWORD = "four quiet words together"

LATE = 2_000  # milliseconds that a change may take to reach an open page
HIDE = """
    window.setHidden = (hidden) => {
        const say = (name, value) => Object.defineProperty(document, name, { value, configurable: true });
        say("hidden", hidden);
        say("visibilityState", hidden ? "hidden" : "visible");
        document.dispatchEvent(new Event("visibilitychange"));
    };
"""
"""Lets a page believe that its window is hidden; headless browsers have no other tab to go to."""


def live(page: Page, path: str) -> Page:
    """Open a discussion and wait until it listens."""
    page.goto(path)
    is_now(page, "live")
    return page


def is_now(page: Page, state: str, *, within: float = 15_000) -> None:
    """Wait until the page's connection is in a state: live, lost, offline, polling, denied, signed out."""
    expect(page.locator("#connection")).to_have_attribute("data-state", state, timeout=within)


def composer(page: Page):
    """The field for a reply."""
    return page.locator("#reply textarea")


def write(page: Page, text: str) -> None:
    """Write a reply and post it."""
    composer(page).fill(text)
    page.get_by_role("button", name="Post reply").click()


def to_the_end(page: Page) -> None:
    page.evaluate("scrollTo(0, document.body.scrollHeight)")


def texts(page: Page) -> list[str]:
    """What the posts of the page say, in order."""
    return page.locator("#posts > .post .body").all_inner_texts()


# -- becoming somebody --------------------------------------------------------------------------------------


def sign_up(page: Page, mails: Mails, name: str, address: str) -> None:
    """Fill in the form on the page, then type the code from the mail."""
    fill_in_sign_up(page, name, address)
    page.get_by_role("button", name="Join", exact=True).click()
    type_the_code(page, mails.code_for(address))
    expect(page.locator("[data-bell]")).to_be_attached()


def fill_in_sign_up(page: Page, name: str, address: str, password: str = PASSWORD) -> None:
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Name", exact=True).fill(name)
    page.locator("input[name=password1]").fill(password)
    page.locator("input[name=age]").check()
    page.locator("input[name=terms]").check()


def type_the_code(page: Page, code: str) -> None:
    page.locator("input[name=code]").fill(code)
    page.get_by_role("button", name="Go on").click()


def join(page: Page, community: str) -> None:
    """Join a public community with its button."""
    page.goto(f"/en/communities/{community}/")
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.locator("summary#join")).to_contain_text("Joined")


def unread(page: Page) -> int:
    """The number at the bell."""
    return int(page.locator("[data-bell] [data-unread]").text_content() or 0)


def refused(page: Page, sentence: str) -> None:
    """The form came back: its summary says so and has the focus, and so does the title."""
    summary = page.locator("#error-summary")
    expect(summary).to_contain_text(sentence)
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile(r"^(\(\d+\) )?Error: "))
