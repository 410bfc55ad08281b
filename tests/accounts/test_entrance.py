"""Joining, signing in and out, as a browser meets them."""

import hashlib

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts import log_ins, names
from accounts.models import Consent, User
from tests import make
from tests.accounts import steps


def test_sign_up_asks_for_exactly_these(client):
    response = client.get(reverse("account_signup"))

    fields = [field.name for field in response.context["form"].visible_fields()]
    assert fields == ["email", "name", "password1", "age", "terms"]


def test_sign_up_makes_an_unverified_account_with_its_consents_and_mails_a_code(client):
    response = steps.sign_up(client)

    user = User.objects.get()
    assert (response.status_code, response.url) == (302, reverse("account_email_verification_sent"))
    assert (user.name, user.handle, user.language, str(user.zone)) == (
        "Amina Diallo",
        "amina-diallo",
        "en",
        "UTC",
    )
    assert (user.is_verified, "_auth_user_id" in client.session) == (False, False)
    assert [m.to for m in steps.mails()] == [["amina@example.org"]]


def test_consents_keep_the_hash_of_the_very_text_that_was_shown(client):
    page = client.get(reverse("account_signup"))
    shown = {name: str(page.context["form"].fields[name].label) for name in ("age", "terms")}

    steps.sign_up(client)

    kept = {c.purpose: (c.text_hash, c.language) for c in Consent.objects.all()}
    assert kept == {name: (hashlib.sha256(text.encode()).hexdigest(), "en") for name, text in shown.items()}


def test_code_from_the_mail_verifies_the_address_and_signs_in(client):
    steps.sign_up(client)

    response = steps.confirm(client)

    user = User.objects.get()
    assert (response.status_code, response.url) == (302, "/en/")
    assert (user.is_verified, client.session["_auth_user_id"]) == (True, str(user.pk))
    assert client.get(reverse("settings:index")).status_code == 200


def test_three_wrong_codes_end_the_attempt(client):
    steps.sign_up(client)

    page = reverse("account_email_verification_sent")
    answers = [client.post(page, {"code": "BBBB-BBBB"}).status_code for _ in range(3)]

    assert answers == [422, 422, 302]
    assert not User.objects.get().is_verified


def test_account_takes_language_and_zone_of_the_page_it_was_made_on(client):
    response = client.post("/fr/accounts/signup/", {**steps.FORM, "zone": "Africa/Accra"})

    user = User.objects.get()
    assert response.url == "/fr/accounts/confirm-email/"
    assert (user.language, str(user.zone)) == ("fr", "Africa/Accra")
    assert {c.language for c in user.consents.all()} == {"fr"}


@pytest.mark.parametrize("zone", ["Mars/Base", "../../etc/passwd", ""])
def test_unknown_zone_is_utc(client, zone):
    steps.sign_up(client, zone=zone)

    assert str(User.objects.get().zone) == "UTC"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"age": ""}, "age"),
        ({"terms": ""}, "terms"),
        ({"email": "nobody"}, "email"),
        ({"name": ""}, "name"),
        ({"name": "Admin"}, "name"),
        ({"password1": "password1234"}, "password1"),
        ({"password1": "Amina Diallo 77"}, "password1"),
        ({"password1": "short"}, "password1"),
        ({"name": "A\x00mina"}, "name"),
        ({"email": "a\x00@example.org"}, "email"),
    ],
)
def test_sign_up_refuses_beside_the_field_and_stores_nothing(client, changed, field):
    response = steps.sign_up(client, **changed)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert User.objects.count() == 0


@pytest.mark.parametrize("name", ["amina diallo", "Аmina Diallo", "Amina-Diallo", "Arnina DiaIlo"])
def test_sign_up_refuses_a_name_that_looks_like_another(client, name):
    make.user(name="Amina Diallo")

    response = steps.sign_up(client, name=name)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["name"]


def answer(response, cookies) -> tuple:
    return response.status_code, response.headers.get("Location"), sorted(response.cookies), sorted(cookies)


def test_sign_up_answers_alike_for_known_and_unknown_addresses(client):
    make.user(email="amina@example.org", password=steps.PASSWORD)
    page = reverse("account_email_verification_sent")

    known = answer(steps.sign_up(client), client.cookies)
    known_page = client.get(page).content.decode()
    known_wrong = client.post(page, {"code": "BBBB-BBBB"}).status_code
    client.cookies.clear()
    unknown = answer(steps.sign_up(client, email="other@example.org", name="Bintou Sow"), client.cookies)
    unknown_page = client.get(page).content.decode()
    unknown_wrong = client.post(page, {"code": "BBBB-BBBB"}).status_code

    assert known == unknown
    assert _plain(known_page, "amina@example.org") == _plain(unknown_page, "other@example.org")
    assert known_wrong == unknown_wrong == 422
    assert User.objects.count() == 2
    assert [m.subject for m in steps.mails()] == ["You have an account already", "Your code"]


