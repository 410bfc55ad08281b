"""Every form, one field at a time filled in badly: said beside the field, what was typed kept, nothing stored."""

import html

import pytest

from config.url_map import routes
from tests.hostile.forms import FORMS, Form
from tests.hostile.values import LIMIT, as_bytes, encoded
from tests.hostile.world import HIDDEN, Answer, World, ask, undone
from tests.matrix.checks import fingerprint

BY_NAME = {route.name: route for route in routes()}
DONE = {200, 204, 302, 303}
ELSEWHERE = {  # forms that need a state of their own, or have no field: see the tests of their rooms
    "account_logout", "account_email_verification_sent", "account_set_password", "account_confirm_login_code",
    "account_confirm_password_reset_code", "account_complete_password_reset", "mfa_authenticate",
    "mfa_reauthenticate", "mfa_deactivate_totp", "mfa_generate_recovery_codes",
    "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_login_webauthn", "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn", "communities:join",
    "discussions:reopen", "discussions:back", "discussions:restore", "opportunities:close",
    "opportunities:withdraw",
}  # fmt: skip


def ids(form: Form) -> str:
    return form.route


@pytest.fixture
def filled(request, world):
    """The form, its address, its data."""
    form = request.param
    world.client(form.who)  # signed in before anything is undone
    return form, world.address(BY_NAME[form.route]), form.fields(world)


def each(chosen=FORMS):
    return pytest.mark.parametrize("filled", chosen, indirect=True, ids=ids)


def send(world: World, form: Form, address: str, fields: dict, **given) -> Answer:
    return ask(world.client(form.who), "POST", address, fields, **given)


@each()
def test_form_takes_what_is_valid(world, filled):
    form, address, fields = filled

    with undone():
        answer = send(world, form, address, fields)

    assert answer.status in (form.codes if form.is_refused else DONE), answer.text


@each([form for form in FORMS if form.data])
def test_form_answers_every_bad_value_beside_its_field(world, filled):
    form, address, fields = filled
    before, wrong = fingerprint(), []

    for name in fields:
        for value in form.values(name):
            with undone():
                answer = send(world, form, address, fields | {name: value.value})
                problem = _problem(form, name, value, fields, answer)
                if not problem and answer.status >= 400 and answer.writes and fingerprint() != before:
                    problem = "something was stored"
            if problem:
                wrong.append(f"{name} = {value}: {problem} ({answer})")

    assert wrong == []


def _problem(form, name, value, fields, answer) -> str:
    """What is wrong with the answer to this value in this field; nothing when all is well."""
    is_too_long = len(encoded(fields | {name: value.value})) > LIMIT
    if not answer.is_calm:
        return "not calm"
    if HIDDEN.encode() in answer.body:
        return "shows what is hidden"
    if answer.status in DONE:
        refused = not value.storable and name not in form.lenient
        return "taken" if refused else ""
    if is_too_long:
        return "" if answer.status == 413 else "another status"
    if answer.status not in form.codes:
        return "another status"
    if answer.status == 422:
        return _unsaid(form, name, value, fields, answer.text)
    return ""


def _unsaid(form, name, value, fields, page) -> str:
    if 'id="error-summary"' not in page:
        return "no error summary"
    for other in form.typed:
        if other != name and html.escape(fields[other]) not in page:
            return f"{other} is lost"
    if name in form.typed and value.is_text and html.escape(value.value) not in page:
        return "what was typed is lost"
    if (
        name in form.typed
        and '<div class="field bad"' not in page
        and 'role="alert" data-message>' not in page
    ):
        return "nothing beside the field"
    return ""


@each([form for form in FORMS if form.data])
def test_form_answers_missing_fields_broken_bodies_and_wrong_types(world, filled):
    form, address, fields = filled
    before, wrong = fingerprint(), []
    multipart = "multipart/form-data; boundary=x"
    bodies = [
        ("nothing at all", "", "application/x-www-form-urlencoded"),
        ("no boundary", "--x\r\n", "multipart/form-data"),
        ("empty boundary", "--\r\n", "multipart/form-data; boundary="),
        ("strange boundary", "--\r\n", "multipart/form-data; boundary=\x01é"),
        ("cut off", '--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nHel', multipart),
        ("no name", "--x\r\nContent-Disposition: form-data\r\n\r\nHello\r\n--x--\r\n", multipart),
        ("bad base64", '--x\r\nContent-Disposition: form-data; name="text"\r\n'
         "Content-Transfer-Encoding: base64\r\n\r\n!!\r\n--x--\r\n", multipart),
        ("a file", '--x\r\nContent-Disposition: form-data; name="text"; filename="a\x00../b"\r\n'
         "\r\nHello\r\n--x--\r\n", multipart),
        ("many fields", "&".join(f"a{n}=1" for n in range(600)), "application/x-www-form-urlencoded"),
        ("another charset", "text=%ff", "application/x-www-form-urlencoded; charset=utf-16"),
        ("no charset", "text=Hello", "application/x-www-form-urlencoded; charset=no-such"),
        ("json", '{"text": "Hello"}', "application/json"),
        ("text", "text=Hello", "text/plain"),
        ("no type", "text=Hello", ""),
    ]  # fmt: skip

    for what, body, kind in bodies:
        with undone():
            answer = send(world, form, address, {}, data=body.encode("latin-1"), content_type=kind)
            if not answer.is_calm or (answer.status >= 400 and answer.writes and fingerprint() != before):
                wrong.append(f"{what}: {answer}")
    for name in fields:
        with undone():
            answer = send(world, form, address, {n: v for n, v in fields.items() if n != name})
            if not answer.is_calm or (answer.status >= 400 and answer.writes and fingerprint() != before):
                wrong.append(f"without {name}: {answer}")

    assert wrong == []


def test_every_form_is_filled_in():
    changing = {
        route.name
        for route in routes()
        if "POST" in route.methods and route.surface == "html" and "_util" not in route.pattern
    }

    assert changing - {form.route for form in FORMS} - ELSEWHERE - {"wagtail_serve"} == set()


def test_values_reach_the_wire_as_they_are():
    assert encoded({"a b": ["\ud800", b"\xff"]}) == "a%20b=%ED%A0%80&a%20b=%FF"
    assert as_bytes("é") == b"\xc3\xa9"
