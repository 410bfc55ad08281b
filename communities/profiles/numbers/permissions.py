"""Who reads numbers about people: row Y03 of the trust matrix. All of them read the same."""

from typing import Any

from accounts.permissions import is_member, is_officer
from core.access import right


@right("Y03", kind="numbers")
def can_read_numbers(viewer: Any) -> bool:
    """Members and officers; visitors are led to sign-in, unverified and suspended accounts are refused."""
    return is_member(viewer) or is_officer(viewer)
