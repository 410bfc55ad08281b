"""Going dark: one press, and no surface shows who it was; coming back restores all (trust.md V13)."""

import datetime as dt

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts import actions
from accounts.events import by_line_changed, standing_changed
from accounts.models import User
from config.url_map import routes
from core.access import SignInNeeded
from core.outbox import drain
from messaging.threads.queries import threads_of
from notifications.actions import notify
from notifications.models import Notice
from tests import make
from tests.accounts import steps
from tests.hostile.world import World, ask
from tests.matrix.checks import plain
from tests.matrix.world import World as Matrix

SAFETY, BACK = "settings:safety", "settings:come-back"
NAME, HANDLE, EMAIL = "Zqdarkname", "zqdarkhandle", "zqdark@example.net"


def browser(user) -> Client:
    client = Client()
    steps.sign_in(client, user)
    return client


# -- the deed -----------------------------------------------------------------------------------------------


@pytest.fixture
def heard():
    news = []

    def hear(sender, signal, **facts):
        news.append(("by-line" if signal is by_line_changed else "standing", facts))

    for signal in (standing_changed, by_line_changed):
        signal.connect(hear)
    yield news
    for signal in (standing_changed, by_line_changed):
        signal.disconnect(hear)


def test_going_dark_twice_keeps_its_moment_and_is_announced_once(heard, django_capture_on_commit_callbacks):
    person = make.user()

    with django_capture_on_commit_callbacks(execute=True):
        for at in (make.NOW, make.LATER):
            actions.go_dark(person, at=at)

    person.refresh_from_db()
    assert (person.dark_since, person.epoch, person.is_present) == (make.NOW, 2, False)
    assert [name for name, _facts in heard] == ["standing", "by-line", "standing"]


def test_coming_back_restores_and_twice_is_once(heard, django_capture_on_commit_callbacks):
    person = make.user(dark_since=make.NOW)
    before = make.user()

    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            actions.come_back(person, at=make.LATER)

    person.refresh_from_db()
    assert (person.dark_since, person.is_present) == (None, before.is_present)
    assert heard == [("standing", {"user_id": person.pk}), ("by-line", {"user_id": person.pk})]


def test_who_is_nobody_or_erased_can_do_neither():
    erased = make.user(erased_at=make.NOW)

    for deed in (actions.go_dark, actions.come_back):
        with pytest.raises(PermissionDenied):
            deed(erased, at=make.NOW)
        with pytest.raises((SignInNeeded, User.DoesNotExist)):
            deed(AnonymousUser(), at=make.NOW)


def test_every_other_log_in_ends_and_this_one_stays():
    person = make.user(password=steps.PASSWORD)
    here, there = browser(person), browser(person)

    answer = here.post(reverse(SAFETY), {"password": steps.PASSWORD})

    assert (answer.status_code, answer.url) == (303, reverse(SAFETY))
    assert here.get("/api/v1/me").status_code == 200
    assert there.get("/api/v1/me").status_code == 401
    assert UserSession.objects.filter(user=person).count() == 1


# -- no surface shows it ------------------------------------------------------------------------------------

OPEN = [route for route in routes() if "GET" in route.methods and route.surface in ("html", "api", "utility")]
OTHERS = (
    "visitor", "unverified", "suspended", "stranger", "steward", "officer", "moderator", "editor", "administrator",
)  # fmt: skip


def everywhere(world: World) -> dict[str, str]:
    """Every page and answer that others are given, by role and address."""
    found = {}
    for who in OTHERS:
        for route in OPEN:
            address = world.address(route)
            cache.clear()
            found[f"{who} {address}"] = ask(world.client(who), "GET", address).text
    return found


def test_after_the_deed_no_page_of_anybody_names_them(world, django_capture_on_commit_callbacks):
    person = world.people["member"]
    person.set_name(NAME)
    person.handle, person.email, person.name_audience = HANDLE, EMAIL, "everyone"
    person.save()
    make.post(world.open_thread, author=person)
    make.answer(world.opportunity, person)
    make.answer(make.opportunity(author=world.people["officer"], office=world.office), person)
    notify(world.people["steward"].pk, "post.reply", key="dark", facts={"thread": str(world.thread.pk), "title": "A"},
           path=f"/discussions/{world.thread.pk}/2/", about_id=person.pk)  # fmt: skip

    named = [address for address, text in everywhere(world).items() if NAME in text]
    with django_capture_on_commit_callbacks(execute=True):
        actions.go_dark(person, at=make.NOW)
    drain()
    dark = everywhere(world)

    assert len(named) > 20
    assert [a for a, text in dark.items() if any(word in text for word in (NAME, HANDLE, EMAIL))] == []
    assert "Hidden member" in dark[f"stranger /en/discussions/{world.open_thread.pk}/"]
    assert '"kind": "hidden"' in dark[f"stranger /api/v1/threads/{world.open_thread.pk}/posts"]

    with django_capture_on_commit_callbacks(execute=True):
        actions.come_back(person, at=make.LATER)
    assert [address for address, text in everywhere(world).items() if NAME in text] == named


@pytest.fixture
def world():
    made = World()
    made.words = _words_about_open_things(made, made.words)
    return made


def _words_about_open_things(world, words):
    """As the hostile world's, but discussions and people are those of somebody who goes dark."""

    def chosen(name):
        known = words(name)
        if name.split(":")[0] in ("discussions", "api") and not name.startswith("discussions:hide"):
            known = known | {"uuid": world.open_thread.pk, "ident": world.open_thread.pk, "number": 2}
        return known | ({"handle": HANDLE} if name.startswith("people:") else {})

    return chosen


