"""Asking for an institution: who may, what is refused beside its field, the second person, evidence."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from accounts.models import Block
from core import outbox
from core.access import SignInNeeded
from institutions import actions
from institutions.models import Institution, InstitutionRequest
from notifications.models import Notice
from tests import make

EVIDENCE = "zqevidence: see the list of staff."
FORM = {
    "name": "Ministry of Weaving", "kind": "ministry", "level": "national", "country": "GH", "function": "Head of desk",
    "website": "weaving.example", "evidence": EVIDENCE,
}  # fmt: skip
NEW = "/en/institutions/new/"
State = InstitutionRequest.State


@pytest.fixture
def second():
    return make.user(handle="second-person")


def ask(by, second, **changed):
    facts = FORM | {"website": "https://weaving.example"} | changed
    return actions.ask(by=by, facts=facts, second_handle=second.handle, at=make.NOW)


def page(request) -> str:
    return reverse("institutions:request", args=[request.pk])


def as_(client, person):
    client.force_login(person)
    return client


# -- asking ------------------------------------------------------------------------------------------------


def test_a_member_asks_and_the_second_person_is_told(client, second):
    asker = make.user(name="Asha Asker")

    response = as_(client, asker).post(NEW, FORM | {"second": "@Second-Person "})
    outbox.drain()

    asked = InstitutionRequest.objects.get()
    assert (response.status_code, response["Location"]) == (303, page(asked))
    assert (asked.asker, asked.second, asked.name, asked.state) == (
        asker,
        second,
        "Ministry of Weaving",
        "requested",
    )
    assert (asked.website, asked.country, asked.evidence) == ("https://weaving.example", "GH", EVIDENCE)
    notice = Notice.objects.get()
    assert (notice.to, notice.kind, notice.path) == (
        second,
        "institution.second",
        f"/institutions/requests/{asked.pk}/",
    )
    assert "Asha" not in str(notice.facts)
    assert not Institution.objects.exists()


def test_asking_twice_is_asking_once(second):
    asker = make.user()

    first, again = ask(asker, second), ask(asker, second, name="Another Ministry")

    assert first == again
    assert InstitutionRequest.objects.get().name == "Ministry of Weaving"


@pytest.mark.parametrize(
    "who", [make.unverified, make.suspended, make.officer, make.moderator, make.editor, make.administrator]
)
def test_who_may_not_ask(client, who, second):
    person = who()

    with pytest.raises(PermissionDenied):
        ask(person, second)
    assert as_(client, person).get(NEW).status_code == 403
    assert not InstitutionRequest.objects.exists()


def test_a_moderator_without_a_second_factor_may_not_ask_either(second):
    with pytest.raises(PermissionDenied):
        ask(make.moderator(second_factor_since=None), second)


def test_a_visitor_is_led_to_sign_in(client, second):
    assert client.get(NEW).status_code == 302
    with pytest.raises(SignInNeeded):
        ask(AnonymousUser(), second)


def test_a_steward_hands_over_first(client, second):
    steward = make.user()
    community = make.community(stewards=[steward], name="Loom Street")
    hidden = make.community(stewards=[make.user()], moderators=[steward], name="Other Street")

    shown = as_(client, steward).get(NEW).content.decode()
    sent = client.post(NEW, FORM | {"second": second.handle})

    assert reverse("communities:manage", args=[community.slug]) in shown
    assert 'name="evidence"' not in shown
    assert hidden.name not in shown
    assert sent.status_code == 422
    assert "Loom Street" in sent.content.decode()
    assert not InstitutionRequest.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "Fill in"), ("name", "Both Shores", "this site or its team"), ("name", "Weavers ✔", "no signs"),
        ("name", "Standing Office", "looks like it"), ("kind", "ngo", "an office of a state"), ("kind", "king", "valid choice"),
        ("level", "", "Choose"), ("country", "", "country in which it works"), ("country", "QQ", "valid choice"),
        ("function", " ", "Fill in"), ("website", "javascript:1", "valid URL"), ("website", "ftp://a.example", "valid URL"),
        ("evidence", "", "Fill in"), ("evidence", "x" * 2001, "2000"), ("second", "nobody-here", "No member of this name"),
        ("second", "", "Fill in"),
    ],
)  # fmt: skip
def test_a_bad_form_says_so_beside_the_field_and_keeps_what_was_typed(client, second, field, value, says):
    make.institution(name="Standing Office")

    response = as_(client, make.user()).post(NEW, FORM | {"second": second.handle, field: value})

    body = response.content.decode()
    assert response.status_code == 422
    assert says in body
    assert f'href="#id_{"name" if says == "an office of a state" else field}"' in body
    assert EVIDENCE in body or field == "evidence"
    assert not InstitutionRequest.objects.exists()


def test_what_works_in_several_countries_names_none(second):
    asked = ask(make.user(), second, level="world", country="", kind="international", name="World Weaving")

    assert asked.country == ""


def test_the_second_person_is_somebody_the_asker_may_meet():
    """Whoever is hidden is answered as a handle that nobody has."""
    asker, blocked, blocks = make.user(), make.user(), make.user()
    Block.objects.create(by=blocks, whom=asker)
    Block.objects.create(by=asker, whom=blocked)
    hidden = [
        asker,
        blocked,
        blocks,
        make.unverified(),
        make.suspended(),
        make.officer(),
        make.user(dark_since=make.NOW),
    ]
    said = []

    for person in [*hidden, type(asker)(handle="never-was")]:
        with pytest.raises(ValidationError) as found:
            ask(asker, person)
        said.append(found.value.message_dict)

    assert said == [said[0]] * len(said)
    assert list(said[0]) == ["second"]


# -- the page of a request ------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [make.user, make.officer, make.moderator, make.administrator, make.suspended])
def test_a_request_is_hidden_from_everybody_else(client, who):
    asked = make.institution_request()
    as_(client, who())

    for do in ("get", "post"):
        for name in ("request", "confirm", "decline", "withdraw"):
            there = getattr(client, do)(reverse(f"institutions:{name}", args=[asked.pk]))
            never = getattr(client, do)(reverse(f"institutions:{name}", args=[987654]))
            assert (there.status_code, there.content) == (never.status_code, never.content)
            assert there.status_code in (404, 405)
    asked.refresh_from_db()
    assert asked.state == "confirmed"


def test_evidence_is_on_neither_page(client):
    asked = make.institution_request(state="requested", evidence=EVIDENCE)

    for person in (asked.asker, asked.second):
        body = as_(client, person).get(page(asked)).content.decode()
        assert asked.name in body
        assert "zqevidence" not in body


def test_the_second_person_confirms_once(client, second):
    asked = make.institution_request(state="requested", second=second)
    as_(client, second)

    answers = [client.post(reverse("institutions:confirm", args=[asked.pk])).status_code for _ in range(2)]
    outbox.drain()

    asked.refresh_from_db()
    assert answers == [303, 303]
    assert (asked.state, asked.confirmed_at is not None) == ("confirmed", True)
    assert list(Notice.objects.values_list("kind", "to")) == [("institution.confirmed", asked.asker_id)]


def test_the_second_person_does_not_confirm_and_the_evidence_is_gone(client, second):
    asked = make.institution_request(state="requested", second=second)

    as_(client, second).post(reverse("institutions:decline", args=[asked.pk]))
    late = client.post(reverse("institutions:confirm", args=[asked.pk]))
    outbox.drain()

    asked.refresh_from_db()
    assert (asked.state, asked.evidence, late.status_code) == ("declined", "", 409)
    assert Notice.objects.get().kind == "institution.declined"


@pytest.mark.parametrize("who", ["asker", "stranger", "suspended second"])
def test_nobody_else_confirms(who):
    asked = make.institution_request(state="requested")
    if who == "suspended second":
        type(asked.second).objects.filter(pk=asked.second_id).update(
            suspended_at=make.NOW - dt.timedelta(days=1)
        )
        asked.second.refresh_from_db()
    person = {"asker": asked.asker, "stranger": make.user(), "suspended second": asked.second}[who]

    with pytest.raises(Http404):
        actions.confirm(asked, by=person, at=make.NOW)


def test_withdrawn_is_withdrawn_with_its_evidence(client):
    asked = make.institution_request()

    answer = as_(client, asked.asker).post(reverse("institutions:withdraw", args=[asked.pk]))

    asked.refresh_from_db()
    assert (answer.status_code, asked.state, asked.evidence) == (303, "withdrawn", "")
    with pytest.raises(actions.NoLongerOpen):
        actions.say_yes(asked, by=make.moderator(), at=make.NOW)


def test_what_is_decided_is_not_withdrawn(client):
    asked = make.institution_request()
    actions.refuse(asked, by=make.moderator(), reason="No.", at=make.NOW)

    assert as_(client, asked.asker).post(reverse("institutions:withdraw", args=[asked.pk])).status_code == 409


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_pages_stand_in_every_language(client, language):
    asked = make.institution_request(state="requested")
    as_(client, asked.second)

    for path in ("new/", f"requests/{asked.pk}/", "invitations/"):
        assert client.get(f"/{language}/institutions/{path}").status_code == 200


@pytest.mark.parametrize("how_many", [1, 3])
def test_what_one_is_asked_costs_the_same_however_much(client, how_many, django_assert_num_queries):
    person = make.user()
    for _ in range(how_many):
        make.institution_request(state="requested", second=person)
        office = make.institution()
        make.officer(office)
        make.invitation(office, person, made_at=timezone.now())
    as_(client, person).get(reverse("institutions:invitations"))

    with django_assert_num_queries(5):  # session, account, mailbox, invitations, requests
        body = client.get(reverse("institutions:invitations")).content.decode()

    assert body.count("/accept/") == how_many


# -- evidence --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "kept"), [(89, True), (90, False), (400, False)])
@pytest.mark.parametrize("state", ["verified", "refused"])
def test_evidence_is_deleted_90_days_after_the_decision(days, kept, state, capsys):
    asked = make.institution_request()
    actions.say_yes(asked, by=make.moderator(), at=timezone.now() - dt.timedelta(days=days, minutes=1))
    if state == "verified":
        actions.say_yes(asked, by=make.moderator(), at=timezone.now() - dt.timedelta(days=days, minutes=1))
    else:
        actions.refuse(
            asked, by=make.moderator(), reason="No.", at=timezone.now() - dt.timedelta(days=days, minutes=1)
        )
    waiting = make.institution_request()

    call_command("purge")
    call_command("purge")

    asked.refresh_from_db()
    waiting.refresh_from_db()
    assert (asked.state, bool(asked.evidence), bool(waiting.evidence)) == (state, kept, True)
    assert capsys.readouterr().out.count("evidence of institutions: 0") == (2 if kept else 1)


# -- what the database refuses -----------------------------------------------------------------------------------


def wrong() -> list:
    person, other = "person", "other"
    decided = {"decided_at": make.NOW}
    return [
        ("one_open_request_for_an_institution|asker", {"asker": person}, {"asker": person}),
        ("", {"state": "confirmed", "confirmed_at": None}),
        ("", {"second": None}),
        ("", {"asker": person, "second": person}),
        ("", {"state": "verified", "first_yes_by": person, "decided_by": person, "office": True, **decided}),
        ("", {"state": "verified", "first_yes_by": person, "office": True, **decided}),
        ("", {"state": "verified", "first_yes_by": person, "decided_by": other, **decided}),
        ("", {"state": "refused", "decided_by": person, **decided}),
        ("", {"state": "refused", "decided_by": person, "reason": "No."}),
        ("", {"asker": person, "first_yes_by": person}),
        ("", {"second": person, "decided_by": person}),
    ]


@pytest.mark.parametrize("case", range(len(wrong())))
def test_the_database_keeps_the_rules(case):
    _name, *rows = wrong()[case]
    people = {"person": make.user(), "other": make.user()}
    *before, last = [
        {field: people.get(value, value) if isinstance(value, str) else value for field, value in row.items()}
        for row in rows
    ]
    for row in before:
        make.institution_request(**row)
    if last.pop("office", False):
        last |= {"institution": make.institution(), "second": make.user()}

    with pytest.raises(IntegrityError), transaction.atomic():
        make.institution_request(**last)


def test_the_database_keeps_no_evidence_of_what_nobody_decides():
    asked = make.institution_request()

    with pytest.raises(IntegrityError), transaction.atomic():
        InstitutionRequest.objects.filter(pk=asked.pk).update(state=State.WITHDRAWN)
