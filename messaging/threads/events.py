"""What this room announces. Facts: ids and plain values only."""

from django.dispatch import Signal

posted = Signal()  # thread_id, post_id, seq
thread_changed = Signal()  # thread_id, seq: anything in the stream, posts included
post_hidden = Signal()  # post_id
