"""The notices of this room. Who may no longer read the discussion no longer reads its name in them."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from messaging.threads.queries import readable
from notifications.registry import Kind, register


def knows(viewer: Any, facts: list[dict]) -> list[bool]:
    """Whether the viewer may still read each discussion: one query."""
    idents = [UUID(each["thread"]) for each in facts]
    known = readable(idents, viewer)
    return [ident in known for ident in idents]


def _replied(facts: dict) -> str:
    return _("%(who)s replied to your post in “%(title)s”.") % facts


def _hidden(facts: dict) -> str:
    return _("A moderator hid your post in “%(title)s”. The reason: %(why)s") % facts


def _restored(facts: dict) -> str:
    return _("Your post in “%(title)s” is shown again.") % facts


register(
    Kind(
        "post.reply",
        _replied,
        icon="reply",
        why=gettext_lazy("You get this because somebody answered your post."),
        knows=knows,
    ),
    Kind(
        "post.hidden",
        _hidden,
        icon="eye-off",
        why=gettext_lazy("You get this because it is your post."),
        knows=knows,
    ),
    Kind(
        "post.restored",
        _restored,
        icon="eye",
        why=gettext_lazy("You get this because it is your post."),
        knows=knows,
    ),
)
