"""Giving mandates and ending them, and what an officer agrees to."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import actions as accounts
from accounts.models import User
from core.events import announce
from institutions import registry, terms
from institutions.events import mandate_ended, mandate_given
from institutions.models import Institution, InstitutionRequest, Mandate


class NotFree(ValidationError):
    """Somebody can't become an officer as things are; the message says what comes first."""


def must_be_free(person: User) -> None:
    """Insist that a member holds nothing that an officer can't. Raises NotFree."""
    if person.roles & set(accounts.ROLES):
        raise NotFree(
            _("Moderators, editors and administrators of this site can't act for an institution."),
            code="role",
        )
    held = registry.obstacles(person)
    if held:
        names = ", ".join(obstacle.name for obstacle in held)
        raise NotFree(
            _("First hand over the communities you run as a steward: %(names)s") % {"names": names},
            code="steward",
        )


@transaction.atomic
def give_mandate(
    institution: Institution, *, user: User, at: dt.datetime, role: str = Mandate.Role.OWNER
) -> Mandate:
    """From now on `user` acts for `institution` on every page, and for nobody else; other roles end.

    Who acts for it already keeps the mandate and its role.
    """
    person = User.objects.select_for_update().get(pk=user.pk)
    present = Mandate.objects.filter(user=person, ended_at=None).select_related("institution").first()
    if present is not None:
        if present.institution_id == institution.pk:
            return present
        raise ValidationError(
            _("This person acts for %(name)s already."),
            code="mandate",
            params={"name": present.institution.name},
        )
    mandate = Mandate.objects.create(user=person, institution=institution, role=role, began_at=at)
    accounts.set_office(person, name=institution.name, slug=institution.slug, kind=institution.kind)
    announce(mandate_given, user_id=person.pk, institution_id=institution.pk)
    return mandate


@transaction.atomic
def end_mandate(mandate: Mandate, *, at: dt.datetime) -> Mandate:
    """The officer is a member again; ending twice changes nothing."""
    mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if mandate.ended_at is None:
        mandate.ended_at = at
        mandate.save(update_fields=["ended_at", "updated_at"])
        accounts.clear_office(mandate.user)
        announce(mandate_ended, user_id=mandate.user_id, institution_id=mandate.institution_id)
    return mandate


def accept_terms(user: User, *, language: str, at: dt.datetime) -> User:
    """The officer agrees to the terms of institutions in the active language; from now on the powers work."""
    person = accounts.accept_office(user, text=terms.whole(), language=language, at=at)
    if not person.is_officer:
        raise PermissionDenied("accept_terms")
    return person


def close_open_request(user: User, *, at: dt.datetime) -> None:
    """Who acts for an institution now asks for no other one."""
    InstitutionRequest.objects.filter(asker=user, state__in=InstitutionRequest.OPEN, institution=None).update(
        state=InstitutionRequest.State.WITHDRAWN, decided_at=at, evidence=""
    )
