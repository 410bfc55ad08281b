"""Vouching: who is named for it, their yes, their no, taking a yes back."""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import text
from core.access import require
from core.outbox import promise
from institutions import chains, queries
from institutions.actions.resting import hold_the_graph, lose_one
from institutions.models import Institution, InstitutionRequest, Mandate, Vouch
from institutions.models.vouching import WHY_LONGEST
from institutions.permissions import can_answer_vouch, can_decline_vouch, can_withdraw_vouch
from institutions.vocabulary import MAY_HAVE_NO_PAPERS

FIELDS = ("first_voucher", "second_voucher")  # of the form, in which problems are told
State = Vouch.State


class NoLongerOpen(Exception):
    """Somebody has done something else with this meanwhile."""


# -- naming them -----------------------------------------------------------------------------------------


def vouchers_for(request: InstitutionRequest, slugs: Sequence[str], *, at: dt.datetime) -> list[Institution]:
    """The two institutions that are named to vouch. Raises ValidationError by the fields of the form."""
    if request.kind not in MAY_HAVE_NO_PAPERS:
        raise ValidationError(
            {"is_paperless": _("Institutions of this kind have papers. Show them under evidence.")},
            code="kind",
        )
    found = [_voucher(field, slug, request, at=at) for field, slug in zip(FIELDS, slugs, strict=True)]
    first, second = found
    if first == second:
        raise ValidationError({FIELDS[1]: _("Name two different institutions.")}, code="same")
    if first.country == second.country:
        raise ValidationError(
            {FIELDS[1]: _("Name two institutions from different countries.")}, code="country"
        )
    return found


def _voucher(field: str, slug: str, request: InstitutionRequest, *, at: dt.datetime) -> Institution:
    found = queries.who_can_vouch(at).filter(slug=slug).first() if slug else None
    if found is None:
        raise ValidationError({field: _("Choose an institution that can vouch for yours.")}, code="voucher")
    if (
        found.pk == request.institution_id
        or Mandate.objects.filter(user=request.asker, institution=found).exists()
    ):
        raise ValidationError({field: _("Your own institution can't vouch for you.")}, code="own")
    trouble = _trouble(request, [found])
    if trouble:
        raise ValidationError({field: trouble}, code="chain")
    return found


def ask_them(request: InstitutionRequest, vouchers: Sequence[Institution], *, at: dt.datetime) -> None:
    Vouch.objects.bulk_create([Vouch(voucher=one, request=request, asked_at=at) for one in vouchers])


def put_the_question(request: InstitutionRequest) -> None:
    """The second person has confirmed it: now those who are named to vouch hear of it."""
    for vouch in request.vouches.filter(state=State.ASKED):
        _tell(vouch, "vouch-asked")


# -- answering -------------------------------------------------------------------------------------------


@transaction.atomic
def vouch_for(vouch: Vouch, *, by: User, why: str, at: dt.datetime) -> Vouch:
    """An owner says yes for their institution, with a reason. Twice is once; the first reason stays.

    Raises NoLongerOpen, and ValidationError for a bad reason and for a chain that got too long.
    """
    vouch, request = _locked(vouch)
    require(can_answer_vouch, by, vouch)
    why = text.clean(why)
    if not why or len(why) > WHY_LONGEST:
        problem = _("Write 1 to %(most)d characters.") % {"most": WHY_LONGEST}
        raise ValidationError({"why": problem}, code="length")
    if vouch.state == State.GIVEN:
        return vouch
    _must_be_open(vouch, request)
    if not queries.who_can_vouch(at).filter(pk=vouch.voucher_id).exists():
        raise ValidationError(_("Your institution can't vouch as things are."), code="voucher")
    trouble = _trouble(request, [vouch.voucher])
    if trouble:
        raise ValidationError(trouble, code="chain")
    vouch.state, vouch.why, vouch.officer, vouch.answered_at = State.GIVEN, why, by, at
    vouch.save(update_fields=["state", "why", "officer", "answered_at", "updated_at"])
    _tell(vouch, "vouch-given")
    return vouch


