"""How moderation meets an opportunity."""

import pytest

from communities.opportunities import cases
from moderation.models import Case
from moderation.registry import CannotAct
from tests import make


def test_the_subject_is_what_members_will_read_and_whose_it_is():
    waiting = make.opportunity(state="pending", title="Exchange", language="fr")

    subject = cases.subject(str(waiting.pk))

    assert (subject.title, subject.language) == ("Exchange", "fr")
    assert (subject.author_id, subject.institution_id) == (waiting.author_id, waiting.institution_id)
    assert subject.url.endswith(f"/opportunities/{waiting.slug}/")
    assert waiting.text in subject.text


def test_there_is_no_subject_under_another_spelling_of_its_number():
    pk = make.opportunity().pk

    assert [cases.subject(name) for name in (f"0{pk}", f" {pk}", "999999")] == [None] * 3


def test_only_what_is_published_is_reported():
    assert cases.can_report(make.user(), str(make.opportunity().pk))
    assert not cases.can_report(make.user(), str(make.opportunity(state="pending").pk))


def test_what_cannot_be_done_is_said_to_the_moderator():
    late = make.opportunity(state="pending", closes_at=make.NOW)
    case = Case(kind="opportunity", object_id=str(late.pk))

    with pytest.raises(CannotAct, match="closing moment has passed"):
        cases.act(case, "release", by=make.moderator(), reason="", at=make.NOW)


def test_releasing_what_is_published_lets_it_stand():
    published = make.opportunity()
    before = published.published_at

    cases.act(
        Case(kind="opportunity", object_id=str(published.pk)),
        "release",
        by=make.moderator(),
        reason="",
        at=make.LATER,
    )

    published.refresh_from_db()
    assert published.published_at == before
