"""What changes for good in communities. Each deed asks for its right, locks, writes and announces."""

from communities.groups.actions.founding import create, edit
from communities.groups.actions.governing import (
    appoint,
    change_institutions,
    leave_as_officer,
    remove_member,
    tell_policy,
)
from communities.groups.actions.joining import admit, ask, decline, join, leave, withdraw

__all__ = [
    "admit",
    "appoint",
    "ask",
    "change_institutions",
    "create",
    "decline",
    "edit",
    "join",
    "leave",
    "leave_as_officer",
    "remove_member",
    "tell_policy",
    "withdraw",
]
