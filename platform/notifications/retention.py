"""What this room does not keep for ever: notices."""

import datetime as dt

from django.db import transaction

from core.retention import purges
from notifications.actions import forget
from notifications.models import Notice

KEPT = dt.timedelta(days=90)


@purges("notices")
def notices(at: dt.datetime) -> int:
    """Read or not; the number behind the badge follows."""
    old = Notice.objects.filter(created_at__lte=at - KEPT)
    gone = 0
    for user_id in list(old.values_list("to", flat=True).distinct().order_by("to")):
        with transaction.atomic():
            gone += forget(user_id, old=old.filter(to=user_id))
    return gone
