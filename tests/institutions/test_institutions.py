"""Pages of institutions, mandates, and the verification by two persons."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import Block, User
from institutions import actions, queries
from institutions.events import mandate_ended, mandate_given
from institutions.models import Institution, Mandate
from institutions.people import visible_people
from institutions.permissions import can_act_for, can_verify
from tests import make

# -- verification ----------------------------------------------------------------------------------------


def test_verify_takes_two_persons_and_lasts_twelve_months():
    office = make.institution(verified_at=None, expires_at=None)
    one, other = make.moderator(), make.administrator()

    actions.verify_institution(office, by=one, also_by=other, at=make.NOW)

    office.refresh_from_db()
    assert (office.verified_by, office.also_verified_by) == (one, other)
    assert (office.verified_at, office.expires_at) == (make.NOW, make.NOW.replace(year=2027))


def test_verify_refuses_one_person_twice():
    moderator = make.moderator()

    with pytest.raises(actions.NeedsTwoPersons):
        actions.verify_institution(make.institution(), by=moderator, also_by=moderator, at=make.NOW)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        (make.user, False), (make.editor, False), (make.officer, False), (make.unverified, False),
        (make.suspended, False), (make.moderator, True), (make.administrator, True),
    ],
)  # fmt: skip
def test_who_verifies(who, may):
    person = who()

    assert can_verify(person) is may
    if not may:
        with pytest.raises(PermissionDenied):
            actions.verify_institution(make.institution(), by=make.moderator(), also_by=person, at=make.NOW)


def test_verification_on_the_29th_of_february_ends_on_the_28th():
    office = make.institution()
    leap = dt.datetime(2028, 2, 29, tzinfo=dt.UTC)

    actions.verify_institution(office, by=make.moderator(), also_by=make.moderator(), at=leap)

    office.refresh_from_db()
    assert office.expires_at == dt.datetime(2029, 2, 28, tzinfo=dt.UTC)


# -- mandates --------------------------------------------------------------------------------------------


def test_mandate_makes_an_officer_and_its_end_a_member_again(django_capture_on_commit_callbacks):
    office, person, news = make.institution(name="Desk", slug="desk"), make.moderator(), []

    def hear(signal, sender, **facts):
        news.append((signal, facts))

    for signal in (mandate_given, mandate_ended):
        signal.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):
        mandate = actions.give_mandate(office, user=person, at=make.NOW)
        officer = User.objects.get(pk=person.pk)
        actions.end_mandate(mandate, at=make.NOW)
        actions.end_mandate(mandate, at=make.NOW)
    for signal in (mandate_given, mandate_ended):
        signal.disconnect(hear)

    facts = {"user_id": person.pk, "institution_id": office.pk}
    assert (officer.standing, officer.office_name, officer.office_slug, officer.roles) == (
        "officer", "Desk", "desk", frozenset(),
    )  # fmt: skip
    assert User.objects.get(pk=person.pk).standing == "member"
    assert news == [(mandate_given, facts), (mandate_ended, facts)]


def test_nobody_acts_for_two_institutions():
    person = make.user()
    first = actions.give_mandate(make.institution(), user=person, at=make.NOW)

    again = actions.give_mandate(first.institution, user=person, at=make.NOW)
    with pytest.raises(ValidationError):
        actions.give_mandate(make.institution(), user=person, at=make.NOW)

    assert again == first
    assert Mandate.objects.count() == 1


def test_active_mandate_is_the_one_at_that_moment(django_assert_num_queries):
    officer = make.officer()
    mandate = officer.mandates.get()

    with django_assert_num_queries(1):
        found = queries.active_mandate(officer, make.NOW)
        name = found.institution.name

    assert (found, name) == (mandate, mandate.institution.name)
    assert queries.active_mandate(officer, make.NOW - dt.timedelta(days=2)) is None
    assert queries.active_mandate(make.user(), make.NOW) is None
    assert queries.active_mandate(AnonymousUser(), make.NOW) is None


def test_who_acts_for_an_institution():
    office = make.institution()
    officer, other = make.officer(office), make.officer()
    lacking = make.officer(office)
    lacking.second_factor_since = None
    expired = make.institution(
        verified_at=make.NOW - dt.timedelta(days=400), expires_at=timezone.now() - dt.timedelta(days=1)
    )

    assert can_act_for(officer, office)
    assert not can_act_for(officer, other.mandates.get().institution)
    assert not can_act_for(other, office)
    assert not can_act_for(lacking, office)
    assert not can_act_for(make.user(), office)
    assert not can_act_for(AnonymousUser(), office)
    assert not can_act_for(make.officer(expired), expired)


# -- people ----------------------------------------------------------------------------------------------


def test_visible_people_leaves_out_everybody_who_is_not_to_be_met():
    viewer, seen = make.user(), make.user()
    blocks_me, blocked = make.user(), make.user()
    Block.objects.create(by=blocks_me, whom=viewer)
    Block.objects.create(by=viewer, whom=blocked)
    make.user(dark_since=make.NOW)
    make.user(erased_at=make.NOW)
    make.unverified()
    make.officer(make.institution(verified_at=None, expires_at=None))

    assert list(visible_people(viewer)) == [seen]


@pytest.mark.parametrize("who", [AnonymousUser, make.officer, make.unverified, make.suspended])
def test_visible_people_is_nobody_for_those_who_are_not_members(who):
    make.user()

    assert not visible_people(who()).exists()


# -- pages -----------------------------------------------------------------------------------------------


def test_list_shows_those_whose_verification_stands(client):
    make.institution(name="Standing Office")
    make.institution(name="Unverified Office", verified_at=None, expires_at=None)
    make.institution(
        name="Expired Office",
        verified_at=make.NOW - dt.timedelta(days=400),
        expires_at=make.NOW - dt.timedelta(days=35),
    )

    body = client.get(reverse("institutions:list")).content.decode()

    assert "Standing Office" in body
    assert "Unverified Office" not in body
    assert "Expired Office" not in body


@pytest.mark.parametrize("how_many", [1, 3])
def test_list_costs_the_same_however_long(client, how_many, django_assert_num_queries):
    for _ in range(how_many):
        make.institution()
    client.get(reverse("institutions:list"))

    with django_assert_num_queries(2):  # how many there are, and this page of them
        client.get(reverse("institutions:list"))


def test_page_says_since_when_and_until_when(client):
    office = make.institution(
        name="Desk", website="https://desk.example", verified_at=make.NOW - dt.timedelta(days=1)
    )

    body = client.get(reverse("institutions:institution", args=[office.slug])).content.decode()

    assert "Government body" in body
    assert "19 November 2026" in body or "Nov. 19, 2026" in body
    assert "2099" in body
    assert f"?institution={office.slug}" in body


def test_page_stays_when_the_verification_ended_and_says_so(client):
    office = make.institution(
        verified_at=make.NOW - dt.timedelta(days=400), expires_at=make.NOW - dt.timedelta(days=35)
    )

    body = client.get(reverse("institutions:institution", args=[office.slug])).content.decode()

    assert "No longer verified" in body


def test_page_of_an_institution_that_was_never_verified_is_404(client):
    office = make.institution(verified_at=None, expires_at=None)

    assert client.get(reverse("institutions:institution", args=[office.slug])).status_code == 404


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_pages_stand_in_every_language(client, language):
    office = make.institution()

    assert client.get(f"/{language}/institutions/").status_code == 200
    assert client.get(f"/{language}/institutions/{office.slug}/").status_code == 200


def test_page_names_no_officer(client):
    officer = make.officer(name="Secret Person")

    body = client.get(reverse("institutions:institution", args=[officer.office_slug])).content.decode()

    assert "Secret Person" not in body


# -- command ---------------------------------------------------------------------------------------------


def test_command_makes_verifies_and_gives_mandates(capsys):
    make.moderator(name="Mo One")
    make.administrator(name="Ad Two")
    make.user(name="Of Three")

    call_command(
        "verify_institution", "diaspora-desk", "--by", "mo-one", "--by", "ad-two",
        "--name", "Diaspora Desk", "--kind", "government", "--website", "https://desk.example",
        "--officer", "of-three",
    )  # fmt: skip

    office = Institution.objects.get()
    assert (office.name, office.kind, office.is_verified_at(timezone.now())) == (
        "Diaspora Desk",
        "government",
        True,
    )
    assert User.objects.get(handle="of-three").office_name == "Diaspora Desk"
    assert "Diaspora Desk is verified until" in capsys.readouterr().out


def test_command_renews_and_renames_and_by_lines_follow():
    office = make.institution(name="Old name")
    officer = make.officer(office)
    make.moderator(name="Mo One")
    make.administrator(name="Ad Two")

    call_command("verify_institution", office.slug, "--by", "mo-one", "--by", "ad-two", "--name", "New name")

    office.refresh_from_db()
    officer.refresh_from_db()
    assert (office.name, officer.office_name, office.kind) == ("New name", "New name", "government")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["desk", "--by", "mo-one"], "Two persons"),
        (["desk", "--by", "mo-one", "--by", "nobody"], "Nobody has the handle nobody"),
        (["desk", "--by", "mo-one", "--by", "ad-two"], "give --name and --kind"),
        (
            ["desk", "--by", "mo-one", "--by", "mo-one", "--name", "D", "--kind", "city"],
            "Two different persons",
        ),
        (["desk", "--by", "mo-one", "--by", "me-four", "--name", "D", "--kind", "city"], "second factor"),
        (
            [
                "desk",
                "--by",
                "mo-one",
                "--by",
                "ad-two",
                "--name",
                "D",
                "--kind",
                "city",
                "--website",
                "javascript:1",
            ],
            "URL",
        ),
        (["De sk!", "--by", "mo-one", "--by", "ad-two", "--name", "D", "--kind", "city"], "slug"),
    ],
)
def test_command_says_what_is_wrong_and_changes_nothing(words, says):
    make.moderator(name="Mo One")
    make.administrator(name="Ad Two")
    make.user(name="Me Four")

    with pytest.raises(CommandError, match=says):
        call_command("verify_institution", *words)

    assert not Institution.objects.exists()
