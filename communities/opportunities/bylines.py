"""How a person who answered is named to the institution: by name only if they show it to everyone."""

from django.utils.translation import gettext as _

from accounts.bylines import letter
from accounts.models import User
from communities.opportunities.models import Application


def sender_name(application: Application) -> tuple[str, bool]:
    """(what stands above the answer, whether that is a name). An office taken later isn't told either."""
    sender = application.user
    if sender.name_audience == User.NameAudience.EVERYONE and not sender.office_slug:
        return sender.name, True
    return _("A member (%(letter)s)") % {"letter": letter(application.number)}, False
