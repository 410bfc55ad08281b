"""How one room tells the others that something has happened."""

from django.db import transaction
from django.dispatch import Signal


def announce(signal: Signal, **facts: object) -> None:
    """Send `signal` once the current transaction is safely in the database.

    A listener that fails is logged by Django and neither undoes the deed nor stops the other listeners.
    Facts are plain values (ids, not instances), so a listener always reads the committed row.
    """
    transaction.on_commit(lambda: signal.send_robust(sender=None, **facts), robust=True)
