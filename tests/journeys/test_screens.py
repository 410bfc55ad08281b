"""Every screen, for whom it is made: accessible, whole on every width, without a fault in the console.

Each is seen twice: in English, light, left to right; in Arabic, dark, right to left; on a phone and on a wide
screen in turn. `{…}` in an address is a place of the world (see `places`).
"""

import datetime as dt
import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import HEIGHTS

SCREENS = {
    None: """
        / communities/ communities/?ties=GH&lives=IT communities/?q=nothing-fits-this
        communities/{open}/ communities/{open}/about/ communities/{closed}/
        discussions/{talk}/ discussions/{talk}/2/
        opportunities/ opportunities/?closed=on&sort=newest opportunities/{opportunity}/
        institutions/ institutions/{office}/ stories/ stories/launch-2018/ stories/capacity-is-already-there/
        people/abena/ rules/ privacy/ safety/ real-site/ accessibility/ contact/ moderation/report/post/{post}/
        accounts/signup/ accounts/login/ accounts/login/code/ accounts/password/reset/
    """,
    "amina": """
        / communities/ communities/new/ communities/{open}/ communities/{open}/members/
        discussions/{talk}/ discussions/new/{board}/ discussions/{talk}/?reply=1 discussions/{talk}/?quote=1
        discussions/{talk}/2/choices/ discussions/{talk}/2/edit/ discussions/{talk}/2/remove/
        discussions/{talk}/2/history/ moderation/report/post/{post}/ moderation/report/person/chidi/
        opportunities/ opportunities/{opportunity}/ notifications/ notifications/?show=unread
        notifications/settings/ settings/ settings/language/ settings/privacy/
        settings/blocked/ settings/standing/
        settings/profile/ settings/profile/picture/ settings/profile/check-up/ settings/profile/institutions/ settings/profile/about/
        settings/profile/heritage/ settings/profile/languages/ settings/profile/skills/
        settings/profile/availability/ settings/profile/openings/ people/amina/as/visitor/ people/amina/as/community/
        settings/profile/directory/ people/ people/?lives=IT&skill=nursing people/?lives=TV people/?kind=institutions
        people/chidi/ people/amina/ people/map/ people/map/?of=heritage people/corridors/ accounts/email/ accounts/password/change/ accounts/sessions/ accounts/2fa/
    """,
    "fatou": "communities/{closed}/ask/",
    "chidi": "communities/{own}/manage/ moderation/cases/{decided}/decision/ notifications/",
    "leila": """
        communities/{closed}/requests/ communities/{closed}/requests/{request}/decline/
        communities/{closed}/manage/
        communities/{closed}/manage/description/ communities/{closed}/manage/institutions/
        communities/{closed}/manage/{membership}/ moderation/ notifications/ accounts/2fa/totp/activate/
    """,
    "abena": """
        opportunities/{opportunity}/ discussions/{talk}/close/ discussions/{talk}/3/hide/
        discussions/{talk}/2/hide/
        moderation/?show=decided communities/{open}/requests/
    """,
    "kwame": """
        / people/ communities/{open}/ discussions/{talk}/ opportunities/ opportunities/mine/ opportunities/new/
        institutions/{office}/vouches/
        opportunities/{opportunity}/ opportunities/{opportunity}/answers/ opportunities/{draft}/
        opportunities/{draft}/edit/ opportunities/{pending}/ settings/ accounts/2fa/ notifications/
    """,
    "marta": """
        / moderation/ moderation/?show=mine moderation/?show=decided moderation/cases/{case}/
        moderation/cases/{decided}/ moderation/cases/{release}/ opportunities/{pending}/
        feature/opportunity/{featured}/ discussions/{talk}/ stories/launch-2018/
    """,
    "troll": "/ discussions/{talk}/ opportunities/{opportunity}/ settings/standing/",
}
REFUSED = {  # who, where, with what status
    404: [
        (None, "communities/there-is-none/"),
        ("amina", "discussions/{nothing}/"),
    ],
    403: [("amina", "moderation/"), ("mei", "opportunities/new/")],
}
ALIKE = (  # one screen, at another place or thing
    "discussions/{talk}/2/", "moderation/report/person/chidi/", "people/amina/as/community/",
)  # fmt: skip
LOOKS = {"light": ("en", False), "dark": ("ar", True)}
NAMES = {"en": "Both Shores", "ar": "الضفّتان"}
EVERY = [(who, address) for who, listed in SCREENS.items() for address in listed.split()]
SEEN = [
    pytest.param(who, address, look, (390, 1280)[(number + len(look)) % 2], id=f"{who}-{address}-{look}")
    for number, (who, address) in enumerate(EVERY)
    for look in LOOKS
]
WIDE = """() => [...document.querySelectorAll('body *')]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .filter((one) => getComputedStyle(one).position !== 'absolute')
    .slice(-3).map((one) => one.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="session")
def places(world, member) -> dict[str, object]:
    """What stands for `{…}`: a discussion with something of everything, a request, a draft."""
    talk = member("abena").start("health-workers-abroad", "What every screen shows", "It begins *here*.")
    member("amina").post(talk, "A first thought, with a [link](https://example.org/) and `code`.")
    member("amina").edit(talk, 2, "A second thought.\n\n> Somebody said this\n\n1. one\n2. two")
    member("chidi").post(talk, "Something that will be hidden.")
    member("leila").post(talk, "أهلًا وسهلًا بكم جميعًا في هذا النقاش.", language="ar")
    member("abena").hide(talk, 3, "It names somebody.")
    closed = "/en/communities/tunis-families-canada/"
    member("mei").submit(f"{closed}ask/", answer="I grew up there.")
    draft = member("kwame").submit(
        "/en/opportunities/new/", kind="training", title="A draft", text="Not finished.", language="en",
        place="Accra", languages_0="en", languages_1="", languages_2="", cost="None.",
        closes_at_day=(dt.date.today() + dt.timedelta(30)).isoformat(), closes_at_hour="18:00", zone="UTC",
    )  # fmt: skip

    def found(who: str, path: str, pattern: str) -> str:
        return re.search(pattern, member(who).request.get(path).text())[1]

    post = world.first("post", community="health-workers-abroad")
    opportunity = world.first("opportunity", visibility="published")["id"]
    pending = world.first("opportunity", visibility="pending")["id"]
    return {
        "open": "health-workers-abroad",
        "closed": "tunis-families-canada",
        "own": "lagoslondon-tech",
        "office": "diaspora-health-desk",
        "talk": talk.ident,
        "nothing": uuid.uuid4(),
        "post": post["id"],
        "opportunity": opportunity,
        "pending": pending,
        "draft": draft.url.split("/")[-2],
        "board": found("amina", "/en/communities/health-workers-abroad/", r"/discussions/new/(\d+)/"),
        "request": found("leila", f"{closed}requests/", r"/requests/(\d+)/decline/"),
        "membership": found("leila", f"{closed}manage/", r"/manage/(\d+)/\""),
        "case": found("marta", "/en/moderation/?kind=post", r"/moderation/cases/(\d+)/"),
        "release": found("marta", f"/en/opportunities/{pending}/", r"/moderation/cases/(\d+)/"),
        "decided": found("marta", "/en/moderation/?show=decided", r"/moderation/cases/(\d+)/"),
        "featured": found("marta", f"/en/opportunities/{opportunity}/", r"/feature/opportunity/(\d+)/"),
    }


class Window:
    """A browser window of somebody's, used for one screen after the other; remembers its faults."""

    def __init__(self, page: Page, origin: str):
        self.page, self.origin, self.faults = page, origin, []
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("console", lambda line: self.faults.append(line.text) if line.type == "error" else None)
        page.on("request", lambda request: self._allow(request.url))

    def _allow(self, url: str) -> None:
        if not url.startswith((f"{self.origin}/", self.origin.replace("http", "ws", 1), "data:")):
            self.faults.append(f"another origin: {url}")

    def goto(self, path: str, width: int) -> int:
        self.faults.clear()
        self.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        return self.page.goto(path).status


