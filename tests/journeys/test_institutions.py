"""Institutions: an opportunity written, released, answered and closed; and how little an officer learns."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import Member
from tests.journeys.steps import LATE, join, refused

OPEN = "health-workers-abroad"
WORDS = "I have taught wound care for six years and can come in March."


def fill_in(page: Page, title: str, **other: str) -> None:
    """The page on which an opportunity is written, with everything that it needs."""
    in_a_month = dt.date.today() + dt.timedelta(days=30)
    page.get_by_label("Kind").select_option("training")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Description").fill(other.get("text", "Evenings about **handovers**, with a tutor."))
    page.locator("[name=place]").fill(other.get("place", "Accra, Ghana"))
    page.get_by_label("First language").select_option("en")
    page.get_by_label("Cost to the member").fill("Nothing.")
    page.get_by_label("Day", exact=True).fill(other.get("day", in_a_month.isoformat()))
    page.get_by_label("Hour", exact=True).fill("18:00")


def released(officer: Page, moderator: Page, title: str) -> str:
    """Write an opportunity and have it released; returns its address."""
    officer.goto("/en/opportunities/new/")
    fill_in(officer, title)
    officer.get_by_role("button", name="Save and preview").click()
    officer.get_by_role("button", name="Submit for release").click()
    moderator.goto(officer.url)
    moderator.get_by_role("link", name="Read and decide").click()
    moderator.locator("#decision").get_by_role("button", name="Release", exact=True).click()
    return officer.url


def test_an_officer_signs_in_with_a_code_and_writes_an_opportunity_that_a_moderator_releases(visit, world):
    officer, moderator, reader = visit(), visit("marta"), visit("amina", width=390)
    world.person("awa").sign_in(officer)
    officer.goto("/en/opportunities/")
    officer.get_by_role("link", name="Write an opportunity").click()
    fill_in(officer, "Evenings about handovers", place="", day="2020-01-31")

    officer.get_by_role("button", name="Save and preview").click()

    refused(officer, "Say where it takes place")
    expect(officer.locator("#error-summary")).to_contain_text("in the future")
    expect(officer.get_by_label("Title")).to_have_value("Evenings about handovers")
    expect(officer.get_by_label("Description")).to_have_value(re.compile("handovers"))
    expect(officer.get_by_label("First language")).to_have_value("en")
    fill_in(officer, "Evenings about handovers")
    officer.get_by_role("button", name="Save and preview").click()
    expect(officer.locator("main")).to_contain_text("This is how members will see it")
    expect(officer.locator(".body strong")).to_have_text("handovers")
    address = officer.url
    assert reader.goto(address).status == 404
    officer.get_by_role("button", name="Submit for release").click()
    expect(officer.locator("main")).to_contain_text("A moderator is reading this")
    assert reader.goto(address).status == 404

    moderator.goto("/en/moderation/")
    moderator.locator(".live-list").get_by_role("link", name="Evenings about handovers").click()
    expect(moderator.locator("#words")).to_contain_text("handovers")
    moderator.locator("#decision").get_by_role("button", name="Release", exact=True).click()

    expect(officer.locator("[data-bell] [data-unread]")).to_be_visible(timeout=2 * LATE)
    reader.goto("/en/opportunities/?sort=newest")
    reader.get_by_role("link", name="Evenings about handovers").first.click()
    expect(reader.get_by_role("button", name="Send your answer")).to_be_visible()


def test_what_a_moderator_returns_is_mended_and_sent_again(visit):
    officer, moderator = visit("kwame"), visit("karim")
    officer.goto("/en/opportunities/new/")
    fill_in(officer, "Course for supervisors", text="Bring your passport.")
    officer.get_by_role("button", name="Save and preview").click()
    officer.get_by_role("button", name="Submit for release").click()
    moderator.goto(officer.url)
    moderator.get_by_role("link", name="Read and decide").click()
    moderator.get_by_label("Reason").fill("Do not ask for passports.")

    moderator.locator("#decision").get_by_role("button", name="Return", exact=True).click()

    officer.reload()
    expect(officer.locator("main")).to_contain_text("Do not ask for passports.")
    officer.get_by_role("link", name="Edit").click()
    expect(officer.get_by_label("Description")).to_have_value("Bring your passport.")
    officer.get_by_label("Description").fill("Bring a question.")
    officer.get_by_role("button", name="Save and preview").click()
    officer.get_by_role("button", name="Submit for release").click()
    expect(officer.locator("main")).to_contain_text("A moderator is reading this")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_an_answer_tells_the_officer_its_words_and_nothing_else_until_it_is_closed(
    visit, newcomer, world, scripts
):
    officer = visit("kwame", scripts=scripts)
    address = released(officer, visit("marta"), f"Exchange {'live' if scripts else 'plain'}")
    page, late = newcomer(width=390, scripts=scripts), visit("mei", scripts=scripts)
    join(page, OPEN)
    secrets = [Member.at(page).handle, page.locator(".menu-panel .who bdi").first.text_content()]
    page.goto(address)
    expect(page.locator("#answer")).to_contain_text("The institution doesn't see your name")
    page.get_by_role("button", name="Send your answer").click()
    refused(page, "Your answer")
    page.get_by_label("Your answer", exact=True).fill(WORDS)
    page.get_by_role("button", name="Send your answer").click()
    expect(page.locator("#answer")).to_contain_text("You have answered")

    officer.goto(f"{address}answers/")

    expect(officer.locator("main .body")).to_have_text(WORDS)
    expect(officer.locator("main h3")).to_have_text(re.compile(r"^A member \(\w\)$"))
    source = officer.content().lower()
    assert not [told for told in (*secrets, "@journey.example") if told.lower() in source]
    late.goto(address)
    late.get_by_label("Your answer", exact=True).fill("Written while it closed")
    officer.goto(address)
    officer.locator("summary", has_text="Take no more answers").click()
    officer.get_by_role("button", name="Close now").click()
    expect(officer.locator(".toast")).to_contain_text("It is closed")
    late.get_by_role("button", name="Send your answer").click()
    expect(late.locator("main")).to_contain_text(re.compile(r"closed on \d+ \w+ 20\d\d"))
    assert "Written while it closed" in late.content()
    late.goto(address)
    expect(late.locator("#answer")).to_contain_text(re.compile(r"It closed on \d+ \w+ 20\d\d"))
    expect(late.get_by_role("button", name="Send your answer")).to_have_count(0)

    page.goto(address)
    page.locator("summary", has_text="Withdraw your answer").click()
    page.get_by_role("button", name="Withdraw it for good").click()
    officer.goto(f"{address}answers/")
    expect(officer.locator("main")).not_to_contain_text(WORDS)


def test_an_officer_does_not_find_members(visit, newcomer, talk):
    discussion = talk()
    page = newcomer()
    join(page, OPEN)
    somebody = Member.at(page)
    name = page.locator(".menu-panel .who bdi").first.text_content()
    somebody.post(discussion, "Written by somebody who shows no name")
    officer = visit("kwame")

    officer.goto(discussion.path())

    by = officer.locator("#post-2 .name")
    expect(by).to_have_text(re.compile(r"^A member( \([A-Z]+\))?$"))
    expect(officer.locator("#post-2 .name a")).to_have_count(0)
    source = officer.content()
    assert somebody.handle not in source
    assert name not in officer.locator("main").inner_text()
    somebody.post(discussion, "Written while the officer looks on")
    officer.reload()
    expect(officer.locator("#post-3 .name")).to_have_text(by.text_content())
    unknown = officer.goto("/en/people/nobody-has-this-handle/")
    nothing_there = officer.content()
    found = officer.goto(f"/en/people/{somebody.handle}/")
    assert (found.status, unknown.status) == (404, 404)
    assert officer.content() == nothing_there
    assert officer.goto(f"/en/communities/{OPEN}/members/").status == 404
    assert officer.goto("/cms/").status == 404
    assert officer.goto("/en/moderation/").status == 403
    officer.goto(f"/en/communities/{OPEN}/")
    assert somebody.handle not in officer.content()
    expect(officer.get_by_role("link", name="Members", exact=True)).to_have_count(0)
