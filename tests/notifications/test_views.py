"""The pages of notices: what agrees, what changes, and for whom."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.template.loader import get_template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.events import blocked
from accounts.models import Block
from core.events import announce
from notifications import actions, queries
from tests import make

LIST = "/en/notifications/"
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def tell(person, key="1", *, place="Kumasi", path="/communities/", about=None):
    about_id = about.pk if about else None
    return actions.notify(
        person.pk, "test.reply", key=key, facts={"place": place}, path=path, about_id=about_id
    )


@pytest.fixture
def reader(client):
    person = make.user()
    client.force_login(person)
    return person


def numbers(html: str) -> dict:
    """The number of unread notices wherever the page says it."""
    title = re.search(r"<title>\s*(?:\((\d+)\) )?", html)[1]
    header = re.search(r'class="icon-btn".*?<span class="count"[^>]*>(\d+)</span>', html, re.S)
    tab = re.search(r'show=unread"[^>]*>[^<]*<span class="count"[^>]*>(\d+)</span>', html)
    return {
        "title": int(title or 0),
        "header": int(header[1]) if header else 0,
        "tab": int(tab[1]) if tab else 0,
        "rows": len(re.findall(r'<li class="unread"', html)),
    }


def test_list_leads_visitors_to_sign_in(client):
    response = client.get(LIST)

    assert response.status_code == 302
    assert response.url == "/en/accounts/login/?next=/en/notifications/"


def test_list_says_the_same_number_everywhere_after_one_was_read_elsewhere(client, reader):
    other_tab = client.__class__()
    other_tab.force_login(reader)
    for key in "abc":
        tell(reader, key)
    before = numbers(client.get(LIST).content.decode())

    other_tab.post(f"{LIST}2/open/")
    after = numbers(client.get(LIST).content.decode())
    unread = numbers(client.get(LIST, {"show": "unread"}).content.decode())

    assert before == {"title": 3, "header": 3, "tab": 3, "rows": 3}
    assert after == unread == {"title": 2, "header": 2, "tab": 2, "rows": 2}


def test_list_says_the_same_number_everywhere_after_a_block(
    client, reader, django_capture_on_commit_callbacks
):
    author = make.user()
    tell(reader, "a", about=author)
    tell(reader, "b")
    Block.objects.create(by=reader, whom=author)

    with django_capture_on_commit_callbacks(execute=True):
        announce(blocked, by_id=reader.pk, whom_id=author.pk)

    said = numbers(client.get(LIST).content.decode())
    assert said == {"title": 1, "header": 1, "tab": 1, "rows": 1}


def test_opening_marks_as_read_and_leads_there(client, reader):
    tell(reader, path="/communities/accra/")

    response = client.post("/fr/notifications/1/open/")

    assert (response.status_code, response.url) == (303, "/fr/communities/accra/")
    assert queries.unread_count(reader) == 0


def test_opening_by_get_changes_nothing(client, reader):
    tell(reader)

    response = client.get(f"{LIST}1/open/")

    assert response.status_code == 405
    assert queries.unread_count(reader) == 1


def test_opening_what_may_not_be_known_any_more_leads_back_to_the_list(client, reader):
    tell(reader, place="secret", path="/communities/secret/")

    response = client.post(f"{LIST}1/open/")

    assert (response.status_code, response.url) == (303, LIST)
    assert queries.unread_count(reader) == 0


@pytest.mark.parametrize("number", ["2", "0", "9" * 30])
def test_opening_a_notice_that_is_not_ones_own_is_not_found(client, reader, number):
    tell(reader)
    tell(make.user(), "a")

    assert client.post(f"{LIST}{number}/open/").status_code == 404


def test_reading_all_and_taking_it_back(client, reader):
    tell(reader, "a")
    tell(reader, "b")

    client.post(f"{LIST}all-read/")
    marked = client.get(LIST).content.decode()
    client.post(f"{LIST}all-read/undo/")
    undone = client.get(LIST).content.decode()

    assert "All notifications are marked as read." in marked
    assert numbers(marked)["rows"] == 0
    assert "2 notices are unread again." in undone
    assert numbers(undone)["rows"] == 2


def test_list_escapes_facts(client, reader):
    tell(reader, place="<script>alert(1)</script>")

    html = client.get(LIST).content.decode()

    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize("before", ["", "x", "-1", "1.5", "٣", "9" * 30, "1\x00"])
def test_list_before_nonsense_is_not_found(client, reader, before):
    assert client.get(LIST, {"before": before}).status_code == 404


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "No notifications yet"),
        ("?show=unread", "Nothing unread"),
        ("?before=1", "No older notifications"),
    ],
)
def test_list_without_notices_says_what_belongs_here(client, reader, query, says):
    assert says in client.get(LIST + query).content.decode()


def test_list_pages_link_to_what_is_older(client, reader):
    for n in range(21):
        tell(reader, str(n))

    first = client.get(LIST).content.decode()
    second = client.get(f"{LIST}?before=2").content.decode()

    assert 'rel="next" href="?before=2"' in first
    assert 'rel="next"' not in second


def test_list_costs_the_same_for_one_and_for_three(client, reader):
    costs = []
    client.get(LIST)  # navigation and site are remembered from here on
    for n in range(3):
        tell(reader, str(n), about=make.user())
        with CaptureQueriesContext(connection) as counted:
            client.get(LIST)
        costs.append(len(counted))

    assert costs[0] == costs[2]


def test_mails_are_switched_off_and_on(client, reader):
    client.post(f"{LIST}settings/", {})
    off = queries.mailbox(reader).mails
    response = client.post(f"{LIST}settings/", {"mails": "on"})

    assert (response.status_code, response.url) == (303, f"{LIST}settings/")
    assert (off, queries.mailbox(reader).mails) == (False, True)


def test_mails_are_nobodys_to_choose_while_suspended_and_lead_visitors_to_sign_in(client):
    visitor = client.get(f"{LIST}settings/")
    client.force_login(make.suspended())
    suspended = client.get(f"{LIST}settings/")
    reads = client.get(LIST)

    assert (visitor.status_code, suspended.status_code, reads.status_code) == (302, 403, 200)


def test_stop_asks_first_and_works_without_signing_in(client):
    person = make.user()
    tell(person)
    address = f"{LIST}stop/{actions.stop_token(person.pk)}/"

    asked = client.get(address)
    wanted_after_asking = queries.mailbox(person).mails
    stopped = client.post(address)

    assert (asked.status_code, stopped.status_code) == (200, 200)
    assert (wanted_after_asking, queries.mailbox(person).mails) == (True, False)
    assert person.name not in asked.content.decode() + stopped.content.decode()


def test_stop_is_pressed_by_mail_programs_without_a_form_of_ours():
    person = make.user()
    tell(person)
    address = f"{LIST}stop/{actions.stop_token(person.pk)}/"

    response = Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert queries.mailbox(person).mails is False


@pytest.mark.parametrize("token", ["x", "0" * 64, "%00", "%ED%A0%80"])
def test_stop_with_a_secret_that_nobody_was_given_is_not_found(client, token):
    tell(make.user())

    assert client.get(f"{LIST}stop/{token}/").status_code == 404
    assert client.post(f"{LIST}stop/{token}/").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", ["list.html", "settings.html", "stop.html"])
def test_every_page_renders_in_every_language(client, reader, language, template):
    tell(reader)
    where = {
        "list.html": "",
        "settings.html": "settings/",
        "stop.html": f"stop/{actions.stop_token(reader.pk)}/",
    }

    response = client.get(f"/{language}/notifications/{where[template]}")

    assert response.status_code == 200
    assert f"notifications/{template}" in [used.name for used in response.templates]
    assert (
        f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in response.content.decode()
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_mail_template_renders_in_every_language(language):
    with translation.override(language):
        text = get_template("notifications/mail.txt").render({"site": "A & B", "notices": "n", "stop": "s"})

    assert "A & B" in text
