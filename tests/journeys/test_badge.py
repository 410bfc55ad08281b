"""The number of unread notices: the same in the header, the title and the list, in every open window."""

import re

from playwright.sync_api import expect

from tests.journeys.steps import LATE, composer, live


def test_an_answer_moves_the_number_wherever_one_is_and_reading_it_takes_it_back(talk, visit, member):
    discussion = talk(posts=2, others="diego", community="ecuatorianos-en-europa", by="rosa")
    page = visit("diego")
    page.goto("/en/opportunities/")
    before = int(page.locator("[data-bell] [data-unread]").inner_text() or 0) if "(" in page.title() else 0
    other = live(visit("rosa"), discussion.path())

    other.locator("#post-2 [data-reply]").click()
    composer(other).fill("Gracias")
    other.get_by_role("button", name="Post reply").click()

    expect(page.locator("[data-bell] [data-unread]")).to_have_text(str(before + 1), timeout=2 * LATE)
    expect(page.locator("[data-bell] [data-says]")).to_have_text(f"Notifications: {before + 1} unread")
    expect(page).to_have_title(re.compile(rf"^\({before + 1}\) "))
    notices = page.context.new_page()
    notices.goto("/en/notifications/")
    expect(notices.locator(".tabs [data-unread]")).to_have_text(str(before + 1))
    notices.get_by_role("button", name=re.compile(discussion.title)).click()
    expect(notices.locator("#post-3")).to_be_attached()
    for window in (page, notices):
        if before:
            expect(window).to_have_title(re.compile(rf"^\({before}\) "))
        else:
            expect(window).not_to_have_title(re.compile(r"^\("))
            expect(window.locator("[data-bell] [data-unread]")).to_be_hidden()