@transaction.atomic
def decline_vouch(vouch: Vouch, *, by: User, at: dt.datetime) -> Vouch:
    """An owner says no, without a reason. Twice is once. Raises NoLongerOpen."""
    vouch, request = _locked(vouch)
    require(can_decline_vouch, by, vouch)
    if vouch.state == State.DECLINED:
        return vouch
    _must_be_open(vouch, request)
    vouch.state, vouch.officer, vouch.answered_at = State.DECLINED, by, at
    vouch.save(update_fields=["state", "officer", "answered_at", "updated_at"])
    _tell(vouch, "vouch-declined")
    return vouch


@transaction.atomic
def withdraw_vouch(vouch: Vouch, *, by: User, at: dt.datetime) -> Vouch:
    """An owner takes the yes back. Whoever rests on it is told and has 30 days. Twice is once.

    Raises NoLongerOpen for what was never a yes, or carries nothing any more.
    """
    hold_the_graph()  # before any row, in the order in which the desk's second yes takes them
    vouch = (
        Vouch.objects.select_for_update(of=("self",)).select_related("voucher", "request").get(pk=vouch.pk)
    )
    require(can_withdraw_vouch, by, vouch)
    if vouch.state == State.WITHDRAWN:
        return vouch
    if vouch.state != State.GIVEN or vouch.ended_at is not None:
        raise NoLongerOpen
    vouch.state, vouch.ended_at = State.WITHDRAWN, at
    vouch.save(update_fields=["state", "ended_at", "updated_at"])
    resting = Institution.objects.select_for_update(no_key=True).filter(pk=vouch.institution_id or 0).first()
    if resting is not None:
        lose_one(resting, at=at)
    _tell(vouch, "vouch-withdrawn")
    return vouch


def _locked(vouch: Vouch) -> tuple[Vouch, InstitutionRequest | None]:
    """The vouch and its request, the request first, as the desk takes them."""
    request = InstitutionRequest.objects.select_for_update().filter(pk=vouch.request_id or 0).first()
    rows = Vouch.objects.select_for_update(of=("self",)).select_related("voucher", "request")
    return rows.get(pk=vouch.pk), request


def _must_be_open(vouch: Vouch, request: InstitutionRequest | None) -> None:
    if vouch.state != State.ASKED or request is None or not request.is_open:
        raise NoLongerOpen


# -- the desk --------------------------------------------------------------------------------------------


def vouches_that_carry(request: InstitutionRequest, *, at: dt.datetime) -> list[Vouch]:
    """The two yeses on which this request can be verified; none for one with papers.

    Raises ValidationError in words for those who verify. Call it while the graph is held.
    """
    if not request.is_paperless:
        return []
    given = list(
        request.vouches.select_for_update(of=("self",), no_key=True)
        .filter(state=State.GIVEN, ended_at=None)
        .select_related("voucher")
        .order_by("pk")
    )
    standing = set(
        queries.who_can_vouch(at).filter(pk__in=[v.voucher_id for v in given]).values_list("pk", flat=True)
    )
    if len(given) != 2 or standing != {vouch.voucher_id for vouch in given}:
        raise ValidationError(
            _("Two verified institutions must vouch for it before anybody can say yes. Not both do now."),
            code="vouches",
        )
    if given[0].voucher.country == given[1].voucher.country:
        raise ValidationError(
            _("Both institutions that vouch are from the same country now."), code="country"
        )
    trouble = _trouble(request, [vouch.voucher for vouch in given])
    if trouble:
        raise ValidationError(trouble, code="chain")
    return given


def _trouble(request: InstitutionRequest | None, vouchers: Sequence[Institution]) -> str:
    """Why these can't vouch for whoever asks: a ring, or a chain that is too long. Empty when they can."""
    if request is None:
        return ""
    graph, keys = queries.who_vouches_for_whom(), [voucher.pk for voucher in vouchers]
    one = request.institution_id or 0  # no institution has this number: nobody rests on what is not here yet
    if chains.closes_a_ring(graph, one, keys):
        return _(
            "Nobody vouches in a ring: one of the two rests on the other already, directly or over others."
        )
    if chains.is_too_long(graph, one, keys):
        return _("The chain would be too long: at most three steps from an institution with papers.")
    return ""


def _tell(vouch: Vouch, what: str) -> None:
    promise("institution.news", key=f"vouch:{vouch.pk}:{what}", payload={"what": what, "vouch": vouch.pk})
