"""Two people at the same moment, each on a connection of their own."""

from django.test import Client

from accounts import actions
from accounts.models import Block, User
from tests import make
from tests.accounts import steps
from tests.races import RACES, each_at_once

pytestmark = RACES
CROWD = 6


def test_two_people_who_block_each_other_at_once_both_succeed():
    one, other = make.user(), make.user()
    pairs = [(one, other), (other, one)] * (CROWD // 2)

    answers = each_at_once(lambda pair: actions.block(pair[0], whom=pair[1], at=make.NOW), pairs)

    assert sorted(answers) == [False] * (CROWD - 2) + [True] * 2
    assert Block.objects.count() == 2
    assert list(User.objects.order_by("pk").values_list("blocks_epoch", flat=True)) == [2, 2]


def test_one_name_taken_by_many_at_once_is_given_once(settings):
    settings.ACCOUNT_RATE_LIMITS = False

    answers = each_at_once(
        lambda n: steps.sign_up(Client(), email=f"p{n}@example.org", name="Amina Diallo").status_code,
        list(range(CROWD)),
    )

    assert sorted(answers) == [302] + [422] * (CROWD - 1)
    assert User.objects.count() == 1


def test_one_address_signed_up_by_many_at_once_makes_one_account(settings):
    settings.ACCOUNT_RATE_LIMITS = False

    answers = each_at_once(
        lambda n: steps.sign_up(Client(), name=f"Amina {n}").status_code, list(range(2, CROWD + 2))
    )

    assert set(answers) <= {302, 429}
    assert User.objects.count() == 1
