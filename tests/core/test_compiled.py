"""Queries written once: the same rows as Django's own, for other values, without writing them again."""

import uuid

import pytest
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import OuterRef, Subquery

from accounts.models import User
from core.compiled import Slot, compiled
from messaging.threads.models import Post, Thread
from tests import make

pytestmark = pytest.mark.django_db
written = []


@compiled(name=models.CharField())
def groups_named(name: Slot):
    written.append("groups_named")
    return Group.objects.filter(name=name)


@compiled(thread=models.UUIDField(), number=models.IntegerField())
def posts_up_to(is_newest_first: bool, thread: Slot, number: Slot):
    rows = Post.objects.filter(thread=thread, number__lte=number).select_related("author", "thread")
    return rows.order_by("-number" if is_newest_first else "number")


@compiled(person=models.BigIntegerField())
def threads_with_own_number(person: Slot):
    mine = Post.objects.filter(thread=OuterRef("pk"), author=person).order_by("-number")
    return Thread.objects.annotate(mine=Subquery(mine.values("number")[:1])).order_by("pk")


@compiled(person=models.BigIntegerField())
def nobody(person: Slot):
    return User.objects.none().filter(pk=person)


def test_compiled_is_written_once_and_asked_with_other_values(django_assert_num_queries):
    for name in ("weavers", "dyers"):
        Group.objects.create(name=name)
    written.clear()

    with django_assert_num_queries(3):
        found = [groups_named(name=name) for name in ("weavers", "dyers", "nobody")]

    assert [[group.name for group in groups] for groups in found] == [["weavers"], ["dyers"], []]
    assert len(written) <= 1


def test_compiled_brings_relations_and_types_as_django_does(django_assert_num_queries):
    thread = make.thread(make.community(), posts=3)

    with django_assert_num_queries(1):
        posts = posts_up_to(False, thread=thread.pk, number=2)
        seen = [(post.pk, post.author.name, post.thread.title, post.created_at) for post in posts]

    rows = Post.objects.filter(thread=thread, number__lte=2).order_by("number")
    assert seen == [(post.pk, post.author.name, thread.title, post.created_at) for post in rows]


def test_compiled_keeps_one_query_for_each_shape():
    thread = make.thread(make.community(), posts=2)

    orders = [posts_up_to(newest, thread=thread.pk, number=9) for newest in (False, True, False)]

    assert [[post.number for post in posts] for posts in orders] == [[1, 2], [2, 1], [1, 2]]


def test_compiled_reaches_into_subqueries():
    thread = make.thread(make.community(), posts=2)
    stranger = make.user()

    numbers = [threads_with_own_number(person=pk)[0].mine for pk in (thread.author_id, stranger.pk)]

    assert numbers == [Post.objects.filter(author=thread.author_id).order_by("-number")[0].number, None]


def test_compiled_takes_nothing_for_an_answer(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert nobody(person=1) == []


def test_compiled_refuses_a_value_that_is_missing():
    with pytest.raises(KeyError, match="number"):
        posts_up_to(False, thread=uuid.uuid4())
