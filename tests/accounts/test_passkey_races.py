"""Passkeys at one moment: two removed at once, one answer sent twice."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError

from accounts import passkeys
from accounts.models import User
from tests import make
from tests.races import RACES, each_at_once, together

pytestmark = RACES


@pytest.fixture
def owner():
    return make.user()


def keep(owner, **data) -> Authenticator:
    return Authenticator.objects.create(user=owner, type="webauthn", data={"name": "Phone", **data})


def test_two_removed_at_once_leave_no_powers_behind(owner):
    for _round in range(5):
        both = [keep(owner), keep(owner)]
        assert User.objects.get(pk=owner.pk).has_second_factor

        each_at_once(lambda row: Authenticator.objects.get(pk=row.pk).delete(), both)

        assert not User.objects.get(pk=owner.pk).has_second_factor


def test_one_count_opens_once(owner):
    row = keep(owner, counter=4)

    done = together(*[lambda: passkeys.counted(row, 5)] * 3)

    assert done.count(ValidationError) == 2
    assert Authenticator.objects.get(pk=row.pk).data["counter"] == 5