def _plain(page: str, address: str) -> str:
    import re

    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|name="csrf-token" content="\w+"', "", page)
    return page.replace(address, "ADDRESS")


def test_name_tried_with_a_known_address_is_taken_afterwards_as_with_an_unknown_one(client):
    make.user(email="amina@example.org")

    steps.sign_up(client, name="Zork")

    assert names.is_taken("zork")


@pytest.mark.parametrize("door", ["account_reset_password", "account_request_login_code"])
def test_codes_are_promised_alike_for_known_and_unknown_addresses(client, door):
    make.user(email="amina@example.org", password=steps.PASSWORD)

    known = answer(client.post(reverse(door), {"email": "amina@example.org"}), client.cookies)
    client.cookies.clear()
    unknown = answer(client.post(reverse(door), {"email": "other@example.org"}), client.cookies)

    assert known == unknown
    assert [m.subject for m in steps.mails()] == ["Your code", "There is no account with this address"]


def test_mail_is_in_the_language_of_the_account_not_of_who_asks(client):
    make.user(email="amina@example.org", language="fr")

    steps.sign_up(client)

    assert "http://testserver/fr/accounts/login/" in steps.mails()[0].body


def test_mails_name_no_network_address_and_no_host_of_the_request(client):
    user = make.user(password=steps.PASSWORD)
    steps.sign_in(client, user)

    client.post(
        reverse("account_change_password"),
        {"oldpassword": steps.PASSWORD, "password1": "seven green tables dance"},
        headers={"User-Agent": "Odd/1"},
    )

    body = steps.mails()[-1].body
    assert "127.0.0.1" not in body
    assert "Odd/1" not in body
    assert "http://testserver/en/accounts/password/reset/" in body


def test_sign_in_with_password(client):
    user = make.user(password=steps.PASSWORD)

    response = steps.sign_in(client, user)

    assert (response.status_code, response.url) == (302, "/en/")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_sign_in_changes_the_session_key(client):
    user = make.user(password=steps.PASSWORD)
    client.post(reverse("account_reset_password"), {"email": user.email})
    before = client.session.session_key

    steps.sign_in(client, user)

    assert before
    assert client.session.session_key != before


def test_sign_in_goes_back_to_where_it_was_needed_but_never_elsewhere(client):
    user = make.user(password=steps.PASSWORD)
    form = {"login": user.email, "password": steps.PASSWORD}

    away = client.post(reverse("account_login"), {**form, "next": "https://evil.example/"})
    client.logout()
    back = client.post(reverse("account_login"), {**form, "next": "/en/settings/"})

    assert (away.url, back.url) == ("/en/", "/en/settings/")


def test_wrong_password_is_422_and_says_the_same_for_nobody(client):
    user = make.user(password=steps.PASSWORD)

    known = steps.sign_in(client, user, "wrong password 12")
    unknown = client.post(
        reverse("account_login"), {"login": "no@example.org", "password": "wrong password 12"}
    )

    assert known.status_code == unknown.status_code == 422
    assert known.context["form"].errors == unknown.context["form"].errors


def test_sixth_wrong_password_in_five_minutes_is_429_with_a_time(client):
    user = make.user(password=steps.PASSWORD)

    answers = [steps.sign_in(client, user, "wrong password 12") for _ in range(7)]

    assert [a.status_code for a in answers] == [422] * 5 + [429] * 2
    assert answers[-1]["Retry-After"] == "300"


def test_forged_forwarding_header_does_not_reset_the_count(client):
    user = make.user(password=steps.PASSWORD)

    answers = [
        client.post(
            reverse("account_login"),
            {"login": user.email, "password": "wrong password 12"},
            headers={"X-Forwarded-For": f"10.0.0.{n}"},
        ).status_code
        for n in range(6)
    ]

    assert answers == [422] * 5 + [429]


def test_many_accounts_from_one_address_are_429(client):
    answers = [
        client.post(
            reverse("account_login"), {"login": f"p{n}@example.org", "password": "wrong password 12"}
        ).status_code
        for n in range(12)
    ]

    assert answers == [422] * 10 + [429] * 2


def test_owner_gets_in_from_a_known_device_during_an_attack(client, client_class):
    user = make.user(password=steps.PASSWORD)
    steps.sign_in(client, user)
    client.post(reverse("account_logout"))
    attacker = client_class(REMOTE_ADDR="203.0.113.9")
    for _ in range(6):
        steps.sign_in(attacker, user, "wrong password 12")

    owner = steps.sign_in(client, user)
    other_device = steps.sign_in(client_class(REMOTE_ADDR="198.51.100.7"), user)

    assert (owner.status_code, other_device.status_code) == (302, 429)


@pytest.fixture
def client_class():
    from django.test import Client

    return Client


def test_sign_in_by_code(client):
    user = make.user(password=steps.PASSWORD)

    client.post(reverse("account_request_login_code"), {"email": user.email})
    response = client.post(reverse("account_confirm_login_code"), {"code": steps.code()})

    assert (response.status_code, client.session["_auth_user_id"]) == (302, str(user.pk))


