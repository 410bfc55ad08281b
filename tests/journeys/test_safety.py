"""What goes wrong in everyday life: pressing twice, going back, a form left open, a dead network, a door."""

import re

import pytest
from playwright.sync_api import Error, Page, expect

from tests.journeys.people import Member
from tests.journeys.steps import composer, fill_in_sign_up, join, live, type_the_code

OPEN = "health-workers-abroad"
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])


def name_of(page: Page) -> str:
    return page.locator(".menu-panel .who bdi").first.text_content()


# -- pressing twice -----------------------------------------------------------------------------------------


@SCRIPTS
def test_joining_twice_at_once_joins_once(newcomer, member, scripts):
    page = newcomer(scripts=scripts)
    page.goto(f"/en/communities/{OPEN}/")

    page.get_by_role("button", name="Join", exact=True).dblclick()

    expect(page.locator("summary#join")).to_contain_text("Joined")
    people = member("abena").request.get(f"/en/communities/{OPEN}/members/?order=newest").text()
    assert people.count(f"<bdi>{name_of(page)}</bdi>") == 1
    page.goto("/en/notifications/")
    expect(page.locator("h1")).to_have_text("Notifications")


@SCRIPTS
def test_signing_up_twice_at_once_leads_to_the_code(visit, mails, scripts):
    page = visit(scripts=scripts)
    page.goto("/en/accounts/signup/")
    address = f"twice-{'quick' if scripts else 'plain'}@journey.example"
    fill_in_sign_up(page, f"Twice {'Quick' if scripts else 'Plain'}", address)

    page.get_by_role("button", name="Join", exact=True).dblclick()

    type_the_code(page, mails.code_for(address))
    expect(page.locator("[data-bell]")).to_be_attached()


@SCRIPTS
def test_posting_twice_at_once_posts_once(talk, visit, member, scripts):
    discussion = talk()
    page = visit("amina", scripts=scripts)
    if scripts:
        live(page, discussion.path())
    else:
        page.goto(discussion.path())
    composer(page).fill("Said once")

    page.get_by_role("button", name="Post reply").dblclick()

    expect(page.locator("#post-2")).to_contain_text("Said once")
    page.reload()
    assert [post["number"] for post in member("amina").posts(discussion)] == [1, 2]


def test_starting_and_answering_twice_at_once_does_each_once(newcomer, world, visit):
    page = newcomer(scripts=False)
    join(page, OPEN)
    page.get_by_role("link", name="Start a discussion").click()
    title = f"Begun by {name_of(page)}"
    page.get_by_label("Title").fill(title)
    page.locator("main textarea").fill("Only once, please.")
    page.locator("main form button.btn").last.dblclick()
    expect(page.locator("h1")).to_have_text(title)
    page.goto(f"/en/communities/{OPEN}/")
    expect(page.locator("main").get_by_role("link", name=title)).to_have_count(1)
    offer = f"/en/opportunities/{world.first('opportunity', owner='awa')['id']}/"
    page.goto(offer)
    page.get_by_label("Your answer", exact=True).fill(f"Answered by {title}")

    page.get_by_role("button", name="Send your answer").dblclick()

    expect(page.locator("#answer")).to_contain_text(f"Answered by {title}")
    officer = visit("awa")
    officer.goto(f"{offer}answers/")
    expect(officer.locator("main .body", has_text=title)).to_have_count(1)


# -- going back, coming late --------------------------------------------------------------------------------


@SCRIPTS
def test_going_back_after_signing_out_shows_nothing_of_ones_own(newcomer, scripts):
    page = newcomer(scripts=scripts)
    name = name_of(page)
    for path in ("/en/settings/", "/en/notifications/", f"/en/communities/{OPEN}/"):
        page.goto(path)
    page.locator("summary", has_text="Your account").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("[data-bell]")).to_have_count(0)

    for _ in range(3):
        page.go_back()
        page.reload()

        expect(page.locator("[data-bell]")).to_have_count(0)
        assert name not in page.locator("body").inner_text()


def test_what_was_left_behind_is_not_shown_from_memory_either(newcomer):
    page = newcomer()
    name = name_of(page)
    answer = page.goto("/en/settings/")
    assert "no-store" in answer.headers["cache-control"]
    page.locator("summary", has_text="Your account").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("[data-bell]")).to_have_count(0)

    page.go_back()

    assert name not in page.locator("body").inner_text()


