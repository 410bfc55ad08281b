"""Looking after the place: a report, the decision, what its author reads, the appeal, who decides what."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.steps import LATE, live, refused

REASON = "It gives away where somebody lives."
NOTE = "The street and the number are hers."


def report(page: Page, path: str, number: int, note: str = NOTE) -> None:
    """From the menu of the post to the moderators."""
    page.goto(path)
    page.locator(f"#post-{number} summary").click()
    page.locator(f"#post-{number}").get_by_role("link", name="Report to moderators").click()
    page.get_by_role("button", name="Send report").click()
    refused(page, "Choose an answer for “What is wrong?”.")
    page.get_by_label("Shows somebody's private information").check()
    page.get_by_label("What should moderators know?").fill(note)
    page.get_by_role("button", name="Send report").click()
    expect(page.locator(".toast")).to_contain_text("Nobody is told who reported it")


def open_case(page: Page, title: str) -> None:
    """From the queue to the case about a post of a discussion."""
    page.goto("/en/moderation/")
    page.locator(".live-list").get_by_role("link", name=title, exact=True).first.click()
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()


def decide(page: Page, verdict: str, reason: str = "") -> None:
    page.get_by_label("Reason").fill(reason)
    page.locator("#decision").get_by_role("button", name=verdict, exact=True).click()


def test_a_reported_post_is_hidden_and_gone_from_the_open_page_of_another(talk, visit):
    discussion = talk(posts=3)
    reader, reporter = live(visit("amina"), discussion.path()), visit("fatou", width=390)
    report(reporter, discussion.path(), 2)
    moderator = visit("marta")

    open_case(moderator, discussion.title)

    page = moderator.locator("main")
    expect(page).to_contain_text("Post 2 adds something.")
    expect(page).to_contain_text(NOTE)
    assert "fatou" not in page.inner_html().lower()
    moderator.get_by_role("button", name="Take this case").click()
    expect(page).to_contain_text("You have taken this case")
    decide(moderator, "Hide")
    refused(moderator, "Say why")
    expect(reader.locator("#post-2")).to_contain_text("adds something")
    decide(moderator, "Hide", REASON)

    expect(reader.locator("#post-2")).to_contain_text(f"Hidden by a moderator: {REASON}", timeout=LATE)
    assert "adds something" not in reader.locator("#post-2").inner_html()
    expect(moderator.locator("main")).not_to_contain_text(discussion.title)
    stranger = visit()
    stranger.goto(discussion.path())
    expect(stranger.locator("#posts")).to_contain_text(REASON)
    assert "Post 2 adds" not in stranger.content()


def test_the_author_reads_the_reason_and_appeals_and_somebody_else_puts_it_back(talk, visit):
    discussion = talk(posts=2, others="chidi")
    report(visit("amina"), discussion.path(), 2)
    author, reader = visit("chidi"), live(visit("fatou"), discussion.path())
    moderator = visit("marta")
    open_case(moderator, discussion.title)
    decide(moderator, "Hide", REASON)

    author.goto(discussion.path(2))
    expect(author.locator("#posts")).to_contain_text("Post 2 adds something.")
    author.goto("/en/notifications/")
    author.locator(".live-list .unread button", has_text=discussion.title).first.click()
    expect(author).to_have_url(re.compile(r"/moderation/cases/\d+/decision/$"))
    expect(author.locator("main")).to_contain_text("Post 2 adds something.")
    expect(author.locator("main")).to_contain_text(REASON)
    expect(author.locator("main")).not_to_contain_text(NOTE)
    author.get_by_role("button", name="Send appeal").click()
    refused(author, "Why should the decision change?")
    author.get_by_label("Why should the decision change?").fill("The house was sold years ago.")
    author.get_by_role("button", name="Send appeal").click()
    expect(author.locator("main")).to_contain_text("Somebody else looks at it now")

    refusal = moderator.goto(author.url.removesuffix("decision/"))
    assert refusal.status == 403
    another = visit("karim")
    open_case(another, discussion.title)
    expect(another.locator("main")).to_contain_text("The house was sold years ago.")
    decide(another, "Restore")

    expect(reader.locator("#post-2")).to_contain_text("Post 2 adds something.", timeout=LATE)


def test_moderators_of_a_community_decide_about_their_own_place_and_no_other(talk, visit):
    here = talk(posts=2, others="mei")
    elsewhere = talk(posts=2, by="mamadou", others="fatou", community="entrepreneurs-du-fleuve")
    reporter = visit("chidi")
    report(reporter, here.path(), 2)
    report(reporter, elsewhere.path(), 2)
    moderator, reader = visit("jun"), live(visit("fatou"), here.path())
    known = visit("ines")
    open_case(known, elsewhere.title)

    open_case(moderator, here.title)

    decide(moderator, "Hide", REASON)
    expect(reader.locator("#post-2")).to_contain_text(REASON, timeout=LATE)
    moderator.goto("/en/moderation/")
    expect(moderator.locator("main")).not_to_contain_text(elsewhere.title)
    assert moderator.goto(known.url).status == 404
    assert visit("mei").goto("/en/moderation/").status == 403
    decide(known, "Keep")
    expect(known.locator("main")).not_to_contain_text(elsewhere.title)


def test_two_moderators_do_not_decide_at_once(talk, visit):
    discussion = talk(posts=2)
    report(visit("amina"), discussion.path(), 2)
    one, other = visit("marta"), visit("karim")
    open_case(other, discussion.title)
    open_case(one, discussion.title)
    one.get_by_role("button", name="Take this case").click()

    decide(other, "Hide", "Typed while somebody else was quicker")

    expect(other.locator("main")).to_contain_text("Somebody else has taken this case. Nothing was changed.")
    decide(one, "Keep")
    other.reload()
    expect(other.locator("main")).to_contain_text("Decided")
