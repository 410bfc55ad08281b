"""What a person reads in their list."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Block, User
from design.icons import draw
from notifications import actions, queries, registry
from notifications.models import Notice
from tests import make


def tell(person, key, *, place="Kumasi", about=None, kind="test.reply"):
    about_id = about.pk if about else None
    return actions.notify(
        person.pk, kind, key=key, facts={"place": place}, path="/communities/", about_id=about_id
    )


def test_notices_come_newest_first_in_pages_of_twenty():
    reader = make.user()
    for n in range(43):
        tell(reader, str(n))

    first = queries.notices(reader)
    second = queries.notices(reader, before=first.older)
    third = queries.notices(reader, before=second.older)

    assert [len(page.lines) for page in (first, second, third)] == [20, 20, 3]
    assert [line.number for page in (first, second, third) for line in page.lines] == list(range(43, 0, -1))
    assert third.older is None


def test_notices_say_who_it_was_as_the_reader_may_know_them_today():
    reader, officer, author = make.user(), make.officer(), make.user(name="Amina")
    tell(reader, "1", about=author)
    tell(officer, "1", about=author)
    author.set_name("Amina B.")
    author.save()

    [for_member] = queries.notices(reader).lines
    [for_officer] = queries.notices(officer).lines

    assert for_member.says == "Amina B. replied in Kumasi."
    assert for_officer.says == "A member (A) replied in Kumasi."


def test_notices_about_an_erased_person_name_nobody():
    reader, author = make.user(), make.user(name="Amina")
    tell(reader, "1", about=author)
    User.objects.filter(pk=author.pk).update(erased_at=make.NOW)

    [line] = queries.notices(reader).lines

    assert line.says == "Former member replied in Kumasi."


@pytest.mark.parametrize("reader_blocks", [True, False])
def test_notices_hide_people_between_whom_a_block_stands(reader_blocks):
    reader, author, other = make.user(), make.user(), make.user()
    tell(reader, "1", about=author)
    tell(reader, "2", about=other)
    tell(reader, "3")
    pair = {"by": reader, "whom": author} if reader_blocks else {"by": author, "whom": reader}
    Block.objects.create(**pair)

    page = queries.notices(reader)

    assert [line.number for line in page.lines] == [3, 2]


def test_notices_of_things_that_may_not_be_known_any_more_say_nothing_about_them():
    reader, author = make.user(), make.user(name="Amina")
    tell(reader, "1", place="secret", about=author)

    [line] = queries.notices(reader).lines

    assert (line.says, line.url) == ("This is no longer available.", "")


def test_notices_of_a_kind_that_no_room_knows_any_more_still_read():
    reader = make.user()
    tell(reader, "1", kind="gone.kind")

    [line] = queries.notices(reader).lines

    assert (line.says, line.url) == ("There is news for you.", "/en/communities/")


def test_notices_unread_only_are_as_many_as_the_counter_says():
    reader = make.user()
    for key in "abc":
        tell(reader, key)
    actions.mark_read(reader, number=2, at=make.NOW)

    page = queries.notices(reader, unread_only=True)

    assert [line.number for line in page.lines] == [3, 1]
    assert queries.unread_count(reader) == 2


@pytest.mark.parametrize("how_many", [1, 3])
def test_notices_cost_three_queries_however_many(how_many, django_assert_num_queries):
    reader = make.user()
    for n in range(how_many):
        tell(reader, str(n), about=make.user())

    with django_assert_num_queries(3):
        page = queries.notices(reader)

    assert len(page.lines) == how_many


def test_unread_count_is_one_query(django_assert_num_queries):
    reader = make.user()
    tell(reader, "1")

    with django_assert_num_queries(1):
        assert queries.unread_count(reader) == 1


def test_unread_count_of_somebody_who_was_never_told_anything_is_nought():
    assert queries.unread_count(make.user()) == 0


@pytest.mark.parametrize(
    "path", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""]
)
def test_a_notice_leads_into_the_site_only(path):
    with pytest.raises(IntegrityError, match="a_notice_leads_into_the_site"), transaction.atomic():
        Notice.objects.create(to=make.user(), kind="test.reply", key="1", seq=1, path=path)


def test_every_registered_kind_has_an_icon_that_can_be_drawn():
    assert all("<svg" in draw(kind.icon) for kind in registry.KINDS.values())
