"""Passkeys: adding, signing in, the second step, and everything that must not open an account."""

import json
import re

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from fido2.utils import websafe_encode

from accounts.models import User
from accounts.permissions import is_moderator
from accounts.personal import DOMAINS, rows
from config.settings.accounts import takes_passkeys
from tests import make
from tests.accounts import steps
from tests.accounts.device import ORIGIN, PRESENT, Device

PHONE = "Mozilla/5.0 (Linux; Android 14) Chrome/130.0"


@pytest.fixture(autouse=True)
def _a_name(settings):
    """The site stands where browsers know passkeys."""
    settings.PUBLIC_ORIGIN = ORIGIN
    settings.MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
    settings.MFA_PASSKEY_LOGIN_ENABLED = True


def confirmed(client, user):
    steps.sign_in(client, user)
    client.post(reverse("account_reauthenticate"), {"password": steps.PASSWORD})


def creation(client) -> dict:
    return json.loads(client.get(reverse("mfa_add_webauthn")).context["options"])


def add(client, device, *, name: str = "Phone", **changed):
    credential = device.create(creation(client), **changed)
    return client.post(reverse("mfa_add_webauthn"), {"name": name, "credential": credential})


def challenge(client) -> dict:
    return client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"}).json()


def present(client, device, **changed):
    """Sign in with a passkey."""
    answer = device.get(challenge(client), **changed)
    return client.post(reverse("mfa_login_webauthn"), {"credential": answer})


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def owner():
    return make.user(pk=4711, password=steps.PASSWORD)  # a number that is written in another way in addresses


@pytest.fixture
def device(owner) -> Device:
    """The passkey of `owner`, added by themselves."""
    client, device = Client(headers={"User-Agent": PHONE}), Device(counter=0)
    confirmed(client, owner)
    add(client, device)
    owner.refresh_from_db()
    return device


def test_adding_marks_the_account_tells_its_owner_and_gives_recovery_codes(
    client, owner, django_capture_on_commit_callbacks
):
    confirmed(client, owner)
    key = client.session.session_key

    with django_capture_on_commit_callbacks(execute=True):
        response = add(client, Device(), name="Old phone")

    owner.refresh_from_db()
    assert (response.status_code, response.url) == (302, reverse("mfa_view_recovery_codes"))
    assert steps.factors(owner) == ["recovery_codes", "webauthn"]
    assert owner.has_second_factor
    assert client.session.session_key != key
    assert [m.subject for m in steps.mails()] == ["A passkey was added"]
    assert "Old phone" in client.get(reverse("mfa_index")).content.decode()


def test_what_the_device_is_told_holds_no_address_and_asks_for_a_verified_person(client, owner):
    confirmed(client, owner)

    asked = creation(client)["publicKey"]

    assert owner.email not in json.dumps(asked)
    assert (asked["rp"]["id"], asked["user"]["name"]) == ("shores.example", owner.handle)
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert asked["authenticatorSelection"]["residentKey"] == "required"


def test_a_passkey_is_called_like_the_device_unless_it_is_given_a_name(owner):
    client = Client(headers={"User-Agent": PHONE})
    confirmed(client, owner)

    add(client, Device(), name="")

    assert Authenticator.objects.get(type="webauthn").wrap().name == "Chrome on Android"


def test_only_what_is_needed_is_stored(client, owner):
    confirmed(client, owner)
    answer = json.loads(Device().create(creation(client)))
    answer |= {"note": "x" * 100, "clientExtensionResults": {"y": "z"}}

    client.post(reverse("mfa_add_webauthn"), {"name": "", "credential": json.dumps(answer)})

    stored = Authenticator.objects.get(type="webauthn").data["credential"]
    assert set(stored) == {"id", "rawId", "type", "response", "clientExtensionResults"}
    assert stored["clientExtensionResults"] == {"credProps": {"rk": True}}


