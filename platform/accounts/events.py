"""What this room announces. Facts: ids and plain values only."""

from django.dispatch import Signal

standing_changed = Signal()  # user_id: suspended, restored, made an officer, role given or taken
by_line_changed = Signal()  # user_id: what stands beside everything they wrote is another thing from now on
blocked = Signal()  # by_id, whom_id