@pytest.mark.parametrize(
    ("place", "field"),
    [("discussion", "text"), ("board", "text"), ("opportunity", "text"), ("report", "note")],
)
def test_a_form_that_has_expired_gives_back_what_was_typed(talk, visit, world, member, place, field):
    discussion = talk()
    community = member("amina").request.get(f"/en/communities/{OPEN}/").text()
    path = {
        "discussion": discussion.path(),
        "board": re.search(r'"(/en/discussions/new/\d+/)"', community)[1],
        "opportunity": f"/en/opportunities/{world.first('opportunity', visibility='published')['id']}/",
        "report": "/en/moderation/report/person/chidi/",
    }[place]
    page = visit("amina", scripts=False)
    page.goto(path)
    for required in page.locator("main form input[type=text]").all():
        required.fill("A title")
    for choice in page.locator("main form input[type=radio]").all()[:1]:
        choice.check()
    page.locator(f"main form [name={field}]").fill("Written over a long lunch")
    page.context.clear_cookies(name="csrftoken")

    with page.expect_navigation() as answered:
        form = page.locator("main form").filter(has=page.locator(f"[name={field}]"))
        form.locator("button.btn").last.click()

    assert answered.value.status == 403
    expect(page.locator("h1")).to_have_text("This form has expired")
    assert "Written over a long lunch" in [area.input_value() for area in page.locator("textarea").all()]
    page.get_by_role("link", name="Try again").click()
    expect(page.locator(f"main [name={field}]")).to_be_visible()


def test_who_was_signed_out_meanwhile_is_led_to_sign_in_and_back(talk, newcomer):
    discussion = talk()
    page = newcomer(scripts=False)
    join(page, OPEN)
    page.goto(discussion.path())
    composer(page).fill("Typed after the session had ended")
    page.context.clear_cookies(name="sessionid")

    page.get_by_role("button", name="Post reply").click()
    expect(page.locator("h1")).to_have_text("You are no longer signed in")
    typed = [area.input_value() for area in page.locator("textarea").all()]
    page.locator("main").get_by_role("link", name="Sign in").click()

    expect(page.locator("input[name=login]")).to_be_visible()
    assert "Typed after the session had ended" in typed
    assert discussion.ident in page.url


def test_a_dead_network_keeps_what_was_typed_and_sends_it_once(talk, visit, member):
    discussion = talk()
    page = visit("amina", scripts=False)
    page.goto(discussion.path())
    composer(page).fill("Sent from a tunnel")
    page.context.set_offline(True)
    with pytest.raises(Error), page.expect_navigation(timeout=2_000):
        page.get_by_role("button", name="Post reply").click(no_wait_after=True)

    page.context.set_offline(False)
    if not page.url.endswith(discussion.path()):
        page.go_back()

    expect(composer(page)).to_have_value("Sent from a tunnel")
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator("#post-2")).to_contain_text("Sent from a tunnel")
    assert len(member("amina").posts(discussion)) == 2


# -- wrong doors, other languages ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("handle", "path", "status"),
    [
        ("amina", "/en/opportunities/new/", 403),
        ("amina", "/en/moderation/", 403),
        ("amina", "/en/communities/health-workers-abroad/manage/", 403),
        ("amina", "/en/opportunities/{pending}/", 404),
        ("awa", "/en/opportunities/{pending}/", 404),
        ("awa", "/en/opportunities/{kwames}/answers/", 404),
        ("kwame", "/en/moderation/", 403),
        ("kwame", "/en/communities/health-workers-abroad/members/", 404),
        ("marta", "/en/opportunities/{kwames}/answers/", 404),
        ("marta", "/cms/", 404),
        ("helen", "/en/moderation/", 403),
        ("troll", "/en/communities/new/", 403),
    ],
)
def test_a_door_that_is_not_for_somebody_says_so_or_is_not_there(world, visit, handle, path, status):
    page = visit(handle)
    known = {
        "pending": world.first("opportunity", visibility="pending")["id"],
        "kwames": world.first("opportunity", owner="kwame", visibility="published")["id"],
    }

    answer = page.goto(path.format(**known))

    assert answer.status == status
    expect(page.locator("h1")).to_have_count(1)


def test_the_language_changes_on_every_kind_of_page_and_stays(visit, world, talk):
    discussion = talk()
    page = visit(width=390)
    for path in (
        "/en/",
        "/en/communities/",
        f"/en/communities/{OPEN}/",
        discussion.path(),
        "/en/opportunities/?remote=on",
        f"/en/opportunities/{world.first('opportunity', visibility='published')['id']}/",
        "/en/rules/",
        "/en/accounts/login/?next=/en/settings/",
        "/en/institutions/diaspora-health-desk/",
    ):
        page.goto(path)
        page.locator("summary", has_text="Language").click()
        page.locator("header").get_by_role("link", name="العربية").click()

        expect(page).to_have_url(
            re.compile(re.escape(path.replace("/en/", "/ar/", 1)).replace("en", "(en|ar)"))
        )
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.goto("/")
    expect(page).to_have_url(re.compile("/ar/$"))


def test_an_article_changes_into_its_translation_and_a_page_of_ones_own_stays_itself(visit):
    page = visit("amina")
    page.goto("/en/stories/launch-2018/")
    page.locator("summary", has_text="Language").click()
    page.locator("header").get_by_role("link", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page).to_have_url(re.compile("/fr/recits/"))
    page.goto("/fr/settings/privacy/")

    page.locator("header summary", has_text="Langue").click()
    page.locator("header").get_by_role("link", name="English").click()

    expect(page).to_have_url(re.compile("/en/settings/privacy/$"))
    assert Member.at(page).handle == "amina"
