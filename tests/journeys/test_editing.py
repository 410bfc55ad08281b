"""Editors: an article from its draft through the review of a second editor, in English, then in French."""

import re

from playwright.sync_api import Page, expect

TITLE, TITRE = "Two years, four languages", "Deux ans, quatre langues"
SUMMARY, CHAPEAU = "What we learnt while we translated.", "Ce que nous avons appris en traduisant."
WORDS, MOTS = "We began with one language.", "Nous avons commencé par une langue."


def write_in(page: Page, title: str, summary: str, words: str) -> None:
    """The fields of an article, and its block of text as the editor keeps it."""
    page.locator("[name=title]").fill(title)
    page.locator("[name=summary]").fill(summary)
    text = page.locator(".public-DraftEditor-content")
    text.press("Control+a")
    text.press_sequentially(words)
    expect(page.locator("[name='body-0-value']")).to_have_value(re.compile(re.escape(words)))


def choose(page: Page, action: str) -> None:
    """One of the actions beside “Save draft”."""
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name=action, exact=True).click()


def approve(page: Page, title: str) -> None:
    """From the list of what waits for a review."""
    page.goto("/cms/")
    page.get_by_role("link", name=title).first.click()
    choose(page, "Approve and Publish")
    expect(page.locator(".messages").first).to_contain_text(title)


def to_the_stories(page: Page) -> None:
    """From the desk to the section."""
    page.goto("/cms/pages/")
    for title in ("Both Shores", "Stories"):
        page.get_by_role("link", name=f"Explore child pages of '{title}'").click()


def translate(page: Page, title: str) -> None:
    """Begin a French version from the menu of the English page."""
    to_the_stories(page)
    page.get_by_role("link", name=title, exact=True).click()
    page.get_by_role("button", name="Actions", exact=True).first.click()
    page.get_by_role("link", name="Translate").first.click()
    page.get_by_label("Français").check()
    page.get_by_role("button", name="Submit").click()
    expect(page).to_have_url(re.compile(r"/cms/pages/\d+/edit/"))


def shown(page: Page, address: str) -> Page:
    assert page.goto(address).status == 200
    return page


def test_an_article_is_reviewed_by_a_second_editor_translated_and_featured(visit):
    helen, luc, reader = visit("helen"), visit("luc"), visit()
    to_the_stories(helen)
    helen.get_by_role("link", name="Add child page").first.click()
    helen.get_by_role("button", name="Insert a block").click()
    helen.get_by_role("option", name="Text").click()
    write_in(helen, TITLE, SUMMARY, WORDS)
    helen.get_by_role("button", name="Save draft").click()
    expect(helen).to_have_url(re.compile(r"/cms/pages/\d+/edit/"))
    assert reader.goto("/en/stories/two-years-four-languages/").status == 404
    helen.get_by_role("button", name="More actions").click()
    expect(helen.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
    helen.get_by_role("button", name="Submit to Review", exact=True).click()
    expect(helen).to_have_url(re.compile(r"/cms/pages/\d+/$"))
    assert reader.goto("/en/stories/two-years-four-languages/").status == 404

    approve(luc, TITLE)

    shown(reader, "/en/stories/two-years-four-languages/")
    expect(reader.locator("main")).to_contain_text(WORDS)
    for address, sentence in (
        ("/fr/recits/two-years-four-languages/", "n’existe qu’en English"),
        ("/es/historias/two-years-four-languages/", "English"),
    ):
        expect(shown(reader, address).locator("main .banner")).to_contain_text(sentence)
        expect(reader.locator("h1")).to_have_attribute("lang", "en")

    translate(luc, TITLE)
    expect(shown(reader, "/fr/recits/two-years-four-languages/").locator("main .banner")).to_be_visible()
    write_in(luc, TITRE, CHAPEAU, MOTS)
    choose(luc, "Submit to Review")
    expect(luc).to_have_url(re.compile(r"/cms/pages/\d+/$"))
    approve(helen, TITRE)

    shown(reader, "/en/stories/two-years-four-languages/")
    reader.locator("main").get_by_role("link", name="Français").click()
    expect(reader.locator("h1")).to_have_text(TITRE)
    expect(reader.locator("main")).to_contain_text(MOTS)
    expect(reader.locator("main .banner")).to_have_count(0)
    expect(reader.locator("html")).to_have_attribute("lang", "fr")
    reader.locator("main").get_by_role("link", name="English").click()
    expect(reader.locator("h1")).to_have_text(TITLE)
    expect(shown(reader, "/es/historias/two-years-four-languages/").locator("h1")).to_have_text(TITLE)

    moderator = visit("marta")
    moderator.goto("/en/stories/two-years-four-languages/")
    moderator.get_by_role("link", name="Feature on the home page").click()
    moderator.get_by_role("button", name="Feature it").click()
    expect(moderator.locator(".toast")).to_contain_text("featured on the home page")
    for address, title in (("/en/", TITLE), ("/fr/", TITRE)):
        expect(shown(reader, address).locator("main .op").filter(has_text=title)).to_have_count(1)


def test_only_editors_reach_the_desk(visit):
    for handle in (None, "amina", "abena", "kwame", "marta"):
        page = visit(handle)

        answer = page.goto("/cms/")

        assert answer.status == (404 if handle else 200)
        assert handle or "/en/accounts/login/" in page.url
