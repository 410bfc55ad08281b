"""What happens to posts and to the discussion while others have it open."""

import re

from playwright.sync_api import expect

from tests.journeys.steps import LATE, composer, is_now, live


def test_an_edit_changes_the_post_in_place_and_leaves_focus_and_scroll_alone(talk, visit, member):
    discussion = talk(posts=4, long=True)
    page = live(visit("amina"), discussion.path(2))
    page.locator("#post-2 [data-reply]").focus()
    before = page.evaluate("scrollY")

    member("mei").edit(discussion, 2, "Post 2 says it better." + "\n\nIt goes on." * 12)

    expect(page.locator("#post-2 .body")).to_contain_text("says it better", timeout=LATE)
    expect(page.locator("#post-2 .edited")).to_contain_text("edited")
    expect(page.locator("#post-2 [data-reply]")).to_be_focused()
    assert page.evaluate("scrollY") == before


def test_a_removed_post_leaves_its_place_and_can_come_back(talk, visit, member):
    discussion = talk(posts=3)
    page = live(visit("amina"), discussion.path())

    member("mei").remove(discussion, 2)

    expect(page.locator("#post-2")).to_contain_text("Removed by its author.", timeout=LATE)
    expect(page.locator("#post-2 .perma")).to_have_text("#2")
    member("mei").put_back(discussion, 2)
    expect(page.locator("#post-2")).to_contain_text("Post 2 adds something.", timeout=LATE)


def test_undoing_ones_own_removal_keeps_the_number(talk, visit, member):
    discussion = talk(posts=3)
    page = live(visit("mei"), discussion.path(2))
    page.locator("#post-2 summary").click()
    page.locator("#post-2").get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove this post").click()
    expect(page.locator("#post-2")).to_contain_text("Removed by its author.")

    page.get_by_role("button", name="Put it back").click()

    expect(page.locator("#post-2")).to_contain_text("Post 2 adds something.")


def test_a_hidden_post_gives_its_reason_and_choices_go_to_whom_they_belong(talk, visit, member):
    discussion = talk(posts=2)
    reader = live(visit("amina"), discussion.path())
    author = live(visit("mei"), discussion.path())
    steward = live(visit("abena"), discussion.path())
    choices = [page.locator("#post-2 .more [data-can]:not([hidden])") for page in (reader, author, steward)]
    assert [each.all_inner_texts() for each in choices] == [[], ["", ""], [""]]

    member("abena").hide(discussion, 2, "It names somebody.")

    for page in (reader, author):
        expect(page.locator("#post-2")).to_contain_text(
            "Hidden by a moderator: It names somebody.", timeout=LATE
        )
        expect(page.locator("#post-2")).not_to_contain_text("adds something")


def test_a_closed_discussion_says_why_where_the_composer_was(talk, visit, member):
    discussion = talk()
    page = live(visit("amina"), discussion.path())
    composer(page).fill("Nearly done")

    member("abena").close(discussion, "Everything is answered.")

    expect(page.locator("#closed")).to_contain_text(
        "This discussion is closed: Everything is answered.", timeout=LATE
    )
    expect(composer(page)).to_be_hidden()
    member("abena").reopen(discussion)
    expect(composer(page)).to_have_value("Nearly done")
    expect(composer(page)).to_be_visible()
    expect(page.locator("#closed")).to_be_empty()


def test_who_leaves_a_closed_community_hears_no_more_of_it(visit, talk, member):
    discussion = talk(by="leila", others="sami", community="tunis-families-canada")
    page = live(visit("sami"), discussion.path())

    home = "/en/communities/tunis-families-canada/"
    member("sami").submit(f"{home}leave/", at=home)

    is_now(page, "denied")
    expect(page.locator("#connection")).to_contain_text("not available to you any more")
    member("leila").post(discussion, "Only for those who are still here")
    page.wait_for_timeout(1_500)
    expect(page.locator("body")).not_to_contain_text("Only for those who are still here")


def test_a_post_is_found_by_its_address(talk, visit):
    discussion = talk(posts=6, long=True)
    page = visit("amina")

    page.goto(discussion.path(5))

    expect(page.locator("#post-5 .when")).to_be_focused()
    expect(page.locator("#post-5 .post-head")).to_be_in_viewport()
    expect(page.locator("#post-5")).to_have_class(re.compile("here"))
    expect(page.locator("#post-5")).not_to_have_class(re.compile("here"))
