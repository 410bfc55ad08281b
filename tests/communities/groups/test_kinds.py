"""How the news of communities reads."""

import pytest

from communities.groups import kinds
from notifications import registry
from tests import make

FACTS = {
    "community": "Fleuve",
    "reason": "For founders.",
    "role": "steward",
    "policy": "read",
    "who": "Amina",
}


@pytest.mark.parametrize(
    "name, sentence",
    [
        ("community.asked", "Amina asks to join Fleuve."),
        ("community.admitted", "You are now a member of Fleuve."),
        ("community.declined", "Fleuve did not accept your request. The reason given: For founders."),
        ("community.appointed", "You are now a steward of Fleuve."),
        ("community.removed", "You are no longer a member of Fleuve. The reason given: For founders."),
        ("community.policy", "Fleuve now lets institutions join and read."),
    ],
)
def test_every_kind_says_what_happened(name, sentence):
    assert registry.kind(name).says(FACTS) == sentence


def test_news_of_a_community_that_one_no_longer_knows_of_is_not_told():
    hidden, public = make.community(visibility="hidden"), make.community()
    facts = [{"community_id": hidden.pk}, {"community_id": public.pk}, {}]

    assert kinds.known(make.member(hidden), facts) == [True, True, False]
    assert kinds.known(make.user(), facts) == [False, True, False]
