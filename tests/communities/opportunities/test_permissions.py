"""Every right of this room, tried on the ten kinds of people; and its twin agrees."""

import datetime as dt

import pytest

from communities.opportunities import permissions
from communities.opportunities.models import Application, Opportunity
from institutions.models import Mandate
from tests import make
from tests.communities.opportunities.conftest import CAST

ROLES = tuple(CAST)


def cells(**yes):
    """(row of answers) for every role: those named in `yes` may."""
    return [(who, who in yes["may"].split()) for who in ROLES]


@pytest.mark.parametrize("who", ROLES)
def test_everybody_sees_what_is_published(who, person):
    published = make.opportunity()

    assert permissions.can_see(person, published)
    assert Opportunity.objects.visible_to(person).contains(published)


@pytest.mark.parametrize("state", ["draft", "pending", "returned"])
@pytest.mark.parametrize(("who", "may"), cells(may="PM ED"))
def test_before_that_only_moderators_and_editors_see_anothers(who, may, person, state):
    waiting = make.opportunity(state=state)

    assert permissions.can_see(person, waiting) is may
    assert Opportunity.objects.visible_to(person).contains(waiting) is may


@pytest.mark.parametrize("state", ["draft", "pending", "returned"])
def test_officers_of_the_same_institution_see_it(state):
    office = make.institution()
    waiting, colleague = make.opportunity(office=office, state=state), make.officer(office)

    assert permissions.can_see(colleague, waiting)
    assert Opportunity.objects.visible_to(colleague).contains(waiting)


def test_an_administrator_sees_what_they_began():
    administrator = make.administrator()
    own = make.opportunity(author=administrator, office=make.institution(), state="draft")

    assert permissions.can_see(administrator, own)
    assert Opportunity.objects.visible_to(administrator).contains(own)


def test_who_left_the_office_sees_nothing_of_it():
    left = make.officer()
    waiting = make.opportunity(author=left, state="draft")
    Mandate.objects.update(ended_at=make.NOW)
    left.office_slug = ""
    left.save()

    assert not permissions.can_see(left, waiting)
    assert not Opportunity.objects.visible_to(left).contains(waiting)


def test_an_officer_without_a_second_factor_has_no_powers():
    office = make.institution()
    officer = make.officer(office)
    officer.second_factor_since = None
    officer.save()
    draft, published = make.opportunity(office=office, state="draft"), make.opportunity(office=office)

    assert not permissions.can_see(officer, draft)
    assert not permissions.can_create(officer, office)
    assert not permissions.can_see_answers(officer, published)


@pytest.mark.parametrize(("who", "may"), cells(may="GO ED AD"))
def test_who_creates(who, may, person):
    assert permissions.can_create(person) is may


def test_officers_create_for_their_own_verified_institution_only():
    office = make.institution()
    officer = make.officer(office)
    unverified = make.institution(verified_at=None, expires_at=None)

    assert permissions.can_create(officer, office)
    assert not permissions.can_create(officer, make.institution())
    assert not permissions.can_create(make.officer(unverified), unverified)
    assert not permissions.can_create(make.editor(), unverified)


def test_a_verification_that_ran_out_closes_everything_but_ones_own_drafts():
    lapsed = make.institution(
        verified_at=make.NOW - dt.timedelta(days=400), expires_at=make.NOW - dt.timedelta(days=35)
    )
    officer = make.officer(lapsed)
    draft = make.opportunity(office=lapsed, author=officer, state="draft")
    sent = make.answer(make.opportunity(office=lapsed, author=officer))

    assert not permissions.can_create(officer)
    assert not permissions.can_see_answers(officer, sent.opportunity)
    assert not Application.objects.visible_to(officer).exists()
    assert not permissions.can_answer(make.user(), sent.opportunity)
    assert not permissions.can_edit(officer, draft)
    assert permissions.can_see(officer, draft)


@pytest.mark.parametrize(
    ("state", "may"), [("draft", True), ("returned", True), ("pending", False), ("published", False)]
)
def test_writers_edit_drafts_and_what_was_returned(state, may):
    office = make.institution()
    written = make.opportunity(office=office, state=state)

    assert permissions.can_edit(make.officer(office), written) is may
    assert not permissions.can_edit(make.officer(), written)
    assert not permissions.can_edit(make.moderator(), written)


@pytest.mark.parametrize(("who", "may"), cells(may="PM ED"))
def test_who_releases(who, may, person):
    assert permissions.can_release(person, make.opportunity(state="pending")) is may


def test_nobody_releases_their_own_or_for_an_institution_they_acted_for():
    editor, moderator, office = make.editor(), make.moderator(), make.institution()
    own = make.opportunity(author=editor, office=office, state="pending")
    Mandate.objects.create(
        user=moderator,
        institution=office,
        began_at=make.NOW - dt.timedelta(days=90),
        ended_at=make.NOW - dt.timedelta(days=30),
    )

    assert not permissions.can_release(editor, own)
    assert not permissions.can_release(moderator, own)
    assert permissions.can_release(make.editor(), own)


@pytest.mark.parametrize(("who", "may"), cells(may="ME CM CO PM ED"))
def test_who_answers(who, may, person):
    assert permissions.can_answer(person, make.opportunity()) is may


def test_nobody_answers_what_they_wrote_or_what_is_not_published():
    editor = make.editor()

    assert not permissions.can_answer(editor, make.opportunity(author=editor, office=make.institution()))
    assert not permissions.can_answer(make.user(), make.opportunity(state="pending"))


@pytest.mark.parametrize("who", ROLES)
def test_no_role_reads_the_answers_of_another_institution(who, person):
    sent = make.answer(make.opportunity())

    assert not permissions.can_see_answers(person, sent.opportunity)
    assert not permissions.can_see_answer(person, sent)
    assert not Application.objects.visible_to(person).exists()


def test_officers_read_what_was_sent_to_their_institution():
    office = make.institution()
    sent = make.answer(make.opportunity(office=office))
    officer = make.officer(office)

    assert permissions.can_see_answers(officer, sent.opportunity)
    assert permissions.can_see_answer(officer, sent)
    assert list(Application.objects.visible_to(officer)) == [sent]
    assert list(Application.objects.visible_to(sent.user)) == [sent]


@pytest.mark.parametrize("ends", ["withdrawn", "dark", "erased", "taken down"])
def test_officers_read_it_no_more_once(ends):
    office = make.institution()
    sent = make.answer(make.opportunity(office=office))
    officer, sender = make.officer(office), sent.user
    match ends:
        case "withdrawn":
            Application.objects.update(withdrawn_at=make.NOW)
        case "dark":
            type(sender).objects.filter(pk=sender.pk).update(dark_since=make.NOW)
        case "erased":
            type(sender).objects.filter(pk=sender.pk).update(erased_at=make.NOW)
        case "taken down":
            Opportunity.objects.update(
                state="returned", returned_why="A fraud.", published_at=None, released_by=None
            )
    sent = Application.objects.get()

    assert not permissions.can_see_answer(officer, sent)
    assert not Application.objects.visible_to(officer).exists()


@pytest.mark.parametrize(("who", "may"), cells(may="ME CM CO PM ED SU"))
def test_who_withdraws_an_own_answer(who, may, person):
    assert permissions.can_withdraw(person, make.opportunity()) is may


def test_closing_is_for_those_who_write_it():
    office = make.institution()
    published = make.opportunity(office=office)

    assert permissions.can_close(make.officer(office), published)
    assert not permissions.can_close(make.officer(), published)
    assert not permissions.can_close(make.moderator(), published)
    assert not permissions.can_close(make.officer(office), make.opportunity(office=office, state="draft"))