@pytest.mark.parametrize("page", ["mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_changes_need_who_it_is(owner, device, page):
    client = Client()
    present(client, device)
    row = Authenticator.objects.get(type="webauthn")
    address = reverse(page, kwargs={} if "add" in page else {"pk": row.pk})

    answers = [client.get(address), client.post(address, {"name": "Mine now"})]

    assert {a.url.split("?")[0] for a in answers} == {reverse("mfa_reauthenticate_webauthn")}
    assert Authenticator.objects.get(pk=row.pk).wrap().name == "Phone"


@pytest.mark.parametrize(
    "changed",
    [{"origin": "https://evil.example"}, {"origin": "https://a.shores.example"}, {"origin": f"{ORIGIN}:8443"},
     {"site": "evil.example"}, {"flags": PRESENT}],
    ids=["other site", "name below", "other port", "other relying party", "nobody verified"],
)  # fmt: skip
def test_adding_refuses_what_was_made_elsewhere_or_without_a_person(client, owner, changed):
    confirmed(client, owner)

    response = add(client, Device(), **changed)

    assert response.status_code == 422
    assert "did not work here" in response.content.decode()
    assert steps.factors(owner) == []


def test_the_same_passkey_twice_and_an_eleventh_are_refused(client, owner):
    confirmed(client, owner)
    first = Device()
    add(client, first)

    again = add(client, first)
    for _number in range(9):
        add(client, Device())
    eleventh = add(client, Device())

    assert (again.status_code, eleventh.status_code) == (422, 422)
    assert "ten passkeys" in eleventh.content.decode()
    assert Authenticator.objects.filter(type="webauthn").count() == 10


# -- signing in


def test_a_passkey_opens_the_account_at_once(owner, device):
    client = Client()

    response = present(client, device)

    assert (response.status_code, client.session["_auth_user_id"]) == (302, str(owner.pk))
    assert client.get(reverse("settings:index")).status_code == 200
    assert client.get(reverse("usersessions_list")).content.decode().count("First used") == 2


def test_signing_in_leads_on_to_a_page_of_ours_only(device):
    ends = []
    for wish in ("/en/settings/", "https://evil.example/"):
        client = Client()
        answer = device.get(challenge(client))
        sent = client.post(reverse("mfa_login_webauthn"), {"credential": answer, "next": wish})
        ends.append(sent.url)

    assert ends == ["/en/settings/", "/en/"]


def test_the_ceremony_of_the_log_in_page_names_no_account(device):
    asked = challenge(Client())["publicKey"]

    assert not asked.get("allowCredentials")
    assert set(asked) <= {"challenge", "rpId", "allowCredentials", "userVerification"}
    assert asked["userVerification"] == "required"


@pytest.mark.parametrize(
    "changed",
    [{"origin": "https://evil.example"}, {"origin": "http://shores.example"}, {"crossed": True},
     {"site": "evil.example"}, {"flags": PRESENT}, {"flags": 0}, {"kind": "webauthn.create"}],
    ids=["other site", "no https", "in a frame", "other relying party", "nobody verified", "nobody there", "other deed"],
)  # fmt: skip
def test_signing_in_refuses_an_answer_given_elsewhere_or_for_nobody(device, changed):
    client = Client()

    response = present(client, device, **changed)

    assert (response.status_code, response.url, is_in(client)) == (303, reverse("account_login"), False)


def test_an_answer_opens_once_and_only_where_it_was_asked_for(device):
    client, elsewhere = Client(), Client()
    challenge(elsewhere)
    answer = device.get(challenge(client))

    stolen = elsewhere.post(reverse("mfa_login_webauthn"), {"credential": answer})
    first = client.post(reverse("mfa_login_webauthn"), {"credential": answer})
    client.post(reverse("account_logout"))
    again = client.post(reverse("mfa_login_webauthn"), {"credential": answer})

    assert (stolen.status_code, first.status_code, again.status_code) == (303, 302, 303)
    assert (is_in(elsewhere), is_in(client)) == (False, False)


def test_a_challenge_is_good_for_one_try(device):
    client = Client()
    asked = challenge(client)
    client.post(reverse("mfa_login_webauthn"), {"credential": Device(owner=device.owner).get(asked)})

    client.post(reverse("mfa_login_webauthn"), {"credential": device.get(asked)})

    assert not is_in(client)


def test_foreign_keys_and_accounts_that_are_not_there_answer_alike(owner, device):
    other = make.user()
    nobody = User.objects.order_by("-pk").first().pk + 1000
    strangers = [
        Device(owner=device.owner),
        Device(owner=device.owner, number=device.number),
        Device(
            owner=websafe_encode(user_pk_to_url_str(other).encode()), key=device.key, number=device.number
        ),
        Device(owner=websafe_encode(str(nobody).encode())),
        Device(owner=websafe_encode(b"\x00\xff")),
        Device(owner=websafe_encode(b"99999999999999999999999999")),
    ]

    answers = set()
    for stranger in strangers:
        client = Client()
        response = present(client, stranger)
        answers.add((response.status_code, response.url, *said(response), is_in(client)))

    assert answers == {
        (
            303,
            reverse("account_login"),
            "This passkey did not work here. Try again, or choose another way.",
            False,
        )
    }


def test_a_copied_device_is_found_by_its_counter(owner, device):
    copy = Device(device.key, device.number, device.counter, device.owner)
    present(Client(), device)
    present(Client(), device)
    client = Client()

    present(client, copy)
    was_in = is_in(client)
    present(client, device)

    assert (was_in, is_in(client)) == (False, True)


def test_a_device_that_does_not_count_opens_again_and_again(client, owner):
    device = Device()
    confirmed(client, owner)
    add(client, device)
    opened = []
    for _number in range(2):
        other = Client()
        present(other, device)
        opened.append(is_in(other))

    assert opened == [True, True]


NONSENSE = [
    "", "null", "1", "[]", "{}", "{", '"x"', "[" * 20_000, '{"a":' * 3000, "x" * 20_000, "\x00", '{"rawId": 1}',
    '{"rawId": "é", "response": {"clientDataJSON": "é"}}', '{"rawId": null, "response": []}',
    '{"rawId": "AAAA", "response": {"clientDataJSON": [], "signature": 1, "authenticatorData": {}}}',
]  # fmt: skip


def broken(answer: str) -> list[str]:
    """An answer with each of its parts spoilt in turn."""
    spoilt = []
    whole = json.loads(answer)
    for name in whole["response"]:
        for bad in ("", "A", "AAAA", "é", "\x00", "_" * 200, None, 7, [], {}):
            spoilt.append(json.dumps(whole | {"response": whole["response"] | {name: bad}}))
    return spoilt


def test_nonsense_opens_nothing_and_breaks_nothing(device, settings):
    settings.MFA_RATE_LIMITS = {"webauthn_login": "1000/m/ip"}
    client = Client()

    answers = set()
    for bad in [*NONSENSE, *broken(device.get(challenge(client)))]:
        challenge(client)
        answers.add(client.post(reverse("mfa_login_webauthn"), {"credential": bad}).status_code)

    assert answers == {303}
    assert not is_in(client)


def test_nonsense_is_not_added(client, owner):
    confirmed(client, owner)

    answers = set()
    for bad in [*NONSENSE, *broken(Device().create(creation(client)))]:
        creation(client)
        answers.add(client.post(reverse("mfa_add_webauthn"), {"credential": bad}).status_code)

    assert answers == {422}
    assert steps.factors(owner) == []


def test_too_many_tries_are_429(device):
    client = Client()
    address = reverse("mfa_login_webauthn")

    answers = [client.post(address, {"credential": "{}"}).status_code for _ in range(32)]

    assert (answers[0], answers[-1]) == (303, 429)


def test_who_is_erased_or_closed_does_not_come_in(owner, device):
    User.objects.filter(pk=owner.pk).update(is_active=False)
    client = Client()

    present(client, device)

    assert not is_in(client)


# -- the second step, and proving oneself


def second_step(client, device, **changed):
    options = json.loads(client.get(reverse("mfa_authenticate")).context["options"])
    return client.post(reverse("mfa_authenticate"), {"credential": device.get(options, **changed)})


def test_password_asks_for_the_passkey_and_until_then_nobody_is_in(owner, device):
    client = Client()

    first = steps.sign_in(client, owner)
    between = is_in(client)
    wrong = second_step(client, Device())
    right = second_step(client, device)

    assert (first.url, between) == (reverse("mfa_authenticate"), False)
    assert wrong.status_code == 422
    assert "did not work here" in wrong.content.decode()
    assert (right.status_code, is_in(client)) == (302, True)


def test_a_recovery_code_opens_when_the_only_passkey_is_lost(owner, device):
    client = Client()
    code = Authenticator.objects.get(user=owner, type="recovery_codes").wrap().get_unused_codes()[0]
    steps.sign_in(client, owner)

    response = client.post(reverse("mfa_authenticate"), {"code": code})

    assert (response.status_code, is_in(client)) == (302, True)


def test_the_passkey_of_another_is_no_second_step(owner, device):
    other = make.user(password=steps.PASSWORD)
    steps.add_factor(other)
    client = Client()
    steps.sign_in(client, other)

    response = second_step(client, device)

    assert (response.status_code, is_in(client)) == (422, False)


def test_the_second_step_without_an_answer_shows_the_page_again(owner, device):
    client = Client()
    steps.sign_in(client, owner)

    response = client.post(reverse("mfa_authenticate"), {})

    assert response.status_code == 422
    assert 'name="code"' in response.content.decode()


def test_proving_oneself_is_by_passkey_and_not_by_password(owner, device):
    client = Client()
    present(client, device)
    asked = client.get(reverse("mfa_add_webauthn"))
    by_password = client.post(reverse("account_reauthenticate"), {"password": steps.PASSWORD})

    page = client.get(asked.url)
    options = json.loads(page.context["options"])
    wrong = client.post(asked.url, {"credential": Device().get(options)})
    options = json.loads(wrong.context["options"])
    right = client.post(asked.url, {"credential": device.get(options), "next": reverse("mfa_add_webauthn")})

    assert by_password.url.split("?")[0] == asked.url.split("?")[0] == reverse("mfa_reauthenticate_webauthn")
    assert "Use a code" in page.content.decode()
    assert (wrong.status_code, right.status_code) == (422, 302)
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200


def test_who_has_the_app_too_proves_with_either(client, owner):
    confirmed(client, owner)
    add(client, Device())
    secret = steps.add_factor(owner)
    other = Client()
    steps.sign_in(other, owner)
    other.post(reverse("mfa_authenticate"), {"code": steps.factor_code(secret)})

    asked = other.get(reverse("mfa_add_webauthn"))
    page = other.get(asked.url).content.decode()

    assert asked.url.split("?")[0] == reverse("mfa_reauthenticate")
    assert "Use your passkey" in page


# -- renaming and removing


def proven(owner, device) -> Client:
    """A browser whose person has just proved who they are."""
    client = Client()
    present(client, device)
    options = json.loads(client.get(reverse("mfa_reauthenticate_webauthn")).context["options"])
    client.post(reverse("mfa_reauthenticate_webauthn"), {"credential": device.get(options)})
    return client


def test_renaming(owner, device):
    client, row = proven(owner, device), Authenticator.objects.get(type="webauthn")
    address = reverse("mfa_edit_webauthn", kwargs={"pk": row.pk})

    answers = [client.post(address, {"name": n}).status_code for n in ("", "x" * 61, "a\x00b", "Blue phone")]

    row.refresh_from_db()
    assert answers == [422, 422, 422, 302]
    assert row.wrap().name == "Blue phone"
    assert row.data["counter"] == device.counter


def test_removing_the_last_factor_ends_powers_and_codes_and_tells_the_owner(owner, device):
    client, row = proven(owner, device), Authenticator.objects.get(type="webauthn")
    epoch = User.objects.get(pk=owner.pk).epoch
    address = reverse("mfa_remove_webauthn", kwargs={"pk": row.pk})

    page = client.get(address).content.decode()
    response = client.post(address)

    owner.refresh_from_db()
    assert "Rights that need a second step rest" in page
    assert (response.status_code, response.url) == (302, reverse("mfa_index"))
    assert (owner.has_second_factor, owner.epoch, steps.factors(owner)) == (False, epoch + 1, [])
    assert "A passkey was removed" in [m.subject for m in steps.mails()]
    other = Client()
    present(other, device)
    assert not is_in(other)


def test_powers_stay_while_another_factor_does(owner, device):
    steps.add_factor(owner)
    client, row = proven(owner, device), Authenticator.objects.get(type="webauthn")
    off = client.get(reverse("mfa_deactivate_totp")).content.decode()

    page = client.get(reverse("mfa_remove_webauthn", kwargs={"pk": row.pk})).content.decode()
    client.post(reverse("mfa_remove_webauthn", kwargs={"pk": row.pk}))

    owner.refresh_from_db()
    assert "Your passkeys stay" in off
    assert "Rights that need" not in page
    assert (owner.has_second_factor, steps.factors(owner)) == (True, ["recovery_codes", "totp"])


def test_a_moderator_with_a_passkey_has_the_powers():
    moderator = make.moderator(password=steps.PASSWORD)
    User.objects.filter(pk=moderator.pk).update(second_factor_since=None)
    client = Client()
    confirmed(client, moderator)

    add(client, Device())

    assert is_moderator(User.objects.get(pk=moderator.pk))


@pytest.mark.parametrize("page", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_passkeys_of_others_are_not_there(owner, device, page):
    mine = Device()
    other = make.user(password=steps.PASSWORD)
    client = Client()
    confirmed(client, other)
    add(client, mine)
    theirs = Authenticator.objects.get(user=owner, type="webauthn").pk

    answers = [
        (r.status_code, r.content.count(b"<h1"))
        for pk in (theirs, 10**6, 10**30)
        for r in (client.get(reverse(page, kwargs={"pk": pk})), client.post(reverse(page, kwargs={"pk": pk})))
    ]

    assert set(answers) == {(404, 1)}
    assert Authenticator.objects.filter(pk=theirs).exists()


# -- pages, copies, where passkeys can't be


def test_the_list_asks_the_database_no_more_for_more_passkeys(client, owner):
    counts = []
    confirmed(client, owner)
    for number in (1, 2):
        for _one in range(number):
            add(client, Device())
        client.get(reverse("mfa_index"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("mfa_index"))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_the_copy_of_ones_data_has_names_and_moments(owner, device):
    present(Client(), device)

    (row,) = rows(DOMAINS["passkeys"], owner)

    assert set(row) == {"name", "added_at", "used_at"}
    assert (row["name"], row["used_at"] is not None) == ("Phone", True)


def test_pages_load_the_script_only_where_it_is_needed(client, owner, device):
    script = re.compile(r"accounts/passkey[.\w]*\.js")
    visitor, member = Client(), proven(owner, device)

    with_it = [
        visitor.get(reverse("account_login")), member.get(reverse("mfa_add_webauthn")),
        member.get(reverse("mfa_reauthenticate_webauthn")),
    ]  # fmt: skip
    without = [visitor.get(reverse("account_signup")), member.get(reverse("mfa_index"))]

    assert [bool(script.search(r.content.decode())) for r in with_it] == [True, True, True]
    assert [bool(script.search(r.content.decode())) for r in without] == [False, False]
    assert all(re.search(r"data-passkey[^>]* hidden>", r.content.decode()) for r in with_it)


def test_browsers_are_let_ask_for_passkeys_on_this_site_alone(client):
    policy = client.get(reverse("account_login"))["Permissions-Policy"]

    assert "publickey-credentials-get=(self)" in policy
    assert "publickey-credentials-create=(self)" in policy


@pytest.mark.parametrize(
    ("origin", "can"),
    [("https://shores.example", True), ("http://localhost:8000", True), ("http://shores.localhost", True),
     ("http://127.0.0.1:8000", False), ("https://192.0.2.7", False), ("https://[2001:db8::1]", False),
     ("http://shores.example", False), ("", False)],
)  # fmt: skip
def test_passkeys_need_a_name_and_https(origin, can):
    assert takes_passkeys(origin) is can


def test_where_browsers_know_no_passkeys_there_are_none(client, settings, owner, device):
    member = proven(owner, device)
    settings.MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
    settings.MFA_PASSKEY_LOGIN_ENABLED = False

    pages = [client.get(reverse("mfa_login_webauthn")), member.get(reverse("mfa_add_webauthn")),
             member.get(reverse("mfa_reauthenticate_webauthn"))]  # fmt: skip
    overview = member.get(reverse("mfa_index")).content.decode()

    assert [page.status_code for page in pages] == [404, 404, 404]
    assert "passkey" not in client.get(reverse("account_login")).content.decode().lower()
    assert "Passkeys need a site with a name" in overview
    assert "Remove" in overview
    assert django_settings.MFA_WEBAUTHN_USER_VERIFICATION == "required"