@pytest.fixture(scope="module")
def window(site, browser, logins) -> Iterator[Callable[[str | None, str], Window]]:
    """Windows that stay open: a new one for each screen would take longer than looking at it."""
    opened: dict[tuple[str | None, str], Window] = {}

    def of(who: str | None, look: str) -> Window:
        if (who, look) not in opened:
            language, dark = LOOKS[look]
            context = browser.new_context(
                base_url=site.origin,
                locale=language,
                color_scheme="dark" if dark else "light",
                storage_state=logins(who) if who else None,
            )
            opened[who, look] = Window(context.new_page(), site.origin)
        return opened[who, look]

    yield of
    for each in opened.values():
        each.page.context.close()


def address_in(language: str, address: str, places: dict[str, object]) -> str:
    """The whole path. Pages of editors have names of their own in each language: the switch leads there."""
    path = address.lstrip("/").format(**places)
    return f"/i18n/{language}/?next=/en/{path}" if path.startswith("stories/") else f"/{language}/{path}"


def assert_sound(page: Page, language: str) -> None:
    """What every page has, whatever stands on it."""
    root = page.locator("html")
    expect(root).to_have_attribute("lang", language)
    expect(root).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("main")).to_have_count(1)
    expect(page).to_have_title(
        re.compile(rf"^(\(.+\) )?(.+ · )?{NAMES[language]}$")
    )  # bare where it tells nothing
    if page.evaluate("document.activeElement === document.body"):
        page.keyboard.press("Tab")
        expect(page.locator("a.skip")).to_be_focused()
        expect(page.locator("a.skip")).to_be_in_viewport()


