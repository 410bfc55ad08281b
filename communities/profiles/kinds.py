"""How the news of this room reads: somebody of an institution opened a page."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.registry import Kind, register

NAMED = gettext_lazy("You get this because you named this institution.")


def opened(facts: dict) -> str:
    return _("An officer of %(institution)s opened your page. Read what they saw.") % facts


register(Kind("profile.opened", opened, icon="eye", why=NAMED))
