"""What this room announces. Facts: ids and plain values only."""

from django.dispatch import Signal

mandate_given = Signal()  # user_id, institution_id
mandate_ended = Signal()  # user_id, institution_id
institution_verified = Signal()  # institution_id
opted_in = Signal()  # user_id, institution_id
opted_out = Signal()  # user_id, institution_id
