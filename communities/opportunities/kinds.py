"""How this room's news reads. None of it names a member."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.opportunities.models import Opportunity, offices_of
from institutions.models import Mandate
from notifications.registry import Kind, register

REVIEWER = Mandate.Role.REVIEWER


def _returned(facts: dict) -> str:
    return _("“%(title)s” was returned with a reason. Change it and submit it again.") % facts


def _released(facts: dict) -> str:
    return _("“%(title)s” is published.") % facts


def _answered(facts: dict) -> str:
    return _("There is a new answer to “%(title)s”.") % facts


def _still_visible(viewer: Any, many: list[dict]) -> list[bool]:
    return _among(Opportunity.objects.visible_to(viewer), many)


def _still_theirs(viewer: Any, many: list[dict]) -> list[bool]:
    return _among(Opportunity.objects.filter(institution__in=offices_of(viewer, as_=REVIEWER)), many)


def _among(rows, many: list[dict]) -> list[bool]:
    known = set(rows.filter(pk__in={facts["opportunity"] for facts in many}).values_list("pk", flat=True))
    return [facts["opportunity"] in known for facts in many]


WRITERS = gettext_lazy("You get this because you write for the institution that offers this opportunity.")
OFFICERS = gettext_lazy("You get this because you act for the institution that offers this opportunity.")

register(
    Kind("opportunity.returned", _returned, icon="undo-2", why=WRITERS, knows=_still_visible),
    Kind("opportunity.released", _released, icon="circle-check", why=WRITERS, knows=_still_visible),
    Kind("opportunity.answered", _answered, icon="inbox", why=OFFICERS, knows=_still_theirs),
)
