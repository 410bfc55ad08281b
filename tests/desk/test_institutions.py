"""The verification desk: who opens it, two different yeses, one refusal, what the asker is told."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from accounts.actions import take_role
from accounts.models import User
from core import outbox
from institutions import actions
from institutions.models import Institution, InstitutionRequest, Mandate
from notifications import registry
from notifications.models import Notice
from tests import make

LIST = "/en/desk/institutions/"


def at(name: str, asked) -> str:
    return reverse(f"desk:{name}", args=[asked.pk])


def as_(client, person):
    client.force_login(person)
    return client


# -- who opens it ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [make.user, make.editor, make.officer, make.unverified, make.suspended])
def test_others_are_refused_whether_or_not_it_exists(client, who):
    asked = make.institution_request(evidence="zqevidence")
    as_(client, who())

    for path in (LIST, at("institution", asked), "/en/desk/institutions/987654/"):
        response = client.get(path)
        assert response.status_code == 403
        assert b"zqevidence" not in response.content
    for name in ("yes", "refuse"):
        assert client.post(at(name, asked), {"reason": "No."}).status_code == 403
    asked.refresh_from_db()
    assert (asked.state, asked.first_yes_by) == ("confirmed", None)


@pytest.mark.parametrize("who", [make.moderator, make.administrator])
def test_moderators_and_administrators_open_it_with_a_second_factor(client, who):
    asked = make.institution_request(evidence="zqevidence")
    lacking, person = who(second_factor_since=None), who()

    led = as_(client, lacking).get(at("institution", asked))
    shown = as_(client, person).get(at("institution", asked))

    assert led.status_code == 303
    assert reverse("mfa_activate_totp") in led["Location"]
    assert b"zqevidence" in shown.content
    assert asked.name in client.get(LIST).content.decode()
    assert LIST in shown.content.decode()  # from the menu


@pytest.mark.parametrize("state", ["requested", "withdrawn", "declined"])
def test_what_the_second_person_has_not_confirmed_is_not_there(client, state):
    asked = make.institution_request(state=state)

    body = as_(client, make.moderator()).get(LIST).content.decode()

    assert asked.name not in body
    assert client.get(at("institution", asked)).status_code == 404


def test_who_confirmed_it_neither_reads_the_evidence_nor_decides(client):
    moderator = make.moderator()
    asked = make.institution_request(second=moderator, evidence="zqevidence")

    response = as_(client, moderator).get(at("institution", asked))

    assert (response.status_code, b"zqevidence" in response.content) == (403, False)
    with pytest.raises(PermissionDenied):
        actions.say_yes(asked, by=moderator, at=make.NOW)


def test_who_asked_and_became_a_moderator_decides_nothing():
    moderator = make.moderator()
    asked = make.institution_request(asker=moderator)

    with pytest.raises(PermissionDenied):
        actions.refuse(asked, by=moderator, reason="No.", at=make.NOW)


def test_who_ever_acted_for_it_does_not_renew_it():
    office = make.institution()
    moderator = make.moderator()
    Mandate.objects.create(user=moderator, institution=office, began_at=make.NOW, ended_at=make.NOW)
    asked = make.institution_request(institution=office, asker=make.officer(office))

    with pytest.raises(PermissionDenied):
        actions.say_yes(asked, by=moderator, at=make.NOW)


@pytest.mark.parametrize("how_many", [1, 3])
@pytest.mark.parametrize("show", ["waiting", "decided"])
def test_the_list_costs_the_same_however_long(client, how_many, show, django_assert_num_queries):
    for _ in range(how_many):
        asked = make.institution_request(name=f"Zq Office {_}")
        actions.say_yes(asked, by=make.moderator(), at=make.NOW)
        if show == "decided":
            actions.say_yes(asked, by=make.moderator(), at=make.NOW)
    as_(client, make.moderator()).get(LIST)

    with django_assert_num_queries(5):  # session, account, mailbox, how many, this page of them
        body = client.get(f"{LIST}?show={show}").content.decode()

    assert body.count("<h3>") == how_many


# -- deciding -----------------------------------------------------------------------------------------------------


def test_the_first_yes_is_recorded_and_the_second_verifies(client):
    asked = make.institution_request(name="Weaving Desk", level="national", country="GH")
    one, other = make.moderator(), make.administrator()

    as_(client, one).post(at("yes", asked))
    again = client.post(at("yes", asked))
    asked.refresh_from_db()
    assert (again.status_code, asked.state, asked.first_yes_by) == (303, "confirmed", one)
    assert not Institution.objects.exists()
    as_(client, other).post(at("yes", asked))
    client.post(at("yes", asked))
    outbox.drain()

    asked.refresh_from_db()
    office = Institution.objects.get()
    assert (asked.state, asked.institution, asked.decided_by) == ("verified", office, other)
    assert (office.name, office.slug, office.level, office.country) == (
        "Weaving Desk",
        "weaving-desk",
        "national",
        "GH",
    )
    assert (office.verified_by, office.also_verified_by, office.is_verified_at(timezone.now())) == (
        one,
        other,
        True,
    )
    mandate = Mandate.objects.get()
    assert (mandate.user, mandate.role) == (asked.asker, "owner")
    asker = User.objects.get(pk=asked.asker_id)
    assert (asker.standing, asker.office_terms_at) == ("officer", None)
    assert list(Notice.objects.values_list("to", "kind")) == [(asker.pk, "institution.verified")]


def test_the_asker_leaves_the_communities_that_let_no_institution_in(django_capture_on_commit_callbacks):
    asked = make.institution_request()
    closed, opened = make.community(), make.community(institutions="read")
    for community in (closed, opened):
        make.member(community, asked.asker)

    with django_capture_on_commit_callbacks(execute=True):
        actions.say_yes(asked, by=make.moderator(), at=make.NOW)
        actions.say_yes(asked, by=make.moderator(), at=make.NOW)

    assert not closed.memberships.filter(user=asked.asker).exists()
    assert opened.memberships.filter(user=asked.asker).exists()


def test_a_first_yes_of_somebody_who_verifies_no_more_does_not_count():
    asked = make.institution_request()
    one, other, third = make.moderator(), make.moderator(), make.moderator()
    actions.say_yes(asked, by=one, at=make.NOW)
    take_role(one, "moderators", by=None, at=make.NOW)

    actions.say_yes(asked, by=other, at=make.NOW)
    asked.refresh_from_db()
    assert (asked.state, asked.first_yes_by) == ("confirmed", other)
    actions.say_yes(asked, by=third, at=make.NOW)

    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == ("verified", third)


def test_a_name_that_was_taken_meanwhile_is_said_and_nothing_changes(client):
    asked = make.institution_request(name="Weaving Desk")
    actions.say_yes(asked, by=make.moderator(), at=make.NOW)
    make.institution(name="Weaving-Desk")

    response = as_(client, make.moderator()).post(at("yes", asked))

    asked.refresh_from_db()
    assert (response.status_code, asked.state) == (422, "confirmed")
    assert b"looks like it" in response.content
    assert Institution.objects.count() == 1


@pytest.mark.parametrize("became", ["steward", "moderator", "suspended", "officer"])
def test_an_asker_who_is_not_free_any_more_becomes_no_officer(became):
    asked = make.institution_request()
    actions.say_yes(asked, by=make.moderator(), at=make.NOW)
    if became == "steward":
        make.community(stewards=[asked.asker])
    elif became == "moderator":
        asked.asker.groups.add(make.moderator().groups.get())
    elif became == "suspended":
        User.objects.filter(pk=asked.asker_id).update(suspended_at=make.NOW)
    else:
        actions.give_mandate(make.institution(), user=asked.asker, at=make.NOW)
    before = Mandate.objects.count()

    with pytest.raises(ValidationError):
        actions.say_yes(asked, by=make.moderator(), at=make.NOW)

    asked.refresh_from_db()
    assert (asked.state, Mandate.objects.count()) == ("confirmed", before)


def test_refusing_takes_a_reason_and_the_asker_reads_it(client):
    asked = make.institution_request()
    moderator = make.moderator()

    empty = as_(client, moderator).post(at("refuse", asked), {"reason": " "})
    done = client.post(at("refuse", asked), {"reason": "The website names nobody."})
    late = as_(client, make.moderator()).post(at("yes", asked))
    outbox.drain()

    asked.refresh_from_db()
    assert (empty.status_code, done.status_code, late.status_code) == (422, 303, 409)
    assert 'href="#id_reason"' in empty.content.decode()
    assert (asked.state, asked.decided_by, asked.reason) == (
        "refused",
        moderator,
        "The website names nobody.",
    )
    notice = Notice.objects.get()
    assert (notice.to, notice.kind) == (asked.asker, "institution.refused")
    assert "The website names nobody." in registry.kind(notice.kind).says(notice.facts)
    assert "The website names nobody." in as_(client, asked.asker).get(f"/en{notice.path}").content.decode()


def test_a_renewal_counts_from_the_day_it_is_given():
    office = make.institution()
    asked = make.institution_request(
        institution=office, asker=make.officer(office), name=office.name, website="https://new.example"
    )

    for moderator in (make.moderator(), make.moderator()):
        actions.say_yes(asked, by=moderator, at=make.NOW)

    office.refresh_from_db()
    assert (office.verified_at, office.expires_at) == (make.NOW, make.NOW.replace(year=2027))
    assert office.website == "https://new.example"
    assert (Institution.objects.count(), Mandate.objects.count()) == (1, 1)


@pytest.mark.parametrize("name", ["Team Renew", "New", "Requests", "منظمة النساجين", "Weaving Desk"])
def test_every_name_gets_an_address_of_its_own(name):
    make.institution(slug="weaving-desk")
    asked = make.institution_request(name=name)

    for moderator in (make.moderator(), make.moderator()):
        actions.say_yes(asked, by=moderator, at=make.NOW)

    asked.refresh_from_db()
    assert asked.institution.slug not in ("", "new", "requests", "weaving-desk")


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_pages_and_news_stand_in_every_language(client, language):
    asked = make.institution_request()
    as_(client, make.moderator())
    facts = {
        "institution": "Weaving Desk",
        "reason": "No.",
        "role": "editor",
        "who": "Asha",
        "voucher": "Loom",
    }

    assert client.get(f"/{language}/desk/institutions/").status_code == 200
    assert client.get(f"/{language}/desk/institutions/{asked.pk}/").status_code == 200
    with translation.override(language):
        ours = [kind for name, kind in registry.KINDS.items() if name.startswith("institution.")]
        assert len(ours) == 13
        assert all("Weaving Desk" in kind.says(facts) for kind in ours)


def test_a_view_that_is_none_is_not_there(client):
    assert as_(client, make.moderator()).get(f"{LIST}?show=all").status_code == 404


def test_an_empty_desk_says_so(client):
    assert "No institution asks" in as_(client, make.moderator()).get(LIST).content.decode()
    assert not InstitutionRequest.objects.exists()
