"""Openings at the same moment, on the database that production uses."""

from django.utils import timezone

from communities.profiles import actions, queries
from communities.profiles.models import Profile
from institutions import actions as institutions
from institutions.models import Opening
from notifications.models import Notice
from tests import make
from tests.races import RACES, each_at_once, together

pytestmark = RACES


def open_as(officer, person) -> str:
    _shown, sealed = queries.page(person.handle, viewer=officer)
    return actions.open_page(sealed, by=officer, at=make.NOW).name


def named():
    """A member who named an institution, and it."""
    person, office = make.user(), make.institution()
    Profile.objects.create(user=person, about="I mend looms.", about_institutions=True)
    institutions.opt_in(office, by=person, language="en", at=timezone.now())
    return person, office


def test_one_officer_six_times_at_once_is_one_row_and_one_notice():
    person, office = named()
    officer = make.officer(office)

    outcomes = together(*[lambda: open_as(officer, person)] * 6)

    assert outcomes == [person.name] * 6
    assert Opening.objects.get().reader == officer
    assert Notice.objects.filter(kind="profile.opened").count() == 1


def test_four_officers_at_once_are_four_rows_and_one_notice():
    person, office = named()
    officers = [make.officer(office) for _ in range(4)]

    outcomes = each_at_once(lambda officer: open_as(officer, person), officers)

    assert outcomes == [person.name] * 4
    assert set(Opening.objects.values_list("reader", flat=True)) == {officer.pk for officer in officers}
    assert Notice.objects.filter(kind="profile.opened").count() == 1


def test_taking_back_while_an_officer_opens_leaves_no_page_without_a_row():
    person, office = named()
    officer = make.officer(office)

    opened, _taken_back = together(
        lambda: open_as(officer, person),
        lambda: institutions.opt_out(office, by=person, at=timezone.now()),
    )

    assert (opened == person.name) is Opening.objects.exists()
