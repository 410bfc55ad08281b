"""Who lives in the world of canaries: every role twice or more, two institutions, sixty members."""

import datetime as dt

from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore

from accounts.actions import mark_checked_up, suspend
from accounts.models import User
from accounts.permissions import ADMINISTRATORS, EDITORS, MODERATORS
from desk.canaries.garden import Garden, Player
from institutions.actions import accept_terms, give_mandate
from institutions.models import Institution

GROUP_OF = {"PM": MODERATORS, "ED": EDITORS, "AD": ADMINISTRATORS}
OFFICES = ("alpha", "beta")
MEMBERS = 60
PASSWORD = "walnut-bridge-olive-garden"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NUMBERS = {"UN": 2, "ME": MEMBERS, "CM": 4, "CO": 4, "PM": 2, "ED": 2, "SU": 2, "AD": 2}
WITH_SECOND_FACTOR = {"PM", "ED", "AD", "GO"}


def settle(garden: Garden, *, at: dt.datetime) -> None:
    """Make everybody. Names and handles become canaries in `profiles`, which knows who meets them."""
    for role, number in NUMBERS.items():
        for _n in range(number):
            garden.players.append(Player(role, _account(garden, role, at)))
    for office in OFFICES:
        _institution(garden, office, at)
    for player in garden.of("SU"):
        why = garden.plant(
            "why of a suspension", [player, *garden.of("PM", "AD")], audience="owner and staff", owner=player
        )
        suspend(player.user, by=garden.of("PM")[0].user, why=f"Because of {why}.", until=None, at=at)
    for player in garden.players:
        _log_in(garden, player)


def _account(garden: Garden, role: str, at: dt.datetime) -> User:
    """A person whose address, name and handle are a token each."""
    address, name, handle = garden.token(), garden.token(), garden.token()
    user = User.objects.create_user(
        f"{address}@canary.example",
        PASSWORD,
        name=f"{name} Weaver",
        handle=handle,
        name_audience="everyone" if garden.lot.random() < 0.3 else "members",
        email_verified_at=None if role == "UN" else at,
        second_factor_since=at if role in WITH_SECOND_FACTOR else None,
        joined_at=at,
    )
    if role in GROUP_OF:
        user.groups.add(Group.objects.get_or_create(name=GROUP_OF[role])[0])
    if role in WITH_SECOND_FACTOR:
        TOTP.activate(user, TOTP_SECRET)
    mark_checked_up(user.pk, at=at)
    return user


def _institution(garden: Garden, slug: str, at: dt.datetime) -> None:
    """A verified institution with two officers."""
    first, second = garden.of("PM")
    institution = Institution.objects.create(
        slug=slug,
        name=f"Office of {slug.title()}",
        kind=Institution.Kind.GOVERNMENT,
        website=f"https://{slug}.example",
        verified_at=at,
        verified_by=first.user,
        also_verified_by=second.user,
        expires_at=at + dt.timedelta(days=300),
    )
    for role in ("owner", "editor"):
        officer = _account(garden, "GO", at)
        give_mandate(institution, user=officer, at=at, role=role)
        accept_terms(officer, language="en", at=at)
        garden.players.append(Player("GO", User.objects.get(pk=officer.pk), slug))


def _log_in(garden: Garden, player: Player) -> None:
    """What a log-in leaves: the name of a browser, and the address it came from."""
    browser = garden.plant("browser of a log-in", [player], audience="owner", owner=player)
    session = SessionStore(session_key=browser)
    session[SESSION_KEY] = str(player.user.pk)
    session.save()
    UserSession.objects.create(
        user=player.user, ip="203.0.113.77", session_key=browser, user_agent=f"Mozilla/5.0 ({browser})"
    )
