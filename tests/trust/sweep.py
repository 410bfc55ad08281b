"""What every sweep asks: which tokens somebody met, against those that the world says they may meet."""

from typing import Any

NOWHERE = {  # classes that a person may meet, and that no page has to say
    "handle": "who shows nothing to everyone has no page for visitors and offices",
    "evidence of a request": "who wrote it finds it in the copy of their data; desks read it",
    "name": "who has said nothing in public has no page for visitors, and offices meet nobody by chance",
    "browser of a log-in": "its owner reads the device in words",
    "community question": "it is asked of who asks to come in",
    "why of a suspension": "moderators read it nowhere again",
    "why somebody was declined": "it is said to who asked, and not kept for who decided",
}


def handle_of(world: dict[str, Any], role: str, number: int) -> str:
    """The handle of the n-th person in a role; empty for visitors."""
    if role == "AN":
        return ""
    return [user["handle"] for user in world["users"] if user["role"] == role][number]


def is_for(canary: dict[str, Any], handle: str) -> bool:
    return handle in canary["allowed"] if handle else "AN" in canary["allowed_roles"]


def foreign(world: dict[str, Any], handle: str, seen: dict[str, str]) -> list[tuple]:
    """Every token that was met and is not for this person, with where it stood."""
    return [
        (canary["class"], canary["audience"], canary["object"], seen[canary["token"]])
        for canary in world["canaries"]
        if canary["token"] in seen and not is_for(canary, handle)
    ]


def missing(world: dict[str, Any], handle: str, found: set[str]) -> list[tuple]:
    """Every token that is for this person and that they found nowhere: guards against an empty pass."""
    return [
        (canary["class"], canary["audience"], canary["object"])
        for canary in world["canaries"]
        if canary["class"] not in NOWHERE and canary["token"] not in found and is_for(canary, handle)
    ]
