"""Telling a person something, marking it as read, and stopping the mails."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.crypto import salted_hmac

from accounts.models import Block, User
from core.access import require
from core.events import announce
from core.outbox import promise
from notifications.events import notice_given, notices_read
from notifications.models import UNREAD, Mailbox, Notice
from notifications.permissions import can_change_mails, can_read_notices
from notifications.queries import can_undo_all_read, stop_hash


def notify(
    to_id: int,
    kind: str,
    *,
    key: str,
    facts: dict,
    path: str,
    about_id: int | None = None,
    mail: bool = True,
) -> Notice | None:
    """Tell one person one thing, once. Call it inside the transaction that made it news.

    `about_id` is who did it; `path` lies below the language prefix. Nobody is told what they did themselves,
    nothing passes between people who blocked one another, and nothing reaches an account that is suspended
    or gone. Returns None then, and when the same news (`kind` and `key`) was told before. Who has gone dark
    finds it in the list: a mail about it is never sent, not even after they came back.
    """
    person = None if to_id == about_id else _to_be_told(to_id, about_id, kind, key)
    if person is None:
        return None
    try:
        with transaction.atomic():  # a number is only used up by a notice that stands
            notice = Notice.objects.create(
                to_id=to_id,
                kind=kind,
                key=key,
                seq=Mailbox.objects.next_number(to_id),
                about_id=about_id,
                facts=facts,
                path=path,
            )
    except IntegrityError:
        if not Notice.objects.filter(to_id=to_id, kind=kind, key=key).exists():
            raise
        return None  # told a moment ago, by a transaction that came first
    if mail and person.dark_since is None:
        promise("notice.mail", key=f"notice:{notice.pk}", payload={"notice": notice.pk})
    announce(notice_given, user_id=to_id, seq=notice.seq)
    return notice


def _to_be_told(to_id: int, about_id: int | None, kind: str, key: str) -> User | None:
    """One query: is somebody there, does no block stand between the two, and is it news?"""
    told = Notice.objects.filter(to=OuterRef("pk"), kind=kind, key=key)
    blocks = Block.objects.filter(Q(by=OuterRef("pk"), whom=about_id) | Q(whom=OuterRef("pk"), by=about_id))
    there = User.objects.filter(~Exists(told), pk=to_id, erased_at=None)
    if about_id is not None:
        there = there.filter(~Exists(blocks))
    person = there.first()
    return None if person is None or person.is_suspended else person


@transaction.atomic
def mark_read(by: Any, *, number: int, at: dt.datetime) -> Notice | None:
    """Mark one notice as read. Returns it, or None when this person has no such notice."""
    require(can_read_notices, by)
    box = _locked_box(by.pk)
    notice = Notice.objects.shown_to(by).filter(seq=number).first()
    if notice is not None and notice.is_unread:
        notice.read_at = at
        notice.save(update_fields=["read_at", "updated_at"])
        _count_again(box)
    return notice


@transaction.atomic
def mark_all_read(by: Any, *, at: dt.datetime) -> int:
    """Mark everything as read; returns how many notices that were. For some minutes it can be undone."""
    require(can_read_notices, by)
    box = _locked_box(by.pk)
    changed = Notice.objects.filter(UNREAD, to=by).update(read_at=at)
    if changed:
        box.all_read_at = at
        box.save(update_fields=["all_read_at"])
        _count_again(box)
    return changed


@transaction.atomic
def undo_all_read(by: Any, *, at: dt.datetime) -> int:
    """Take `mark_all_read` back: what it marked is unread again, nothing else. Returns how many."""
    require(can_read_notices, by)
    box = _locked_box(by.pk)
    if not can_undo_all_read(box, at=at):
        return 0
    changed = Notice.objects.shown_to(by).filter(read_at=box.all_read_at).update(read_at=None)
    box.all_read_at = None
    box.save(update_fields=["all_read_at"])
    _count_again(box)
    return changed


@transaction.atomic
def forget_between(one_id: int, other_id: int, *, at: dt.datetime) -> None:
    """Two people do not want to meet: what either was told of the other no longer counts as unread."""
    for to_id, about_id in sorted([(one_id, other_id), (other_id, one_id)]):
        box = _locked_box(to_id)
        if Notice.objects.filter(UNREAD, to=to_id, about=about_id).update(read_at=at):
            _count_again(box)


@transaction.atomic
def choose_mails(by: Any, *, wanted: bool) -> None:
    """Switch the mails about news on or off."""
    require(can_change_mails, by)
    box = _locked_box(by.pk)
    box.mails = wanted
    box.save(update_fields=["mails"])


def stop_mails(token: str) -> bool:
    """Switch mails off for whoever holds the secret of a mail; False for a secret that nobody was given."""
    return Mailbox.objects.filter(stop_hash=stop_hash(token)).update(mails=False) == 1


def stop_token(user_id: int) -> str:
    """The secret in the links that end a person's mails. It names nobody, and the database keeps its hash."""
    token = salted_hmac("notifications.stop", str(user_id), algorithm="sha256").hexdigest()
    Mailbox.objects.filter(user_id=user_id).update(stop_hash=stop_hash(token))
    return token


def _locked_box(user_id: int) -> Mailbox:
    """The person's mailbox, locked: everything that changes a count goes through it, one at a time."""
    Mailbox.objects.bulk_create([Mailbox(user_id=user_id)], ignore_conflicts=True)
    return Mailbox.objects.select_for_update(no_key=True).get(pk=user_id)


def forget(user_id: int, *, old: QuerySet[Notice]) -> int:
    """Delete these notices of a person and let the badge follow. Returns how many there were."""
    box = _locked_box(user_id)
    gone, _kinds = old.delete()
    if gone:
        _count_again(box)
    return gone


def _count_again(box: Mailbox) -> None:
    box.unread = Notice.objects.filter(UNREAD, to_id=box.pk).count()
    box.save(update_fields=["unread"])
    announce(notices_read, user_id=box.pk)
