"""What communities do not keep for ever: requests to join."""

import datetime as dt

from django.db.models import F
from django.db.models.functions import Coalesce

from communities.groups.models import JoinRequest
from core.retention import purges

REQUESTS = dt.timedelta(days=90)  # after the answer; after asking, when there was none


@purges("requests to join")
def requests(at: dt.datetime) -> int:
    rows = JoinRequest.objects.annotate(last=Coalesce(F("decided_at"), F("created_at")))
    return rows.filter(last__lte=at - REQUESTS).delete()[0]
