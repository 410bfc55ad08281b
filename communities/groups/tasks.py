"""What this room promised inside a transaction and the worker does after it."""

from communities.groups import actions
from core.outbox import handles


@handles("community.policy")
def tell_policy(payload: dict) -> None:
    """Every member is told that institutions may now do more, or less."""
    actions.tell_policy(payload["community"], policy=payload["policy"], by_id=payload["by"], at=payload["at"])
