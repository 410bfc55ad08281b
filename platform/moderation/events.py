"""What this room announces. Facts: ids and plain values only."""

from django.dispatch import Signal

case_opened = Signal()  # case_id: there is something to decide
case_decided = Signal()  # case_id, verdict
