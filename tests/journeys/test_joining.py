"""Becoming a member: signing up with the mailed code, joining, asking to join, not meeting somebody."""

import random
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import Member
from tests.journeys.steps import (
    LATE,
    fill_in_sign_up,
    join,
    live,
    refused,
    sign_up,
    type_the_code,
    unread,
    write,
)

OPEN = "health-workers-abroad"
CLOSED = "/en/communities/tunis-families-canada/"


def test_signing_up_after_some_mistakes_loses_nothing_that_was_typed(visit, mails):
    page = visit(width=390)
    page.goto("/en/")
    page.get_by_role("link", name="Join", exact=True).first.click()
    fill_in_sign_up(page, "Embassy of the Moon", "sabine@journey.example", password="short")

    page.get_by_role("button", name="Join", exact=True).click()

    refused(page, "12 characters")
    expect(page.locator("#error-summary li")).to_have_count(2)
    expect(page.get_by_label("Name", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Embassy of the Moon")
    expect(page.get_by_label("E-mail address")).to_have_value("sabine@journey.example")
    expect(page.locator("input[name=terms]")).to_be_checked()
    assert mails.to("sabine@journey.example") == []

    page.locator("#error-summary a").first.click()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    fill_in_sign_up(page, "Sabine", "sabine@journey.example")
    page.get_by_role("button", name="Join", exact=True).click()
    code = mails.code_for("sabine@journey.example")
    type_the_code(page, "WRONG1")
    refused(page, "code")
    type_the_code(page, code)

    expect(page.locator("[data-bell]")).to_be_attached()
    expect(page.locator(".bar")).not_to_contain_text("Join")


def test_an_address_that_has_an_account_gets_the_same_answer_and_its_owner_a_mail(visit, mails, world):
    address = world.person("amina").email
    unused = "".join(
        random.choices("abcdefghijklmnopqrst", k=8)
    )  # a name stays held for a while, in Redis too
    before = len(mails.to(address))
    known, new = visit(), visit()
    for page, mail in ((known, address), (new, "nobody-yet@journey.example")):
        page.goto("/en/accounts/signup/")
        fill_in_sign_up(page, f"{'Ottilie' if page is known else 'Philippa'} {unused}", mail)
        page.get_by_role("button", name="Join", exact=True).click()
        expect(page.get_by_label("Code")).to_be_visible()

    answers = [
        page.locator("main").inner_text().replace(mail, "…")
        for page, mail in ((known, address), (new, "nobody-yet@journey.example"))
    ]

    assert answers[0] == answers[1]
    assert known.url == new.url
    assert not re.search(r"(?m)^\s*[A-Z0-9]{4}-?[A-Z0-9]{4}\s*$", mails.latest(address, after=before))


def test_a_new_member_joins_and_talks_live_with_another(talk, newcomer, visit):
    discussion = talk(posts=2)
    page, mei = newcomer(width=390), live(visit("mei"), discussion.path())
    page.goto(discussion.path())
    expect(page.locator("#reply")).to_contain_text("You cannot write here yet")

    join(page, OPEN)
    expect(page.locator("#join")).to_be_focused()
    live(page, discussion.path())
    write(page, "I arrived last week. Where do I begin?")

    expect(mei.locator("#post-3")).to_contain_text("Where do I begin?", timeout=LATE)
    write(mei, "With the certified copies.")
    expect(page.locator("#post-4")).to_contain_text("certified copies", timeout=LATE)


def test_all_of_it_works_without_scripts_and_somebody_else_sees_it_live(talk, visit, mails):
    discussion = talk(posts=2)
    mei = live(visit("mei"), discussion.path())
    page = visit(width=390, scripts=False)
    page.goto("/en/accounts/signup/")
    fill_in_sign_up(page, "Moderator", "plain@journey.example")
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.locator("#error-summary")).to_be_focused()

    sign_up(page, mails, "Quinn", "plain@journey.example")
    join(page, OPEN)
    page.goto(discussion.path())
    page.locator("#reply textarea").fill("Sent from an old phone")
    page.get_by_role("button", name="Post reply").click()

    expect(page).to_have_url(re.compile(r"/3/#post-3$"))
    expect(mei.locator("#post-3")).to_contain_text("Sent from an old phone", timeout=LATE)
    page.goto("/en/notifications/")
    page.locator("summary", has_text="Your account").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("[data-bell]")).to_have_count(0)
    expect(page.get_by_role("link", name="Join", exact=True).first).to_be_visible()


