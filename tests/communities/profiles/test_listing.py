"""Standing in the list of people: a consent, never a default, taken back in the settings or in the log."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.consents import text_hash
from accounts.models import Consent, User
from accounts.personal import DOMAINS, rows
from communities.profiles import actions
from communities.profiles.fields import PRESETS
from communities.profiles.models import Profile
from tests import make
from tests.communities.profiles.conftest import told
from tests.communities.profiles.test_views import as_

PAGE = "/en/settings/profile/directory/"


def is_listed(person) -> bool:
    return Profile.objects.filter(user=person, in_directory=True).exists()


def consents(person):
    return Consent.objects.filter(user=person, purpose="directory")


def test_saying_yes_is_a_consent_to_the_very_words(person):
    client = as_(person)

    answer = client.post(PAGE, {"listed": "yes"})

    given = consents(person).get()
    assert (answer.status_code, is_listed(person)) == (303, True)
    assert (given.recipient, given.language, given.withdrawn_at) == ("members", "en", None)
    assert given.text_hash == text_hash(actions.directory_text())
    assert actions.directory_text() in client.get(PAGE).content.decode()
    assert "You stand in the list" in client.get(reverse("profile:overview")).content.decode()


def test_saying_yes_twice_is_once_and_after_a_no_it_is_given_anew(person):
    client = as_(person)
    for answer in ("yes", "yes", "no", "no", "yes"):
        assert client.post(PAGE, {"listed": answer}).status_code == 303

    assert (consents(person).count(), consents(person).filter(withdrawn_at=None).count()) == (2, 1)
    assert is_listed(person)


def test_taken_back_in_the_log_it_ends_at_once(person):
    client = as_(person)
    client.post(PAGE, {"listed": "yes"})
    page = client.get(reverse("settings:data")).content.decode()

    client.post(reverse("settings:withdraw", args=[consents(person).get().pk]))

    assert "Being found in the list of people" in page
    assert not is_listed(person)
    assert consents(person).get().withdrawn_at is not None
    assert User.objects.get(pk=person.pk).name_audience == "members"


def test_taking_back_being_listed_leaves_the_name_to_everyone(person):
    client = as_(person)
    client.post(reverse("settings:privacy"), {"name_audience": "everyone"})
    client.post(PAGE, {"listed": "yes"})

    client.post(reverse("settings:withdraw", args=[consents(person).get().pk]))

    assert User.objects.get(pk=person.pk).name_audience == "everyone"


def test_who_is_suspended_can_still_take_it_back(person):
    actions.enter_directory(by=person, language="en", at=make.NOW)
    User.objects.filter(pk=person.pk).update(suspended_at=make.NOW, suspended_why="A reason.")

    as_(person).post(reverse("settings:withdraw", args=[consents(person).get().pk]))

    assert not is_listed(person)


@pytest.mark.parametrize("preset", PRESETS)
def test_no_preset_enters_it_and_hidden_leaves_it(person, preset):
    told(person)
    actions.take_preset(preset, by=person, at=timezone.now())
    entered = is_listed(person)
    actions.enter_directory(by=person, language="en", at=make.NOW)

    actions.take_preset(preset, by=person, at=timezone.now())

    assert entered is False
    assert is_listed(person) is (preset != "hidden")
    assert consents(person).filter(withdrawn_at=None).exists() is (preset != "hidden")


@pytest.mark.parametrize("data", [{}, {"listed": ""}, {"listed": "perhaps"}, {"listed": "a\x00b"}])
def test_a_wrong_answer_comes_back(person, data):
    answer = as_(person).post(PAGE, data)

    assert (answer.status_code, is_listed(person)) == (422, False)


def test_the_database_lists_nobody_who_did_not_say_so(person):
    profile = Profile(user=person)
    fields = {field.attname: field for field in Profile._meta.concrete_fields}

    assert profile.in_directory is False
    assert fields["in_directory"].db_default is False


def test_ones_copy_says_whether_one_stands_there(person):
    never = rows(DOMAINS["directory"], person)
    actions.enter_directory(by=person, language="en", at=make.NOW)
    stands = rows(DOMAINS["directory"], User.objects.get(pk=person.pk))
    actions.leave_directory(by=person, at=timezone.now())

    assert (never, stands) == ([], [{"listed": True}])
    assert rows(DOMAINS["directory"], User.objects.get(pk=person.pk)) == [{"listed": False}]
