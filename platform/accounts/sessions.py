"""Where log-ins are kept: Django's own table, read at every request by a query that is written once."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from core.compiled import Slot, compiled


class SessionStore(db.SessionStore):
    """The same rows and the same keys as Django's."""

    def _get_session_from_db(self) -> Session | None:
        found = _sessions(key=self.session_key, now=timezone.now())
        if found:
            return found[0]
        self._session_key = None
        return None


@compiled(key=models.CharField(), now=models.DateTimeField())
def _sessions(key: Slot, now: Slot) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)