def test_who_asks_to_join_is_let_in_by_a_steward_and_is_told(newcomer, visit):
    page, leila = newcomer(), visit("leila")
    page.goto(CLOSED)
    expect(page.locator("main")).to_contain_text("Discussions are for members")
    page.get_by_role("link", name="Request to join").click()
    page.locator("main textarea").fill("Two of my children were born there.")
    page.get_by_role("button", name="Send the request").click()
    expect(page.locator("#join")).to_contain_text("Requested")
    name = page.locator(".menu-panel .who bdi").first.text_content()

    leila.goto(f"{CLOSED}requests/")
    asking = leila.locator(".live-list li", has_text="Two of my children")
    expect(asking).to_contain_text(name)
    asking.get_by_role("button", name="Admit").click()
    expect(leila.locator("main")).not_to_contain_text("Two of my children")

    expect(page.locator("[data-bell] [data-unread]")).to_have_text("1", timeout=2 * LATE)
    page.locator("[data-bell]").click()
    page.locator(".live-list .unread button").first.click()
    expect(page).to_have_url(re.compile(f"{CLOSED}$"))
    expect(page.locator("summary#join")).to_contain_text("Joined")
    expect(page.locator("main .live-list li").first).to_be_visible()
    assert unread(page) == 0


def test_who_is_declined_reads_why_and_who_thinks_better_withdraws(newcomer, visit):
    page, leila = newcomer(), visit("leila")
    page.goto(f"{CLOSED}ask/")
    page.locator("main textarea").fill("First thought")
    page.get_by_role("button", name="Send the request").click()
    page.get_by_role("button", name="Requested").click()
    page.get_by_role("link", name="Request to join").click()
    page.locator("main textarea").fill("Second thought")
    page.get_by_role("button", name="Send the request").click()

    leila.goto(f"{CLOSED}requests/")
    expect(leila.locator("main")).not_to_contain_text("First thought")
    leila.locator(".live-list li", has_text="Second thought").get_by_role("link", name="Decline").click()
    leila.get_by_role("button", name="Decline").click()
    expect(leila.locator("#error-summary")).to_be_focused()
    leila.locator("main [name=reason]").fill("We only take families in Canada.")
    leila.get_by_role("button", name="Decline").click()

    page.goto(CLOSED)
    expect(page.locator("main")).to_contain_text("The reason given: We only take families in Canada.")
    expect(page.get_by_role("link", name="Request to join")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_two_people_of_whom_one_blocks_the_other_no_longer_meet(talk, newcomer, visit, scripts):
    discussion = talk()
    one, other = newcomer(scripts=scripts), newcomer(scripts=scripts)
    for page, words in ((one, "Words of the one"), (other, "Words of the other")):
        join(page, OPEN)
        Member.at(page).post(discussion, words)
    one.goto(discussion.path(3))
    one.locator("#post-3 .name a").click()

    one.get_by_role("button", name="Block").click()

    expect(one.get_by_role("button", name="Unblock")).to_be_visible()
    for page, mine, theirs in ((one, 2, 3), (other, 3, 2)):
        page.goto(discussion.path(mine))
        expect(page.locator(f"#post-{mine}")).to_contain_text("Words of")
        expect(page.locator(f"#post-{theirs}")).not_to_contain_text("Words of")
        assert "Words of" not in page.locator(f"#post-{theirs}").inner_html()
        expect(page.locator(f"#post-{theirs} a[href*='/people/']")).to_have_count(0)
    third = visit("mei")
    third.goto(discussion.path())
    expect(third.locator("#posts")).to_contain_text("Words of the other")
    Member.at(other).post(discussion, "Words of the other, later")
    expect(one.locator("#posts")).not_to_contain_text("later")

    one.goto("/en/settings/blocked/")
    one.get_by_role("button", name="Unblock").click()
    one.goto(discussion.path(3))
    expect(one.locator("#post-3")).to_contain_text("Words of the other")
