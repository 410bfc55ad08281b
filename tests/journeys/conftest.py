"""Journeys: a real Chromium against the real site, on a database, folders and ports of their own.

The site runs once per session as `manage.py demo` does (one process, SQLite), with ``JOURNEY_SERVER=serve``
as in production (PostgreSQL and Redis of the environment). Its world is the demo world; a journey that writes
starts a discussion of its own with `talk`, so that journeys do not disturb one another.

    visit("amina")                a page of somebody's signed-in browser; visit() is one without an account
    visit("yusuf", "ar", width=390, dark=True, scripts=False)
    member("abena").post(t, "…")  what others do meanwhile, over HTTP, through the same doors as the pages
    talk(posts=3)                 a new discussion with so many posts; `.path()` is its address
    world.person("marta")         address, password, role; `.sign_in(page)` goes through the pages, `.code()`
                                  is the second factor of this moment
    newcomer()                    the browser of somebody who just signed up; `Member.at(page)` acts for them
    mails.code_for(address)       the code in the newest mail to an address
    accessible(page)              axe finds nothing against WCAG 2.2 AA

`wait_for_function` fails under the content policy: wait with `expect(locator)`.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.journeys.people import Mails, Member, Talk, World
from tests.journeys.steps import sign_up
from tests.servers import REDIS, Site, fresh_database

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in this thread
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HEIGHTS = {320: 568, 390: 844, 768: 1024, 1280: 900}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PATIENT = {"LIMITS_FACTOR": "100"}  # journeys write faster than people; limits have tests of their own


def pytest_collection_modifyitems(items):
    """Everything here needs a browser and a server, which the first journey waits for."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.timeout(300))


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[Site]:
    """The running site; `facts` is the world as `seed --out` lists it."""
    folder = tmp_path_factory.mktemp("site")
    if os.environ.get("JOURNEY_SERVER") == "serve":
        with fresh_database("journeys") as database:
            given = {"DATABASE_URL": database, "REDIS_URL": REDIS, **PATIENT}
            yield from _served(Site(folder, given=given), "serve", "--sockets", "2")
    else:
        yield from _served(Site(folder, given={"EMBEDDED": "1", **PATIENT}), "demo")


def _served(made: Site, *command: str) -> Iterator[Site]:
    made.manage("migrate", "--verbosity", "0")
    made.manage("seed", "--out", str(made.folder / "world.json"))
    with made.running(*command, seconds=120):
        yield made


@pytest.fixture(scope="session")
def world(site) -> World:
    """Who there is and what there is."""
    return World.read(site.folder / "world.json")


@pytest.fixture(scope="session")
def mails(site) -> Mails:
    """What the site has sent."""
    return Mails(site.folder / "mail")


# -- browsers ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright) -> Iterator[Browser]:
    """Debian's Chromium, or the one that ``CHROMIUM`` names."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        pytest.skip("There is no Chromium here.")
    launched = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def logins(site, world, browser) -> Callable[[str], dict]:
    """The cookies of somebody who has signed in through the pages, once per session."""
    kept: dict[str, dict] = {}

    def cookies_of(handle: str) -> dict:
        if handle not in kept:
            context = browser.new_context(base_url=site.origin)
            world.person(handle).sign_in(context.new_page())
            kept[handle] = context.storage_state()
            context.close()
        return kept[handle]

    return cookies_of


@pytest.fixture(scope="session")
def member(site, playwright, logins) -> Iterator[Callable[[str], Member]]:
    """What somebody does from elsewhere, without a browser."""
    known: dict[str, Member] = {}

    def somebody(handle: str) -> Member:
        if handle not in known:
            request = playwright.request.new_context(base_url=site.origin, storage_state=logins(handle))
            known[handle] = Member(handle, request)
        return known[handle]

    yield somebody
    for one in known.values():
        one.request.dispose()


@pytest.fixture
def visit(site, browser, logins) -> Iterator[Callable[..., Page]]:
    """Open a browser of somebody's. At the end no page may have had an error or broken the content policy."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("console", lambda line: faults.append(line.text) if "Content Security" in line.text else None)

    def open_browser(
        handle: str | None = None,
        language: str = "en",
        *,
        width: int = 1280,
        dark: bool = False,
        scripts: bool = True,
        **options,
    ) -> Page:
        context = browser.new_context(
            base_url=site.origin,
            locale=language,
            viewport={"width": width, "height": HEIGHTS[width]},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            storage_state=logins(handle) if handle else None,
            **options,
        )
        contexts.append(context)
        context.on("page", watch)
        return context.new_page()

    yield open_browser
    for context in contexts:
        context.close()
    assert faults == []


_names = iter(
    "Adjoa Bilal Celine Dayo Esi Farid Gita Hana Ilyas Jamila Kofi Lina Musa Naledi Obi Perla Qasim Rania "
    "Sefu Thandi Umar Vera Wanjiru Ximena Yaa Zola Alba Badru Chela Dalia Efua Fadil Gala Hadi Imani".split()
)


@pytest.fixture
def newcomer(visit, mails) -> Callable[..., Page]:
    """The browser of somebody who signs up and confirms the address."""

    def somebody(**options) -> Page:
        page, name = visit(**options), next(_names)
        page.goto("/en/accounts/signup/")
        sign_up(page, mails, name, f"{name.lower()}@journey.example")
        return page

    return somebody


# -- what there is to visit --------------------------------------------------------------------------------

_numbers = count(1)


@pytest.fixture
def talk(member) -> Callable[..., Talk]:
    """Start a discussion: its first post is its starter's, the others are `others`' in turn."""

    def start(
        posts: int = 1,
        *,
        by: str = "abena",
        others: str = "mei",
        community: str = "health-workers-abroad",
        long: bool = False,
    ) -> Talk:
        starter, other = member(by), member(others)
        more = "\n\nIt goes on." * 12 if long else ""
        started = starter.start(community, f"Journey {next(_numbers)}", f"Post 1 says hello.{more}")
        for number in range(2, posts + 1):
            other.post(started, f"Post {number} adds something.{more}")
        return started

    return start


@pytest.fixture(scope="session")
def accessible() -> Callable[[Page], None]:
    """Assert that axe finds nothing against WCAG 2.2 AA on the page as it is now."""
    axe = Axe()

    def check(page: Page) -> None:
        options = {
            "runOnly": {"type": "tag", "values": RULES},
            "rules": {"target-size": {"enabled": True}},  # WCAG 2.2, which axe leaves out unless asked
            "resultTypes": ["violations"],
        }
        found = axe.run(page, options=options)
        assert found.violations_count == 0, found.generate_report()

    return check
