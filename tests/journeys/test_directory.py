"""Finding people: by the keyboard alone, by who may, and not by an institution that nobody named."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.people import Member


def found(page: Page) -> list[str]:
    """The names that can be seen."""
    return [name.strip() for name in page.locator("#found h3:visible").all_inner_texts()]


def tab_to(page: Page, wanted: Locator) -> None:
    """Go on with Tab until this has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {wanted}")


def test_a_member_searches_with_the_keyboard_alone(visit, accessible):
    page = visit("amina")
    page.goto("/en/communities/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="People", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="People", level=1)).to_be_visible()

    tab_to(page, page.get_by_label("Words in the name"))
    page.keyboard.type("abe")
    tab_to(page, page.get_by_label("Lives in"))
    page.keyboard.type("Ital")
    tab_to(page, page.get_by_role("button", name="Find people"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").filter(has_text="1 person shown")).to_be_visible()
    assert found(page) == ["Abena Owusu"]
    assert re.search(r"[?&]lives=IT\b", page.url)
    accessible(page)

    page.get_by_role("navigation", name="Take a filter away").get_by_role(
        "link", name=re.compile("Lives in")
    ).press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=abe$"))
    page.get_by_role("link", name="Abena Owusu").press("Enter")
    expect(page.get_by_role("heading", name="Abena Owusu", level=1)).to_be_visible()


def test_a_filter_works_on_a_phone_without_scripts_in_arabic(visit):
    page = visit("amina", "ar", width=390, scripts=False)
    page.goto("/ar/people/")
    page.locator("select[name=lives]").select_option("BR")
    page.locator("form[role=search] button[type=submit]").click()

    expect(page.locator("#found h3:visible")).to_have_text(["يوسف الخطيب"])


def test_who_chooses_it_is_found_by_members_and_not_by_officers(visit, newcomer):
    page = newcomer()
    handle = Member.at(page).handle
    member, officer = visit("amina"), visit("kwame")

    def is_found(by: Page) -> bool:
        by.goto(f"/en/people/?q={handle}")
        return by.locator(f'#found a[href="/en/people/{handle}/"]').count() == 1

    assert (is_found(member), is_found(officer)) == (False, False)

    page.goto("/en/settings/profile/directory/")
    page.get_by_label(re.compile("^Yes\\.")).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Members find you in the list of people from now on.")).to_be_visible()
    assert (is_found(member), is_found(officer)) == (True, False)
    officer.goto("/en/people/")
    assert found(officer) == ["Abena Owusu", "Amina"]

    page.goto("/en/settings/data/")
    page.get_by_role("button", name=re.compile("Withdraw.*list of people", re.IGNORECASE)).click()
    assert (is_found(member), is_found(officer)) == (False, False)
