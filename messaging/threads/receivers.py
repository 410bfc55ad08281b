"""What discussions do about accounts' news: who went dark is unnamed on pages that are already open."""

import uuid

from django.dispatch import receiver

from accounts.events import by_line_changed
from messaging.threads import actions


@receiver(by_line_changed)
def show_by_line(sender, *, user_id: int, **facts) -> None:
    actions.redraw_everywhere(user_id, why=uuid.uuid4().hex)
