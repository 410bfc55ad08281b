"""Topic `me`, and the receiver that moves the badge."""

from messaging.live import receivers
from messaging.live.registry import Row, Stand
from messaging.live.topics import Me
from notifications.models import Mailbox
from tests import make


def test_me_stands_where_the_mailbox_stands_and_for_its_owner_only():
    owner, other = make.user(), make.user()
    Mailbox.objects.update_or_create(user=owner, defaults={"seq": 4, "unread": 2})
    key = str(owner.pk)

    stands = [Me().stand(key, viewer) for viewer in (owner, other, make.suspended())]

    assert stands == [Stand(4, 0), None, None]
    assert Me().still_allowed(key, {owner.pk, other.pk, None}) == {owner.pk}


def test_me_gives_every_number_with_the_unread_of_now():
    owner = make.user()
    Mailbox.objects.update_or_create(user=owner, defaults={"seq": 4, "unread": 1})

    assert Me().after(str(owner.pk), 2, 200) == (
        0,
        [Row(3, "notice.new", data={"unread": 1}), Row(4, "notice.new", data={"unread": 1})],
    )


def test_me_of_somebody_never_told_anything_is_at_zero():
    owner = make.user()

    assert Me().heads([str(owner.pk), "0"]) == {str(owner.pk): Stand(0, 0)}
    assert Me().after(str(owner.pk), 0, 200) == (0, [])


def test_a_notice_moves_the_badge(monkeypatch):
    told = []
    monkeypatch.setattr(receivers, "tell", lambda topic, seq: told.append((topic, seq)))

    receivers.notice_given.send(sender=None, user_id=7, seq=3)

    assert told == [("me:7", 3)]
