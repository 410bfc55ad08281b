"""The canary sweep over what is sent: frames of sockets, and mails."""

import re

import pytest
from django.core import mail

from accounts.models import User
from core.outbox import drain
from messaging.threads.models import Thread
from tests.messaging.live.sessions import session_of
from tests.messaging.live.test_consumers import frames_of, sub
from tests.trust.sweep import foreign, handle_of

AT_ONCE = 15  # topics of one socket: more messages at once are too many
LISTENERS = [
    ("AN", 0),
    ("ME", 0),
    ("ME", 10),
    ("CM", 0),
    ("CO", 0),
    ("PM", 0),
    ("ED", 0),
    ("AD", 0),
    ("GO", 0),
    ("GO", 2),
]
TOKEN = re.compile(r"zq[0-9a-f]{12}")


@pytest.mark.timeout(900)
def test_frames_carry_nothing_foreign(canaries):
    """Everybody listens to every discussion from its beginning; members of it hear what was said there."""
    topics = [thread.topic for thread in Thread.objects.order_by("pk")]
    texts = {canary["token"]: canary for canary in canaries["canaries"] if canary["class"] == "post"}
    for role, number in LISTENERS:
        handle = handle_of(canaries, role, number)
        key = session_of(User.objects.get(handle=handle)) if handle else None
        seen = {}
        for start in range(0, len(topics), AT_ONCE):
            asked = [sub(topic, since=0) for topic in topics[start : start + AT_ONCE]]
            for frame in frames_of(key, *asked):
                seen |= {token: str(frame.get("topic")) for token in TOKEN.findall(str(frame))}
        mine = {
            t for t, c in texts.items() if (handle in c["allowed"] if handle else "AN" in c["allowed_roles"])
        }

        assert (role, foreign(canaries, handle, seen)) == (role, [])
        assert mine <= set(seen), (role, len(mine), len(seen))


def test_mails_carry_nothing_at_all(canaries):
    """What the world promised to send was sent while it grew: neither text nor subject says anything of anybody,
    and the only token is the address it went to."""
    drain()

    assert mail.outbox
    for sent in mail.outbox:
        said = str(sent.message())
        for address in sent.to:
            said = said.replace(address, "")
        assert TOKEN.findall(said) == [], sent.subject
