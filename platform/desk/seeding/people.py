"""The people and institutions of the small world, each standing as their role says."""

import datetime as dt

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group

from accounts.models import User
from accounts.permissions import ADMINISTRATORS, EDITORS, MODERATORS
from desk.demo_accounts import Account
from desk.world.people import INSTITUTIONS
from institutions.actions import accept_terms, give_mandate
from institutions.models import Institution

GROUP_OF = {"PM": MODERATORS, "ED": EDITORS, "AD": ADMINISTRATORS}


def settle(accounts: list[Account], *, at: dt.datetime) -> dict[str, User]:
    """Make every person; returns them by key."""
    people = {account.person.key: _person(account, at) for account in accounts}
    for account in accounts:
        group = GROUP_OF.get(account.person.role)
        if group:
            people[account.person.key].groups.add(Group.objects.get_or_create(name=group)[0])
    moderators = [people[account.person.key] for account in accounts if account.person.role == "PM"]
    for slug, name, kind, website in INSTITUTIONS:
        institution = Institution.objects.create(
            slug=slug,
            name=name,
            kind=kind,
            website=website,
            verified_at=at,
            verified_by=moderators[0],
            also_verified_by=moderators[1],
            expires_at=at + dt.timedelta(days=365),
        )
        for account in accounts:
            if account.person.office == slug:
                officer = people[account.person.key]
                give_mandate(institution, user=officer, at=at)
                accept_terms(officer, language=officer.language, at=at)
    return {key: User.objects.get(pk=person.pk) for key, person in people.items()}


def _person(account: Account, at: dt.datetime) -> User:
    person = account.person
    verified = at if person.role != "UN" else None
    user = User.objects.create_user(
        account.email,
        account.password,
        name=person.name,
        handle=person.key,
        language=person.language,
        zone=person.zone,
        name_audience="everyone" if person.shows_name else "members",
        email_verified_at=verified,
        second_factor_since=at if account.totp_secret else None,
        joined_at=at,
    )
    if verified is None:
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    if account.totp_secret:
        TOTP.activate(user, account.totp_secret)
        Authenticator.objects.filter(user=user).update(created_at=at)
    return user
