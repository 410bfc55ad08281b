"""What the roles of a mandate are enough for, and what they are not."""

import importlib

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from communities.opportunities import actions as opportunities
from communities.opportunities import permissions
from communities.opportunities.models import Application, Opportunity
from institutions import actions
from institutions.models import Mandate
from institutions.permissions import can_act_for, holds
from notifications.models import Notice
from tests import make

ROLES = Mandate.Role
MAY = {  # what it takes, for each of the four roles
    "owner": {"owner", "editor", "reviewer", "reader"},
    "editor": {"editor", "reader"},
    "reviewer": {"reviewer", "reader"},
    "reader": {"reader"},
}


@pytest.mark.parametrize("role", ROLES.values)
def test_a_role_is_enough_for_its_own_work_only(role, django_assert_num_queries):
    office = make.institution()
    officer = make.officer(office, role=role)

    with django_assert_num_queries(4):
        may = {each for each in ROLES.values if can_act_for(officer, office, as_=each)}

    assert may == MAY[role]


def test_a_mandate_outlives_the_verification_and_its_powers_do_not():
    lapsed = make.institution(verified_at=None, expires_at=None)
    owner = make.officer(lapsed)

    assert holds(owner, lapsed, as_=ROLES.OWNER)
    assert not can_act_for(owner, lapsed, as_=ROLES.READER)
    assert not holds(make.officer(), lapsed)


@pytest.mark.parametrize("role", ROLES.values)
def test_opportunities_and_answers_ask_for_the_role(role):
    office = make.institution()
    writer, officer = make.officer(office), make.officer(office, role=role)
    draft = make.opportunity(author=writer, office=office, state="draft")
    published = make.opportunity(author=writer, office=office)
    sent = make.answer(published)

    writes, reviews = "editor" in MAY[role], "reviewer" in MAY[role]
    assert permissions.can_see(officer, draft)
    assert Opportunity.objects.visible_to(officer).contains(draft)
    assert permissions.can_create(officer) is writes
    assert permissions.can_create(officer, office) is writes
    assert permissions.can_edit(officer, draft) is writes
    assert permissions.can_close(officer, published) is writes
    assert permissions.can_see_answers(officer, published) is reviews
    assert permissions.can_see_answer(officer, sent) is reviews
    assert Application.objects.visible_to(officer).contains(sent) is reviews


@pytest.mark.parametrize("role", ROLES.values)
def test_pages_offer_what_the_role_may_do(client, role):
    office = make.institution()
    made = make.opportunity(author=make.officer(office), office=office)
    client.force_login(make.officer(office, role=role))
    answers = reverse("opportunities:answers", args=[made.slug])

    mine = client.get(reverse("opportunities:mine")).content.decode()

    writes, reviews = "editor" in MAY[role], "reviewer" in MAY[role]
    assert ((reverse("opportunities:new") in mine), (answers in mine)) == (writes, reviews)
    assert "is not verified at the moment" not in mine
    assert client.get(reverse("opportunities:new")).status_code == (200 if writes else 403)
    assert client.get(answers).status_code == (200 if reviews else 404)


def test_only_those_who_read_answers_are_told_of_one():
    office = make.institution()
    told = [make.officer(office), make.officer(office, role="reviewer")]
    make.officer(office, role="editor")
    make.officer(office, role="reader")
    made = make.opportunity(author=told[0], office=office)

    opportunities.answer(made, by=make.user(), text="I can.", language="en", at=make.NOW)

    assert set(Notice.objects.values_list("to", flat=True)) == {officer.pk for officer in told}


def test_give_mandate_makes_owners_unless_it_says_otherwise():
    office = make.institution()

    owner = actions.give_mandate(office, user=make.user(), at=make.NOW)
    reader = actions.give_mandate(office, user=make.user(), at=make.NOW, role=ROLES.READER)

    assert (owner.role, reader.role) == ("owner", "reader")


def test_the_database_refuses_a_role_that_is_none():
    with pytest.raises(IntegrityError), transaction.atomic():
        make.officer(role="king")


def test_looks_are_written_for_institutions_that_were_here_before():
    migration = importlib.import_module("institutions.migrations.0003_kinds_levels_and_looks")
    office = make.institution(name="Old Desk")
    type(office).objects.update(name_skeleton="")

    migration.look(apps, connection.schema_editor())

    office.refresh_from_db()
    assert office.name_skeleton == "olddesk"
