"""Who reaches Wagtail, and who decides what the home page shows."""

from typing import Any

from accounts.permissions import is_administrator, is_editor, is_moderator
from core.access import right


@right("W04", "N04", kind="cms", hides=True)
def can_open_cms(viewer: Any) -> bool:
    """Editors and administrators with a second factor; to everybody else there is nothing there."""
    return is_editor(viewer) or is_administrator(viewer)


@right("W05", kind="cms")
def can_administer_cms(viewer: Any) -> bool:
    return is_administrator(viewer)


@right("W02", kind="feature")
def can_feature(viewer: Any) -> bool:
    """Moderators, editors and administrators pick what the home page shows."""
    return is_moderator(viewer) or is_editor(viewer) or is_administrator(viewer)
