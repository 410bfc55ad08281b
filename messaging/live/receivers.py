"""What live delivery does about other rooms' news: a new notice moves the reader's badge."""

from django.dispatch import receiver

from messaging.live.herald import tell
from notifications.events import notice_given


@receiver(notice_given)
def move_badge(sender, *, user_id: int, seq: int, **facts) -> None:
    tell(f"me:{user_id}", seq)
