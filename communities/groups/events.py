"""What this room announces. Facts: ids and plain values only."""

from django.dispatch import Signal

membership_changed = Signal()  # community_id, user_id, role ("" when they no longer belong)