def assert_fits(page: Page) -> None:
    """Nothing sticks out sideways, on a small phone or on a wide screen."""
    for width in HEIGHTS:
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            pytest.fail(f"At {width} px something sticks out: {page.evaluate(WIDE)}")


@pytest.mark.parametrize(("who", "address", "look", "width"), SEEN)
def test_screen(window, world, places, accessible, who, address, look, width):
    seen, language = window(who, look), LOOKS[look][0]
    path = address_in(language, address, places)

    status = seen.goto(path, width)

    assert status == 200, f"{path}: {status}"
    if "/reauthenticate/" in seen.page.url:
        accessible(seen.page)
        seen.page.locator("input[name=password]").fill(world.person(who).password)
        seen.page.locator("input[name=password]").press("Enter")
        seen.page.wait_for_url(f"**{path}")
    assert seen.page.url.endswith(path) or path.startswith("/i18n/"), f"{path} leads to {seen.page.url}"
    accessible(seen.page)
    assert_sound(seen.page, language)
    assert_fits(seen.page)
    assert seen.faults == []


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(
    ("status", "who", "address"), [(status, *one) for status, some in REFUSED.items() for one in some]
)
def test_refusals_are_pages_too(window, places, accessible, status, who, address, look):
    seen, language = window(who, look), LOOKS[look][0]

    answered = seen.goto(address_in(language, address, places), 390)

    assert answered == status
    accessible(seen.page)
    expect(seen.page.locator("h1")).to_have_count(1)
    expect(seen.page.locator("main a").first).to_be_visible()
    assert_fits(seen.page)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(
    ("who", "address"),
    [
        (None, "accounts/signup/"),
        (None, "accounts/login/"),
        ("amina", "communities/new/"),
        ("amina", "moderation/report/person/chidi/"),
        ("amina", "discussions/new/{board}/"),
        ("kwame", "opportunities/new/"),
        ("marta", "moderation/cases/{release}/"),
    ],
)
def test_a_form_that_came_back_says_so_and_is_accessible(window, places, accessible, who, address, look):
    seen, language = window(who, look), LOOKS[look][0]
    seen.goto(address_in(language, address, places), 390)
    seen.page.evaluate("for (const form of document.forms) form.noValidate = true")

    seen.page.locator("main form button.btn").last.click()

    expect(seen.page.locator("#error-summary")).to_be_focused()
    expect(seen.page.locator("main [aria-invalid=true]").first).to_be_attached()
    accessible(seen.page)
    assert_fits(seen.page)


def test_titles_tell_the_screens_of_a_person_apart(member, playwright, site, places):
    visitor = playwright.request.new_context(base_url=site.origin)
    titles: dict[str, str] = {}
    for who, address in EVERY:
        request = member(who).request if who else visitor
        html = request.get(address_in("en", address, places)).text()
        titles[address] = re.sub(r"^\(\d+\) ", "", re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1])
    visitor.dispose()

    plain = {
        address: title for address, title in titles.items() if "?" not in address and address not in ALIKE
    }
    bare = {
        address for address, title in plain.items() if title == NAMES["en"]
    }  # a history learns nothing (V13)
    twice = {title for title, number in Counter(plain.values()).items() if number > 1} - {NAMES["en"]}

    assert {
        address for address in bare if not address.startswith(("settings/", "accounts/", "notifications/"))
    } == set()
    assert {address: title for address, title in plain.items() if title in twice} == {}
