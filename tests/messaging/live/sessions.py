"""Signing in without a browser."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore


def session_of(person, **facts) -> str:
    """The key of a session in which `person` has signed in (None: a visitor's session)."""
    session = SessionStore()
    if person is not None:
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.update(facts)
    session.save()
    return session.session_key
