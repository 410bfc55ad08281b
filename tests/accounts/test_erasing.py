"""Erasing an account: asked, undone, carried out; what goes, what stays (trust.md 5.3)."""

import datetime as dt

import pytest

from accounts import erasures
from accounts.models import User
from tests import make


def test_smoke():
    person = make.user()
    erasures.ask(person, words=False, at=make.NOW)
    assert erasures.carry_out(person.pk, at=make.NOW + dt.timedelta(days=8))
    assert not User.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize("words", [True, False])
def test_smoke_posts(words):
    person = make.user()
    t = make.thread(posts=2, author=person)
    make.post(t)
    erasures.ask(person, words=words, at=make.NOW)
    assert erasures.carry_out(person.pk, at=make.NOW + dt.timedelta(days=8))
    person.refresh_from_db()
    print(
        vars(person),
        list(t.posts.values("number", "text", "state")),
        list(t.stream.values_list("seq", "kind")),
    )