def test_code_sign_in_ends_the_password_of_whoever_signed_the_address_up(client, client_class):
    steps.sign_up(client_class(), email="victim@example.org")

    client.post(reverse("account_request_login_code"), {"email": "victim@example.org"})
    client.post(reverse("account_confirm_login_code"), {"code": steps.code()})

    user = User.objects.get()
    assert (user.is_verified, user.has_usable_password()) == (True, False)
    assert steps.sign_in(client_class(), user).status_code == 422


def test_password_reset_by_code_ends_every_log_in_and_does_not_sign_in(client, client_class):
    user = make.user(password=steps.PASSWORD)
    old = client_class()
    steps.sign_in(old, user)

    client.post(reverse("account_reset_password"), {"email": user.email})
    client.post(reverse("account_confirm_password_reset_code"), {"code": steps.code()})
    done = client.post(
        reverse("account_complete_password_reset"), {"password1": "seven green tables dance"}, follow=True
    )

    user.refresh_from_db()
    assert done.status_code == 200
    assert "_auth_user_id" not in client.session
    assert user.epoch == 1
    assert old.get(reverse("settings:index")).status_code == 302
    assert steps.sign_in(client, user, "seven green tables dance").status_code == 302


def test_reset_refuses_a_common_password(client):
    user = make.user(password=steps.PASSWORD)
    client.post(reverse("account_reset_password"), {"email": user.email})
    client.post(reverse("account_confirm_password_reset_code"), {"code": steps.code()})

    response = client.post(reverse("account_complete_password_reset"), {"password1": "iloveyou1234"})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["password1"])


def test_sign_out_asks_the_browser_to_forget_and_lands_home(client):
    user = make.user(password=steps.PASSWORD)
    steps.sign_in(client, user)

    response = client.post(reverse("account_logout"))

    assert (response.status_code, response.url) == (302, "/en/")
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get(reverse("settings:index")).status_code == 302
    assert log_ins.mine(user) == []


def test_sign_out_by_get_changes_nothing(client):
    user = make.user(password=steps.PASSWORD)
    steps.sign_in(client, user)

    client.get(reverse("account_logout"))

    assert client.session["_auth_user_id"] == str(user.pk)


def test_erased_account_cannot_sign_in(client):
    user = make.user(password=steps.PASSWORD, erased_at=make.NOW)

    steps.sign_in(client, user)

    assert client.get(reverse("settings:index")).status_code == 302


def test_suspended_person_signs_in_and_reads_why(client):
    user = make.suspended(password=steps.PASSWORD)

    assert steps.sign_in(client, user).status_code == 302
    assert client.get(reverse("settings:index")).status_code == 403
    assert "A reason." in client.get(reverse("settings:standing")).content.decode()


def test_email_change_needs_who_it_is_a_code_and_tells_the_old_address(client):
    user = make.user(password=steps.PASSWORD)
    steps.sign_in(client, user)
    page, before = reverse("account_email"), user.email

    first = client.post(page, {"email": "new@example.org", "action_add": "1"})
    again = client.post(first.url, {"password": steps.PASSWORD})
    client.post(reverse("account_email_verification_sent"), {"code": steps.code()})

    user.refresh_from_db()
    old = [m for m in steps.mails() if m.subject == "Your e-mail address was changed"]
    assert (first.url.split("?")[0], again.status_code) == (reverse("account_reauthenticate"), 302)
    assert user.email == "new@example.org"
    assert [a.email for a in EmailAddress.objects.filter(user=user)] == ["new@example.org"]
    assert len(old) == 1
    assert old[0].to == [before]


def test_re_authentication_lasts_five_minutes(client):
    user = make.user(password=steps.PASSWORD)
    with time_machine.travel(timezone.now()) as clock:
        steps.sign_in(client, user)
        client.post(reverse("account_reauthenticate"), {"password": steps.PASSWORD})
        soon = client.get(reverse("mfa_activate_totp"))
        clock.shift(301)

        late = client.get(reverse("mfa_activate_totp"))

    assert (soon.status_code, late.status_code) == (200, 302)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize(
    "path", ["login/", "signup/", "login/code/", "password/reset/", "confirm-email/", "inactive/", "logout/"]
)
def test_pages_of_the_entrance_stand_in_every_language(client, language, path):
    response = client.get(f"/{language}/accounts/{path}")

    assert response.status_code in (200, 302)


def test_no_page_of_other_peoples_sign_in(client):
    assert client.get("/en/accounts/3rdparty/").status_code == 404


def test_password_field_can_be_filled_by_managers(client):
    join = client.get(reverse("account_signup")).content.decode()
    enter = client.get(reverse("account_login")).content.decode()

    assert 'type="password"' in join
    assert 'autocomplete="new-password"' in join
    assert 'autocomplete="email"' in join
    assert 'autocomplete="current-password"' in enter
    assert 'autocomplete="username"' in enter
    assert len(mail.outbox) == 0
