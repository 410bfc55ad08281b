"""Passkeys in a browser whose device is a virtual one. Browsers know them under a name only, so that this site
stands on localhost instead of an address of numbers."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import Mails
from tests.journeys.steps import PASSWORD, sign_up
from tests.servers import Site


class Named(Site):
    """The site under the one name that needs no certificate."""

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"


@pytest.fixture(scope="module")
def named(tmp_path_factory) -> Iterator[Site]:
    made = Named(tmp_path_factory.mktemp("named"), given={"EMBEDDED": "1", "LIMITS_FACTOR": "100"})
    made.manage("migrate", "--verbosity", "0")
    with made.running("demo", seconds=120):
        yield made


@pytest.fixture
def phone(named, browser) -> Iterator[Callable[..., Page]]:
    """A browser with a device for passkeys that always finds its owner; no page may break the content policy."""
    contexts, faults = [], []

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if "Content Security" in line.text else None)

    def take(**options) -> Page:
        context = browser.new_context(base_url=named.origin, locale="en", **options)
        contexts.append(context)
        context.on("page", watch)
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        able = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
        }
        verified = {"isUserVerified": True, "automaticPresenceSimulation": True}
        session.send("WebAuthn.addVirtualAuthenticator", {"options": able | verified})
        return page

    yield take
    for context in contexts:
        context.close()
    assert faults == []


def test_a_passkey_is_added_named_used_and_removed(named, phone, accessible):
    page, address = phone(viewport={"width": 390, "height": 844}), "oriane@journey.example"
    mails = Mails(named.folder / "mail")
    page.goto("/en/accounts/signup/")
    sign_up(page, mails, "Oriane", address)

    page.goto("/en/accounts/2fa/")
    accessible(page)
    page.get_by_role("link", name="Add a passkey").click()
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    accessible(page)
    page.get_by_label("Name").fill("Blue phone")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto("/en/accounts/2fa/")
    expect(page.locator("#passkeys")).to_contain_text("Blue phone")
    accessible(page)

    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.locator("[data-passkey-known]")).to_be_visible()
    accessible(page)

    sign_out(page)
    page.goto("/en/accounts/login/?next=/en/settings/")
    accessible(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(f"{named.origin}/en/settings/")
    expect(page.locator("[data-bell]")).to_be_attached()

    sign_out(page)
    page.goto("/en/accounts/login/")
    page.locator("input[name=login]").fill(address)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    accessible(page)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.locator("[data-bell]")).to_be_attached()

    page.goto("/en/accounts/2fa/")
    page.get_by_role("link", name="Remove Blue phone").click()
    accessible(page)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("heading", name="Blue phone")).to_be_visible()
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator("#passkeys")).not_to_contain_text("Blue phone")

    sign_out(page)
    page.goto("/en/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("main, body").first).to_contain_text("did not work here")
    expect(page.locator("[data-bell]")).to_have_count(0)


def test_without_a_device_or_without_scripts_the_password_is_there(named, browser):
    plain = browser.new_context(base_url=named.origin, java_script_enabled=False).new_page()
    plain.goto("/en/accounts/login/")
    expect(plain.get_by_role("button", name="Sign in with a passkey")).to_have_count(0)
    expect(plain.get_by_role("button", name="Sign in", exact=True)).to_be_visible()

    bare = browser.new_context(base_url=named.origin).new_page()
    bare.add_init_script("delete window.PublicKeyCredential")
    bare.goto("/en/accounts/login/")
    expect(bare.get_by_role("button", name="Sign in with a passkey")).to_have_count(0)
    plain.context.close()
    bare.context.close()


def sign_out(page: Page) -> None:
    page.goto("/en/settings/")
    page.locator("summary", has_text="Your account").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("[data-bell]")).to_have_count(0)
