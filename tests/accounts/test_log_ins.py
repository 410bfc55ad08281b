"""The list of log-ins: what is kept, how long they last, how they end."""

import datetime as dt

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts import devices, log_ins
from tests import make
from tests.accounts import steps

PHONE = "Mozilla/5.0 (Linux; Android 9; SM-J415F) AppleWebKit/537.36 Chrome/96.0.4664.45 Mobile Safari/537.36"
LAPTOP = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"


def signed_in(user, description: str = PHONE) -> Client:
    browser = Client(headers={"User-Agent": description}, REMOTE_ADDR="203.0.113.77")
    steps.sign_in(browser, user)
    return browser


def test_list_names_devices_in_words_and_no_network_address():
    user = make.user(password=steps.PASSWORD)
    phone, _laptop = signed_in(user, PHONE), signed_in(user, LAPTOP)

    body = phone.get(reverse("usersessions_list")).content.decode()

    assert "Chrome on Android" in body
    assert "Firefox on Linux" in body
    assert "203.0" not in body
    assert set(UserSession.objects.values_list("ip", "user_agent")) == {
        ("0.0.0.0", "Chrome/Android"),
        ("0.0.0.0", "Firefox/Linux"),
    }


@pytest.mark.parametrize(
    ("description", "words"),
    [
        (PHONE, "Chrome on Android"),
        (LAPTOP, "Firefox on Linux"),
        ("Opera/9.80 (J2ME/MIDP; Opera Mini/9 (Compatible; MSIE:9.0; iPhone;", "Opera Mini on iPhone"),
        ("curl/8.0", "An unknown device"),
        ("", "An unknown device"),
        ("<script>alert(1)</script>", "An unknown device"),
    ],
)
def test_kind_of_device_in_words(description, words):
    kind = devices.kind_of(description)

    assert devices.in_words(kind) == words
    assert devices.kind_of(kind) == kind


def test_ending_one_ends_only_that_one():
    user = make.user(password=steps.PASSWORD)
    phone, laptop, third = signed_in(user), signed_in(user, LAPTOP), signed_in(user)
    row = UserSession.objects.get(session_key=laptop.session.session_key)

    response = phone.post(reverse("usersessions_list"), {"end": row.pk})

    assert response.status_code == 303
    answers = [browser.get(reverse("settings:index")).status_code for browser in (phone, laptop, third)]
    assert answers == [200, 302, 200]
    user.refresh_from_db()
    assert user.epoch == 0
    assert Session.objects.count() == 2


def test_ending_all_others_keeps_this_one():
    user = make.user(password=steps.PASSWORD)
    phone, laptop, third = signed_in(user), signed_in(user, LAPTOP), signed_in(user)

    phone.post(reverse("usersessions_list"), {"others": "1"})

    answers = [browser.get(reverse("settings:index")).status_code for browser in (phone, laptop, third)]
    assert answers == [200, 302, 302]


@pytest.mark.parametrize("value", ["0", "x", "-1", "9" * 30, "١"])
def test_nobody_ends_what_is_not_theirs(value):
    user, other = make.user(password=steps.PASSWORD), make.user(password=steps.PASSWORD)
    phone, theirs = signed_in(user), signed_in(other)

    phone.post(reverse("usersessions_list"), {"end": value})
    phone.post(reverse("usersessions_list"), {"end": UserSession.objects.get(user=other).pk})

    assert theirs.get(reverse("settings:index")).status_code == 200


def test_password_change_ends_the_others_and_keeps_this_one():
    user = make.user(password=steps.PASSWORD)
    phone, laptop = signed_in(user), signed_in(user, LAPTOP)
    old = laptop.session.session_key

    response = phone.post(
        reverse("account_change_password"),
        {"oldpassword": steps.PASSWORD, "password1": "seven green tables dance"},
    )

    assert response.status_code == 302
    assert phone.get(reverse("settings:index")).status_code == 200
    assert laptop.get(reverse("settings:index")).status_code == 302
    assert not Session.objects.filter(session_key=old).exists()


def test_suspension_ends_every_log_in():
    from accounts import actions

    user = make.user(password=steps.PASSWORD)
    phone = signed_in(user)

    actions.suspend(user, by=make.moderator(), why="x", until=None, at=make.NOW)

    assert phone.get(reverse("settings:standing")).status_code == 302


@pytest.mark.parametrize(
    ("who", "days", "stands"),
    [
        (make.user, 13, True),
        (make.user, 15, False),
        (make.moderator, 0.4, True),
        (make.moderator, 0.6, False),
    ],
)
def test_log_in_ends_when_it_is_not_used(client, who, days, stands):
    user = who()
    client.force_login(user)
    with time_machine.travel(make.NOW) as clock:
        client.get(reverse("settings:index"))
        clock.shift(dt.timedelta(days=days))

        response = client.get(reverse("settings:index"))

    assert (response.status_code == 200) is stands


def test_log_in_ends_after_ninety_days_of_use():
    user = make.user(password=steps.PASSWORD)
    with time_machine.travel(make.NOW, tick=False) as clock:
        phone = signed_in(user)
        answers = []
        for _ in range(10):
            clock.shift(dt.timedelta(days=10))
            answers.append(phone.get(reverse("settings:index")).status_code)

    assert answers == [200] * 9 + [302]


def test_reading_pages_writes_only_now_and_then(client, django_assert_max_num_queries):
    user = make.user()
    client.force_login(user)
    client.get(reverse("settings:standing"))

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("settings:standing"))

    assert [q["sql"] for q in asked if not q["sql"].startswith("SELECT")] == []


def test_staff_log_ins_are_shorter():
    assert log_ins.lifetimes(make.user()) == (14 * 86400, 90 * 86400)
    assert log_ins.lifetimes(make.officer()) == (12 * 3600, 7 * 86400)
