"""How this room's news reads, and who may still know of it."""

import pytest

from notifications.registry import KINDS
from tests import make


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("opportunity.returned", "“Exchange” was returned with a reason. Change it and submit it again."),
        ("opportunity.released", "“Exchange” is published."),
        ("opportunity.answered", "There is a new answer to “Exchange”."),
    ],
)
def test_news_reads_as_one_sentence(name, said):
    assert KINDS[name].says({"title": "Exchange", "opportunity": 1}) == said


def test_news_of_an_office_ends_with_the_mandate():
    office = make.institution()
    officer, stranger = make.officer(office), make.officer()
    returned, published = make.opportunity(office=office, state="returned"), make.opportunity(office=office)
    facts = [{"opportunity": returned.pk}, {"opportunity": published.pk}]

    assert KINDS["opportunity.returned"].knows(officer, facts) == [True, True]
    assert KINDS["opportunity.returned"].knows(stranger, facts) == [False, True]
    assert KINDS["opportunity.answered"].knows(officer, facts) == [True, True]
    assert KINDS["opportunity.answered"].knows(stranger, facts) == [False, False]
