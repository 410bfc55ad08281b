"""Two presses at the same moment: one copy is asked for, and one of two downloads gets the file."""

from django.utils import timezone

from accounts import exports
from accounts.models import Export
from core.models import Outbox
from tests import make
from tests.races import RACES, each_at_once

pytestmark = RACES


def test_asking_twice_at_once_asks_once(settings, tmp_path):
    settings.EXPORT_DIR = str(tmp_path)
    person, now = make.user(), timezone.now()

    answers = each_at_once(lambda _n: exports.ask(person, language="en", at=now), [1, 2, 3, 4])

    assert sorted(isinstance(answer, Export) for answer in answers) == [False, False, False, True]
    assert Outbox.objects.filter(kind="accounts.export").count() == Export.objects.count() == 1


def test_taking_twice_at_once_takes_once(settings, tmp_path):
    settings.EXPORT_DIR = str(tmp_path)
    export = exports.ask(make.user(), language="en", at=timezone.now())
    exports.make(str(export.pk), at=timezone.now())

    contents = each_at_once(lambda _n: exports.take(export, at=timezone.now()), [1, 2, 3, 4])

    assert sorted(content is None for content in contents) == [False, True, True, True]
