"""Leaving quickly: out, forgotten, on a page that says nothing; and titles that tell the history nothing."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from django.urls import reverse

from tests import make
from tests.accounts import steps

EXIT = "/safety/quick-exit"
SENSITIVE = [
    "settings:index", "settings:privacy", "settings:blocked", "settings:safety", "settings:standing", "profile:openings",
    "notifications:list", "notifications:settings", "usersessions_list", "account_email", "mfa_index",
]  # fmt: skip


def test_one_press_signs_out_and_lets_the_browser_forget(client):
    person = make.user(password=steps.PASSWORD)
    steps.sign_in(client, person)
    elsewhere = Client()
    steps.sign_in(elsewhere, person)
    known = set(client.cookies)

    answer = client.post(EXIT)

    assert (answer.status_code, answer["Location"]) == (303, "/blank/")
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert {name for name in known if client.cookies[name].value} == set()
    assert client.get("/api/v1/me").status_code == 401
    assert elsewhere.get("/api/v1/me").status_code == 200
    assert Session.objects.count() == 1


def test_visitors_may_leave_quickly_too(client):
    answer = client.post(EXIT)

    assert (answer.status_code, answer["Location"]) == (303, "/blank/")
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'


def test_a_link_or_another_site_cannot_make_somebody_leave(client):
    person = make.user(password=steps.PASSWORD)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person)

    assert strict.get(EXIT).status_code == 405
    assert strict.post(EXIT).status_code == 403
    assert strict.get("/api/v1/me").status_code == 200


def test_whoever_runs_the_site_chooses_where_to(client):
    client.force_login(make.user())

    with override_settings(QUICK_EXIT_ADDRESS="https://weather.example/today"):
        page = client.get(reverse("settings:index")).content.decode()
        answer = client.post(EXIT)

    assert "weather.example" not in page
    assert answer["Location"] == "https://weather.example/today"


def test_the_neutral_page_says_nothing_of_the_site(client):
    answer = client.get("/blank/")

    body = answer.content.decode()
    assert answer.status_code == 200
    assert "Both Shores" not in body
    assert re.findall(r"<(?:a|img|script|link)\b", body) == []
    assert re.search(r"<body>\s*</body>", body)


@pytest.mark.parametrize("name", SENSITIVE)
def test_titles_of_sensitive_pages_tell_the_history_nothing(client, name):
    client.force_login(make.user(password=steps.PASSWORD))

    body = client.get(reverse(name), follow=True).content.decode()

    assert re.search(r"<title>\s*(.*?)\s*</title>", body, re.DOTALL)[1] == "Both Shores"
    assert '<form id="quick-exit" method="post" action="/safety/quick-exit"' in body
    assert body.count('form="quick-exit"') == 2  # in the account menu, and on the page itself
    assert f'{settings.STATIC_URL}accounts/quick-exit.js"' in body


def test_a_form_that_came_back_still_says_so_first(client):
    client.force_login(make.user(password=steps.PASSWORD))

    body = client.post(reverse("settings:safety"), {"password": ""}).content.decode()

    assert re.search(r"<title>\s*(.*?)\s*</title>", body, re.DOTALL)[1] == "Error: Both Shores"


def test_every_page_of_somebody_signed_in_has_the_button_in_the_menu(client):
    client.force_login(make.user())

    body = client.get(reverse("communities:list")).content.decode()

    assert body.count('form="quick-exit"') == 1
    assert '<form id="quick-exit"' in body
    assert "quick-exit" not in Client().get(reverse("communities:list")).content.decode()