@pytest.mark.parametrize("role", ["AN", "UN", "ME", "CM", "CO", "PM", "ED", "GO", "SU", "AD"])
def test_their_page_answers_as_one_that_never_was(role):
    matrix = Matrix(role)
    actions.go_dark(matrix.author, at=make.NOW)

    dark, never = (
        matrix.client.get(reverse("people:person", args=[handle]))
        for handle in (matrix.author.handle, "never-was")
    )

    if role == "AN":  # is led to sign in before anything is looked up
        assert dark.status_code == never.status_code == 302
    else:
        assert dark.status_code == 404
        assert plain(dark) == plain(never)


def test_a_discussion_list_names_nobody_dark():
    person = make.user(name=NAME)
    thread = make.thread(author=person, posts=1)
    actions.go_dark(person, at=make.NOW)

    body = make_client().get(reverse("discussions:thread", args=[thread.pk])).content.decode()

    assert [row.thread for row in threads_of(thread.board, make.user())] == [thread]
    assert NAME not in body


def make_client() -> Client:
    client = Client()
    client.force_login(make.user())
    return client


# -- mails --------------------------------------------------------------------------------------------------


def test_no_mail_for_72_hours_and_none_of_them_later():
    person = make.user()

    with time_machine.travel(make.NOW, tick=False) as now:
        actions.go_dark(person, at=make.NOW)
        for hour in range(0, 73, 12):
            now.move_to(make.NOW + dt.timedelta(hours=hour))
            tell(person, f"hour {hour}")
            drain()
        assert mail.outbox == []
        assert Notice.objects.filter(to=person).count() == 7
        actions.come_back(person, at=make.NOW + dt.timedelta(hours=73))
        drain()
        assert mail.outbox == []
        tell(person, "afterwards")
        drain()

    assert [sent.to for sent in mail.outbox] == [[person.email]]


def tell(person, key):
    facts = {"thread": str(make.thread().pk), "title": "A title"}
    return notify(person.pk, "post.reply", key=key, facts=facts, path="/discussions/")


def test_what_was_promised_before_is_not_mailed_after():
    person = make.user()
    tell(person, "before")

    actions.go_dark(person, at=make.NOW)
    drain()

    assert mail.outbox == []


def test_a_code_to_sign_in_with_still_comes(client):
    person = make.user(dark_since=make.NOW)

    client.post(reverse("account_request_login_code"), {"email": person.email})

    assert [sent.to for sent in steps.mails()] == [[person.email]]


# -- the page -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "is_dark"), [(SAFETY, False), (BACK, True)], ids=["going dark", "coming back"]
)
@pytest.mark.parametrize("password", ["", "wrong words here", "x" * 5000, "a\x00b"])
def test_without_the_password_nothing_happens(name, is_dark, password):
    person = make.user(password=steps.PASSWORD, dark_since=make.NOW if is_dark else None)
    client = browser(person)

    answer = client.post(reverse(name), {"password": password})

    assert answer.status_code == 422
    assert 'id="error-summary"' in answer.content.decode()
    assert 'class="field bad"' in answer.content.decode()
    person.refresh_from_db()
    assert (person.dark_since is not None) is is_dark


def test_passwords_are_not_tried_for_ever():
    person = make.user(password=steps.PASSWORD)
    client = browser(person)

    answers = [client.post(reverse(SAFETY), {"password": "wrong"}).status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]
    assert client.post(reverse(SAFETY), {"password": steps.PASSWORD}).status_code == 429


def test_the_page_says_what_is_and_all_own_pages_carry_it():
    person = make.user(password=steps.PASSWORD)
    client = browser(person)
    before = client.get(reverse(SAFETY)).content.decode()

    client.post(reverse(SAFETY), {"password": steps.PASSWORD})
    during = client.get(reverse(SAFETY)).content.decode()
    elsewhere = client.get(reverse("communities:list")).content.decode()
    client.post(reverse(BACK), {"password": steps.PASSWORD})
    after = client.get(reverse("communities:list")).content.decode()

    assert "Go dark now" in before
    assert "Come back" in during
    assert "Hidden since" in during
    assert "Go dark now" not in during
    assert ("You have gone dark" in elsewhere, "You have gone dark" in after) == (True, False)


def test_who_has_a_second_factor_proves_it_with_that_and_the_deed_is_done_then():
    person = make.user(password=steps.PASSWORD)
    secret = steps.add_factor(person)
    client = Client()
    client.force_login(person)

    page = client.get(reverse(SAFETY)).content.decode()
    asked = client.post(reverse(SAFETY))
    person.refresh_from_db()
    assert 'name="password"' not in page
    assert (asked.status_code, asked.url.split("?")[0]) == (302, reverse("mfa_reauthenticate"))
    assert person.dark_since is None

    client.post(asked.url, {"code": steps.factor_code(secret), "next": reverse(SAFETY)})

    person.refresh_from_db()
    assert person.dark_since is not None


def test_who_signs_in_by_mailed_codes_signs_in_anew():
    person = make.user()
    client = Client()
    client.force_login(person)

    asked = client.post(reverse(SAFETY))

    person.refresh_from_db()
    assert (asked.status_code, asked.url.split("?")[0]) == (302, reverse("account_login"))
    assert person.dark_since is None
    assert client.get("/api/v1/me").status_code == 401

    client.post(reverse("account_request_login_code"), {"email": person.email})
    client.post(reverse("account_confirm_login_code"), {"code": steps.code()})
    answer = client.post(reverse(SAFETY))

    person.refresh_from_db()
    assert answer.status_code == 303
    assert person.dark_since is not None
