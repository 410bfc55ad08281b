"""The desk decides about a request: two different persons say yes, or one refuses with a reason."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from core import text
from core.access import require
from core.outbox import promise
from institutions import naming
from institutions.actions.asking import locked
from institutions.actions.mandates import NotFree, give_mandate, must_be_free
from institutions.actions.resting import hold_the_graph
from institutions.actions.verifying import describe, verify_institution
from institutions.actions.vouching import NoLongerOpen, vouches_that_carry
from institutions.models import Institution, InstitutionRequest
from institutions.permissions import can_decide_request

RESERVED = frozenset({"new", "requests", "invitations", "terms", "leave", "team", "renew"})
EASY_TO_READ = "abcdefghjkmnpqrstuvwxyz23456789"
State = InstitutionRequest.State


@transaction.atomic
def say_yes(request: InstitutionRequest, *, by: User, at: dt.datetime) -> InstitutionRequest:
    """The first yes is recorded, that of another person verifies. The same person twice is once.

    A first yes of somebody who may verify no longer is replaced. Raises NoLongerOpen, and ValidationError
    when the name was taken, the asker can't become an officer now, or one without papers lacks a vouch.
    """
    request = locked(request)
    require(can_decide_request, by, request)
    if request.state == State.VERIFIED and by.pk in (request.first_yes_by_id, request.decided_by_id):
        return request
    if request.state != State.CONFIRMED:
        raise NoLongerOpen
    first = request.first_yes_by
    if first is not None and first.pk == by.pk:
        return request
    hold_the_graph()
    vouches = vouches_that_carry(request, at=at)
    if first is None or not can_decide_request(first, request):
        request.first_yes_by, request.first_yes_at = by, at
        request.save(update_fields=["first_yes_by", "first_yes_at", "updated_at"])
        return request
    institution = request.institution or _made(request)
    verify_institution(institution, by=first, also_by=by, at=at, vouches=vouches)
    if not request.is_renewal:
        _make_owner(request, institution, at=at)
    elif institution.website != request.website:
        Institution.objects.filter(pk=institution.pk).update(website=request.website)
    request.state, request.institution = State.VERIFIED, institution
    request.decided_by, request.decided_at = by, at
    request.save(update_fields=["state", "institution", "decided_by", "decided_at", "updated_at"])
    _tell(request, "verified")
    return request


def _make_owner(request: InstitutionRequest, institution: Institution, *, at: dt.datetime) -> None:
    """The asker becomes an officer, unless something came up since they asked."""
    asker = User.objects.select_for_update().get(pk=request.asker_id)
    if asker.standing != "member" or asker.dark_since or asker.erased_at:
        raise NotFree(_("The member who asked can't become an officer as things are."), code="standing")
    try:
        must_be_free(asker)
    except NotFree:
        raise NotFree(
            _(
                "The member who asked still runs a community or looks after this site. "
                "They must hand over first; refuse it with this reason, or wait."
            ),
            code="asker",
        ) from None
    give_mandate(institution, user=asker, at=at)


def _made(request: InstitutionRequest) -> Institution:
    """The institution, not yet verified. Raises ValidationError when one that looks like it came first."""
    try:
        name = naming.allowed(request.name, kind=request.kind)
        with transaction.atomic():
            return describe(
                Institution(slug=_free_slug(name)),
                name=name,
                kind=request.kind,
                website=request.website,
                level=request.level,
                country=request.country,
            )
    except IntegrityError:
        raise ValidationError(_("An institution here has this name, or one that looks like it.")) from None


def _free_slug(name: str) -> str:
    base = slugify(name)[:60].strip("-")
    slug = base or f"institution-{get_random_string(6, EASY_TO_READ)}"
    while slug in RESERVED or Institution.objects.filter(slug=slug).exists():
        slug = f"{base or 'institution'}-{get_random_string(6, EASY_TO_READ)}"
    return slug


@transaction.atomic
def refuse(request: InstitutionRequest, *, by: User, reason: str, at: dt.datetime) -> InstitutionRequest:
    """Refuse it with a reason that the asker reads. Raises ValidationError without one, and NoLongerOpen."""
    request = locked(request)
    require(can_decide_request, by, request)
    reason = text.clean(reason)
    if not reason or len(reason) > 500:
        raise ValidationError({"reason": _("Write 1 to %(most)d characters.") % {"most": 500}}, code="reason")
    if request.state == State.REFUSED and request.decided_by_id == by.pk:
        return request
    if request.state != State.CONFIRMED:
        raise NoLongerOpen
    request.state, request.reason = State.REFUSED, reason
    request.decided_by, request.decided_at = by, at
    request.save(update_fields=["state", "reason", "decided_by", "decided_at", "updated_at"])
    _tell(request, "refused")
    return request


def _tell(request: InstitutionRequest, what: str) -> None:
    key = f"institution-request:{request.pk}:{what}"
    promise("institution.news", key=key, payload={"what": what, "request": request.pk})
