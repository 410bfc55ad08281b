"""The card that a discussion's page shows of its community."""

import pytest
from django.contrib.auth.models import AnonymousUser

from communities.groups import actions
from messaging.threads import hosts
from messaging.threads.models import Board
from tests import make


def card(community, viewer) -> hosts.Card:
    return hosts.cards([Board.objects.get(pk=community.board_id)], viewer)[community.board_id]


def test_a_card_leads_to_the_community_and_says_how_to_join():
    community = make.community(visibility="request", name="Fleuve", slug="fleuve", language="fr")

    shown = card(community, AnonymousUser())

    assert shown == hosts.Card(
        name="Fleuve",
        url="/en/communities/fleuve/",
        seed="fleuve",
        language="fr",
        join_state="request",
        join_url="/en/communities/fleuve/ask/",
        can_start=False,
    )


def test_a_card_knows_the_viewers_standing():
    public = make.community()
    asked = make.community(visibility="request")
    person = make.user()
    actions.ask(asked, by=person, answer="", at=make.NOW)

    before = card(public, person)
    actions.join(public, by=person, at=make.NOW)
    after = card(public, person)

    assert (before.join_state, before.can_start) == ("open", False)
    assert (after.join_state, after.join_url, after.can_start) == ("member", "", True)
    assert card(asked, person).join_state == "pending"


def test_what_may_not_be_known_has_no_card():
    hidden = make.community(visibility="hidden")

    assert card(hidden, make.user()) == hosts.NOWHERE
    assert card(hidden, make.member(hidden)).name == hidden.name


@pytest.mark.parametrize("how_many", [1, 3])
def test_cards_cost_one_query_however_many(how_many, django_assert_num_queries):
    viewer = make.user()
    boards = [make.community(members=[viewer]).board for _ in range(how_many)]

    with django_assert_num_queries(1):
        cards = hosts.cards(boards, viewer)

    assert [cards[board.pk].can_start for board in boards] == [True] * how_many
