"""A newcomer decides who sees what, and looks at the page with the eyes of others: also without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import Member

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_newcomer_chooses_how_to_be_seen_and_sees_what_the_ministry_sees(newcomer, visit, scripts):
    page = newcomer(scripts=scripts)
    handle = Member.at(page).handle
    page.goto("/en/")
    page.get_by_role("link", name="Take the safety check-up").click()
    page.get_by_role("button", name="Skip for now, and stay hidden").click()
    expect(page.get_by_role("heading", name="Your profile", level=1)).to_be_visible()
    page.goto("/en/")
    expect(page.get_by_role("link", name="Take the safety check-up")).to_have_count(0)
    officer = visit("kwame")
    hidden = officer.goto(f"/en/people/{handle}/").status

    page.goto("/en/settings/profile/about/")
    page.get_by_label("About me").fill("I mend looms between two shores.")
    page.get_by_label("Institutions that I named see this, too").check()
    page.get_by_role("button", name="Save").click()
    page.goto("/en/settings/profile/institutions/")
    page.get_by_label("Institution", exact=True).select_option("diaspora-health-desk")
    page.get_by_role("button", name="Name this institution").click()
    expect(page.get_by_role("link", name="Diaspora Health Desk")).to_be_visible()

    seen = officer.goto(f"/en/people/{handle}/").status
    page.get_by_role("link", name="See what it sees").click()
    assert (hidden, seen) == (404, 200)
    assert page.locator("main").inner_html() == officer.locator("main").inner_html()
    expect(page.locator("main")).to_contain_text("I mend looms between two shores.")
    page.get_by_role("link", name="A visitor").click()
    expect(page.locator("main")).not_to_contain_text("looms")

    page.goto("/en/settings/")
    page.get_by_role("link", name="Who opened what is protected").click()
    expect(page.get_by_text("An officer of Diaspora Health Desk opened:")).to_have_count(1)
    for words in ("Your name", "About me", "You named this institution."):
        expect(page.locator("main")).to_contain_text(words)
    page.goto("/en/notifications/")
    expect(page.get_by_text("An officer of Diaspora Health Desk opened your page.")).to_have_count(1)

    page.goto("/en/settings/profile/institutions/")
    page.get_by_role("button", name=re.compile("Take it back")).click()
    assert officer.goto(f"/en/people/{handle}/").status == 404
