"""Asking that an institution be verified or renewed, as its asker and the second person do."""

import datetime as dt
from collections.abc import Sequence
from typing import TypedDict

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import limits, text
from core.access import require
from core.outbox import promise
from core.places import is_country
from institutions import naming
from institutions.actions.mandates import must_be_free
from institutions.actions.vouching import NoLongerOpen, ask_them, put_the_question, vouchers_for
from institutions.models import Institution, InstitutionRequest
from institutions.people import visible_people
from institutions.permissions import (
    can_ask,
    can_confirm,
    can_decline,
    can_renew,
    can_withdraw,
)
from institutions.vocabulary import WITHOUT_COUNTRY

EVIDENCE_LONGEST, LINE_LONGEST = 2000, 120
State = InstitutionRequest.State


class Facts(TypedDict):
    """What is asked about an institution that is not here yet."""

    name: str
    kind: str
    level: str
    country: str
    function: str
    website: str
    evidence: str


@transaction.atomic
def ask(
    *, by: User, facts: Facts, second_handle: str, at: dt.datetime, vouchers: Sequence[str] = ()
) -> InstitutionRequest:
    """Ask for an institution, and a second person to confirm it. One open request at a time: asking again
    answers with the open one. `vouchers`: the slugs of the two that vouch for one without papers.

    Raises NotFree, and ValidationError by the names of the facts (`second` for the second person).
    """
    require(can_ask, by)
    asker = User.objects.select_for_update().get(pk=by.pk)
    waiting = InstitutionRequest.objects.filter(asker=asker, state__in=InstitutionRequest.OPEN).first()
    if waiting is not None:
        return waiting
    must_be_free(asker)
    request = InstitutionRequest(asker=asker, second=_second_person(asker, second_handle), requested_at=at)
    _write(request, facts)
    named = vouchers_for(request, vouchers, at=at) if vouchers else []
    request.is_paperless = bool(named)
    limits.spend("institution", asker.pk)
    request.save()
    ask_them(request, named, at=at)
    _tell(request, "second")
    return request


def _second_person(asker: User, handle: str) -> User:
    """The member of that handle whom the asker may meet; whoever is hidden is answered as nobody."""
    found = visible_people(asker).filter(handle=handle).first()
    if found is None or found.is_suspended:
        raise ValidationError(
            {
                "second": _(
                    "No member of this name can confirm it for you. Check how the address name is written."
                )
            },
            code="second",
        )
    return found


def _write(request: InstitutionRequest, facts: Facts) -> None:
    """Put the facts into the request, cleaned. Raises ValidationError by their names."""
    request.kind, request.level, request.country = facts["kind"], facts["level"], facts["country"]
    try:
        request.name = naming.allowed(facts["name"], kind=facts["kind"])
    except ValidationError as error:
        raise ValidationError({"name": error.messages}) from None
    if request.level in WITHOUT_COUNTRY and request.country == "":
        pass
    elif not is_country(request.country):
        raise ValidationError({"country": _("Choose the country in which it works.")}, code="country")
    _write_proof(request, function=facts["function"], website=facts["website"], evidence=facts["evidence"])
    request.clean_fields(
        exclude={"asker", "second", "institution", "first_yes_by", "decided_by", "evidence"} | _MOMENTS
    )


_MOMENTS = {"confirmed_at", "first_yes_at", "decided_at"}


def _write_proof(request: InstitutionRequest, *, function: str, website: str, evidence: str) -> None:
    request.function, request.website = text.clean_line(function), website.strip()
    request.evidence = text.clean(evidence)
    URLValidator(schemes=["http", "https"])(request.website)
    for name, longest in (("function", LINE_LONGEST), ("evidence", EVIDENCE_LONGEST)):
        written = getattr(request, name)
        if not written or len(written) > longest:
            raise ValidationError(
                {name: _("Write 1 to %(most)d characters.") % {"most": longest}}, code="length"
            )


@transaction.atomic
def renew(
    institution: Institution,
    *,
    by: User,
    function: str,
    website: str,
    evidence: str,
    at: dt.datetime,
    vouchers: Sequence[str] = (),
) -> InstitutionRequest:
    """An owner asks for another twelve months, with papers or with `vouchers`, whatever it had before; it
    goes to the desk at once. Asking twice is asking once."""
    institution = Institution.objects.select_for_update().get(pk=institution.pk)
    open_already = InstitutionRequest.objects.filter(
        institution=institution, state__in=InstitutionRequest.OPEN
    ).first()
    if open_already is not None:
        return open_already
    require(can_renew, by, institution, at)
    request = InstitutionRequest(
        asker=by,
        institution=institution,
        name=institution.name,
        kind=institution.kind,
        level=institution.level or Institution.Level.NATIONAL,
        country=institution.country,
        state=State.CONFIRMED,
        requested_at=at,
        confirmed_at=at,
    )
    _write_proof(request, function=function, website=website, evidence=evidence)
    named = vouchers_for(request, vouchers, at=at) if vouchers else []
    request.is_paperless = bool(named)
    limits.spend("institution", by.pk)
    request.save()
    ask_them(request, named, at=at)
    put_the_question(request)
    return request


@transaction.atomic
def confirm(request: InstitutionRequest, *, by: User, at: dt.datetime) -> InstitutionRequest:
    """The second person says that it is so; from now on it waits at the desk. Twice is once."""
    request = locked(request)
    require(can_confirm, by, request)
    if request.state == State.CONFIRMED:
        return request
    if request.state != State.REQUESTED:
        raise NoLongerOpen
    request.state, request.confirmed_at = State.CONFIRMED, at
    request.save(update_fields=["state", "confirmed_at", "updated_at"])
    _tell(request, "confirmed")
    put_the_question(request)
    return request


@transaction.atomic
def decline(request: InstitutionRequest, *, by: User, at: dt.datetime) -> InstitutionRequest:
    """The second person does not confirm it: it ends, and its evidence is gone."""
    request = locked(request)
    require(can_decline, by, request)
    if request.state == State.DECLINED:
        return request
    if request.state != State.REQUESTED:
        raise NoLongerOpen
    _end(request, State.DECLINED, at=at)
    _tell(request, "declined")
    return request


@transaction.atomic
def withdraw(request: InstitutionRequest, *, by: User, at: dt.datetime) -> InstitutionRequest:
    """The asker takes it back, as long as nothing is decided; its evidence is gone at once."""
    request = locked(request)
    require(can_withdraw, by, request)
    if request.state == State.WITHDRAWN:
        return request
    if not request.is_open:
        raise NoLongerOpen
    _end(request, State.WITHDRAWN, at=at)
    return request


def _end(request: InstitutionRequest, state: str, *, at: dt.datetime) -> None:
    request.state, request.decided_at, request.evidence = state, at, ""
    request.save(update_fields=["state", "decided_at", "evidence", "updated_at"])


def locked(request: InstitutionRequest) -> InstitutionRequest:
    rows = InstitutionRequest.objects.select_for_update(of=("self",))
    return rows.select_related("asker", "second", "institution").get(pk=request.pk)


def _tell(request: InstitutionRequest, what: str) -> None:
    """Promised in the same transaction; the room that knows notices keeps it."""
    key = f"institution-request:{request.pk}:{what}"
    promise("institution.news", key=key, payload={"what": what, "request": request.pk})
