"""The second step: setting it up, signing in with it, what it guards."""

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from accounts.http import second_factor_first
from accounts.models import User
from accounts.permissions import is_moderator, needs_second_factor
from tests import make
from tests.accounts import steps


def with_factor(**given):
    user = make.user(password=steps.PASSWORD, **given)
    secret = steps.add_factor(user)
    return user, secret


def confirmed(client, user):
    steps.sign_in(client, user)
    client.post(reverse("account_reauthenticate"), {"password": steps.PASSWORD})


def test_setting_up_marks_the_account_and_gives_recovery_codes(client):
    user = make.user(password=steps.PASSWORD)
    confirmed(client, user)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret

    response = client.post(reverse("mfa_activate_totp"), {"code": steps.factor_code(secret)})

    user.refresh_from_db()
    assert (response.status_code, steps.factors(user)) == (302, ["recovery_codes", "totp"])
    assert user.has_second_factor
    assert secret not in Authenticator.objects.get(type="totp").data["secret"]
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200


def test_setting_up_gives_the_log_in_a_new_key(client, django_capture_on_commit_callbacks):
    user = make.user(password=steps.PASSWORD)
    confirmed(client, user)
    key = client.session.session_key
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": steps.factor_code(secret)})

    assert client.session.session_key != key
    assert client.get(reverse("settings:index")).status_code == 200
    assert [m.subject for m in steps.mails()] == ["The second step is on"]


def test_setting_up_needs_who_it_is(client):
    user = make.user(password=steps.PASSWORD)
    steps.sign_in(client, user)

    response = client.get(reverse("mfa_activate_totp"))

    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("account_reauthenticate"))


def test_sign_in_asks_for_the_code_and_until_then_nobody_is_in(client):
    user, secret = with_factor()

    first = steps.sign_in(client, user)
    between = client.get(reverse("settings:index")).status_code
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code
    second = client.post(reverse("mfa_authenticate"), {"code": steps.factor_code(secret)})

    assert (first.url, between, wrong) == (reverse("mfa_authenticate"), 302, 422)
    assert (second.status_code, client.session["_auth_user_id"]) == (302, str(user.pk))


def test_code_of_the_mail_does_not_replace_the_second_step(client):
    user, _secret = with_factor()

    client.post(reverse("account_request_login_code"), {"email": user.email})
    response = client.post(reverse("account_confirm_login_code"), {"code": steps.code()})

    assert response.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session


def test_same_code_twice_is_refused(client):
    user, secret = with_factor()
    with time_machine.travel(make.NOW, tick=False):
        code = steps.factor_code(secret)
        steps.sign_in(client, user)
        client.post(reverse("mfa_authenticate"), {"code": code})
        client.post(reverse("account_logout"))
        steps.sign_in(client, user)

        again = client.post(reverse("mfa_authenticate"), {"code": code})

    assert again.status_code == 422


def test_recovery_code_opens_once(client):
    user, _secret = with_factor()
    code = RecoveryCodes.activate(user).get_unused_codes()[0]

    steps.sign_in(client, user)
    first = client.post(reverse("mfa_authenticate"), {"code": code})
    client.post(reverse("account_logout"))
    steps.sign_in(client, user)
    second = client.post(reverse("mfa_authenticate"), {"code": code})

    assert (first.status_code, second.status_code) == (302, 422)


def test_too_many_wrong_codes_are_429(client):
    user, _secret = with_factor()
    steps.sign_in(client, user)

    answers = [client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code for _ in range(11)]

    assert 429 in answers
    assert answers[-1] == 429


def test_password_alone_does_not_confirm_who_has_a_second_factor(client):
    user, secret = with_factor()
    steps.sign_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": steps.factor_code(secret)})

    asked = client.get(reverse("mfa_deactivate_totp"))
    by_password = client.post(reverse("account_reauthenticate"), {"password": steps.PASSWORD})

    assert asked.url.split("?")[0] == reverse("mfa_reauthenticate")
    assert by_password.url.split("?")[0] == reverse("mfa_reauthenticate")
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 302


def test_switching_off_ends_powers_and_sockets():
    user, _secret = with_factor()
    User.objects.filter(pk=user.pk).update(epoch=0)

    Authenticator.objects.get(user=user, type="totp").delete()

    user.refresh_from_db()
    assert (user.has_second_factor, user.epoch) == (False, 1)


def test_recovery_codes_alone_are_no_second_factor():
    user = make.user()

    RecoveryCodes.activate(user)

    user.refresh_from_db()
    assert not user.has_second_factor


def test_powers_wait_for_the_second_factor():
    user = make.moderator()
    User.objects.filter(pk=user.pk).update(second_factor_since=None)
    user = User.objects.get(pk=user.pk)

    assert (is_moderator(user), needs_second_factor(user)) == (False, True)


def test_second_factor_first_leads_to_setting_one_up():
    view = second_factor_first(lambda request: HttpResponse("in"))
    request = RequestFactory().get("/en/moderation/")
    user = make.moderator()

    request.user = user
    inside = view(request)
    user.second_factor_since = None
    led = view(request)

    assert inside.content == b"in"
    assert (led.status_code, led["Location"]) == (
        303,
        f"{reverse('mfa_activate_totp')}?next=%2Fen%2Fmoderation%2F",
    )


def test_nudge_says_what_is_missing(rf):
    from accounts.context import nudge

    request = rf.get("/")
    answers = []
    lacking = make.moderator()
    lacking.second_factor_since = None
    for user in (make.user(), lacking, make.suspended()):
        request.user = user
        answers.append(nudge(request)["nudge"])

    assert answers == ["", "accounts/_second_factor_banner.html", "accounts/_suspended_banner.html"]


@pytest.mark.parametrize("name", ["mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"])
def test_pages_of_the_second_step_stand(client, name):
    user, secret = with_factor()
    RecoveryCodes.activate(user)
    steps.sign_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": steps.factor_code(secret)})
    client.post(reverse("mfa_reauthenticate"), {"code": steps.factor_code(secret, ahead=1)})

    assert client.get(reverse(name)).status_code == 200


def test_every_page_reminds_who_has_powers_without_a_second_factor(client):
    user = make.moderator()
    User.objects.filter(pk=user.pk).update(second_factor_since=None)
    client.force_login(user)

    body = client.get(reverse("settings:index")).content.decode()

    assert reverse("mfa_activate_totp") in body
