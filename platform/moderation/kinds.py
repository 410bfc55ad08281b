"""The notices of this room."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.registry import Kind, register

APPEALED = gettext_lazy("You get this because you appealed a decision.")
CONCERNED = gettext_lazy("You get this because moderators decided about your account.")


def upheld(_facts: dict) -> str:
    return _("Somebody else has looked at your appeal: the decision stands.")


def suspended(_facts: dict) -> str:
    return _("Your account is suspended. Read why, until when, and how to appeal.")


def restored(_facts: dict) -> str:
    return _("Your account is no longer suspended.")


register(
    Kind("appeal.upheld", upheld, icon="scale", why=APPEALED),
    Kind("person.suspended", suspended, icon="ban", why=CONCERNED),
    Kind("person.restored", restored, icon="circle-check", why=CONCERNED),
)
