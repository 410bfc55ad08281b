"""Who reads notices and decides about mails: each person their own."""

from typing import Any

from core.access import right


@right("N03", kind="notices")
def can_read_notices(viewer: Any) -> bool:
    """Everybody with an account reads what they were told: suspended, too, since it says what was decided."""
    return viewer.is_authenticated


@right("N03", kind="mails")
def can_change_mails(viewer: Any) -> bool:
    return viewer.is_authenticated and not viewer.is_suspended
