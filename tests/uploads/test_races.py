"""One person who sends many pictures at once: one is worn, none is left over, no room is taken twice."""

import pytest
from django.utils import timezone

from communities.profiles import actions as profiles
from communities.profiles.actions import Told
from communities.profiles.models import Profile
from tests import make
from tests.races import RACES, each_at_once
from tests.uploads import samples
from uploads import actions
from uploads.models import StoredFile

pytestmark = [*RACES, pytest.mark.usefixtures("quick")]
CROWD = 6


def test_of_many_pictures_at_once_one_is_worn(folder):
    person = make.user(joined_at=make.NOW.replace(year=2025))

    answers = each_at_once(
        lambda n: (
            profiles.show_picture(
                Told(audience="members"), file=samples.upload(), by=person, at=timezone.now()
            ).pk
        ),
        list(range(CROWD)),
    )

    stored, profile = StoredFile.objects.get(), Profile.objects.get()
    person.refresh_from_db()
    assert set(answers) == {profile.pk}
    assert profile.picture == stored
    assert person.picture_key == str(stored.pk)
    assert {path.name for path in folder.glob("*/*")} == {str(stored.pk)}


def test_the_last_room_is_taken_once():
    newcomer = make.user(joined_at=make.NOW)
    for _ in range(actions.MOST_OF_NEWCOMER - 1):
        make.stored_file(newcomer)

    answers = each_at_once(
        lambda n: type(actions.keep(samples.upload(), by=newcomer, kind="picture", at=make.NOW)),
        list(range(CROWD)),
    )

    assert answers.count(StoredFile) == 1
    assert answers.count(actions.Refused) == CROWD - 1
