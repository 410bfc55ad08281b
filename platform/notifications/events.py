"""What this room announces. Facts: ids and plain values only."""

from django.dispatch import Signal

notice_given = Signal()  # user_id, seq: somebody has one more notice
notices_read = Signal()  # user_id: the number of unread notices of somebody has changed otherwise
