"""Two people talk: what one writes the other sees, without the page ever moving under their eyes."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import HIDE, LATE, live, to_the_end, write


def test_what_one_writes_appears_with_the_other_at_the_end(talk, visit):
    discussion = talk(posts=2)
    amina, mei = live(visit("amina"), discussion.path()), live(visit("mei"), discussion.path())
    to_the_end(mei)

    write(amina, "Has anybody sent the papers by post?")

    last = mei.locator("#posts > li").last
    expect(last).to_contain_text("Has anybody sent the papers by post?", timeout=LATE)
    expect(last).to_have_id("post-3")
    write(mei, "I have; it took four weeks.")
    expect(amina.locator("#post-4")).to_contain_text("it took four weeks", timeout=LATE)
    assert [page.locator("#posts > .post").count() for page in (amina, mei)] == [4, 4]


def test_ones_own_post_is_there_at_once_and_then_has_its_number(talk, visit):
    discussion = talk()
    page = live(visit("amina"), discussion.path())
    page.route("**/posts?lang=en", lambda route: (time.sleep(0.5), route.continue_()))
    page.get_by_label("Write a reply").last.fill("First line\nsecond line <b>plain</b>")

    took = page.evaluate("""() => {
        const began = performance.now();
        document.querySelector("form[data-composer]").requestSubmit();
        return document.querySelector("#posts > .pending .body").textContent.includes("<b>plain</b>")
            && performance.now() - began;
    }""")

    assert took is not False
    assert took < 100
    expect(page.locator("#post-2 .body")).to_contain_text("second line <b>plain</b>")
    expect(page.locator("#post-2 .perma")).to_have_text("#2")
    expect(page.locator(".pending")).to_have_count(0)
    expect(page.locator("textarea[name=text]")).to_have_value("")


def test_a_reader_elsewhere_keeps_their_place_and_gets_a_pill(talk, visit, member):
    discussion = talk(posts=6, long=True)
    page = live(visit("amina"), discussion.path(1))
    page.evaluate("scrollTo(0, 400)")
    before = page.evaluate("[scrollY, document.elementFromPoint(400, 300).closest('.post')?.id]")

    for number in range(3):
        member("mei").post(discussion, f"News {number}")

    pill = page.locator("#pill")
    expect(pill).to_have_text("3 new replies", timeout=LATE)
    expect(pill).to_be_in_viewport()
    expect(page.locator("#post-7")).to_have_count(0)
    assert page.evaluate("[scrollY, document.elementFromPoint(400, 300).closest('.post')?.id]") == before


def test_the_pill_shows_what_waits_and_leads_to_the_first_of_it(talk, visit, member):
    discussion = talk(posts=6, long=True)
    page = live(visit("amina"), discussion.path(1))
    page.evaluate("scrollTo(0, 0)")
    for number in range(2):
        member("mei").post(discussion, f"News {number}")
    expect(page.locator("#pill")).to_have_text("2 new replies")

    page.locator("#pill").press("Enter")

    expect(page.locator("#post-7 .when")).to_be_focused()
    expect(page.locator("#post-7")).to_be_in_viewport()
    expect(page.locator("#post-8")).to_contain_text("News 1")
    expect(page.locator("#pill")).to_be_hidden()
    expect(page.locator("[data-post-count]")).to_have_text("8 posts.")


def test_on_an_earlier_page_the_pill_is_a_link_to_the_new_replies(talk, visit, member):
    discussion = talk(posts=22)
    page = live(visit("amina"), f"{discussion.path()}?from=1")

    member("mei").post(discussion, "Far from here")

    expect(page.locator("a#pill")).to_have_text("1 new reply", timeout=LATE)
    expect(page.locator("#post-23")).to_have_count(0)
    page.locator("a#pill").click()
    expect(page.locator("#post-23")).to_contain_text("Far from here")


def test_in_a_hidden_window_nothing_happens_until_one_is_back(talk, visit, member):
    discussion = talk()
    page = visit("amina")
    page.add_init_script(HIDE)
    live(page, discussion.path())
    page.evaluate("setHidden(true)")

    for number in range(3):
        member("mei").post(discussion, f"News {number}")
    page.wait_for_timeout(1_500)

    assert page.locator("#posts > .post").count() == 1
    assert page.locator("#announce").text_content() == ""
    expect(page.locator("#pill")).to_be_hidden()
    page.evaluate("setHidden(false)")
    expect(page.locator("#pill")).to_have_text("3 new replies")
    expect(page.locator("#announce")).to_have_text("3 new replies")


def test_the_announcer_names_one_and_counts_several_and_reads_no_post_out(talk, visit, member):
    discussion = talk()
    page = live(visit("amina"), discussion.path())
    expect(page.locator("#announce")).to_be_empty()

    member("fatou").post(discussion, "Des mots qui restent sur la page", language="fr")

    announcer = page.locator("#announce")
    expect(announcer).to_have_text("New reply from Fatou N’Diaye, in French")
    page.wait_for_timeout(5_200)
    for number in range(3):
        member("mei").post(discussion, f"Short {number}")
    expect(announcer).to_have_text("3 new replies")
    expect(page.locator("#posts")).not_to_have_attribute("aria-live", re.compile(".*"))


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_arrivals_are_drawn_in_the_language_of_the_page(talk, visit, member, language):
    discussion = talk()
    page = live(visit("amina", language), discussion.path(language=language))

    member("leila").post(discussion, "أهلًا بالجميع", language="ar")

    body = page.locator("#post-2 .body")
    expect(body).to_have_attribute("dir", "rtl")
    expect(body).to_have_attribute("lang", "ar")
    expect(page.locator("#post-2 .when")).to_have_attribute("href", re.compile(f"^/{language}/"))


def test_nobody_learns_who_else_reads_or_writes(talk, visit):
    discussion = talk()
    heard: list[str] = []
    page = visit("amina")
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(str(frame))))
    live(page, discussion.path())
    mei = live(visit("mei"), discussion.path())

    mei.get_by_label("Write a reply").last.press_sequentially("I am typing")
    mei.wait_for_timeout(1_000)

    assert not [frame for frame in heard if "mei" in frame or "typing" in frame]
    expect(page.locator("#readers")).to_be_hidden()


def test_without_scripts_one_reads_and_posts_with_plain_pages(talk, visit):
    discussion = talk()
    page = visit("amina", scripts=False)
    page.goto(discussion.path())

    page.get_by_label("Write a reply").last.fill("Sent by a plain form")
    page.get_by_role("button", name="Post reply").click()

    expect(page).to_have_url(re.compile(rf"{discussion.path(2)}#post-2$"))
    expect(page.locator("#post-2")).to_contain_text("Sent by a plain form")
    page.locator("#post-1").get_by_role("link", name="Reply", exact=True).click()
    page.get_by_label("Write a reply").last.fill("An answer to the first")
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator("#post-3 .post-re")).to_contain_text("in reply to post 1")
