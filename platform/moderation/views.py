"""Pages of moderation: the report form for everybody, queue and cases for those who decide, the decision
for its author."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.http import second_factor_first
from core.access import SignInNeeded, require
from core.http import door, number_in, see_other
from core.limits import address
from core.text import excerpt
from moderation import actions, queries, registry
from moderation.forms import AppealForm, DecisionForm, ReportForm
from moderation.models import Case
from moderation.permissions import can_appeal, can_decide, can_read_decision, can_report, can_see_queue


@door("R01", "R02", kind="report", methods=("GET", "POST"))
def report(request: HttpRequest, kind: str, object_id: str) -> HttpResponse:
    require(can_report, request.user, kind, object_id)
    about = registry.subject(kind, object_id)
    if about is None:
        raise Http404
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.report(
            kind,
            object_id,
            by=request.user,
            **form.cleaned_data,
            at=timezone.now(),
            address=address(request),
        )
        messages.success(request, _("Thank you. Moderators will look at it. Nobody is told who reported it."))
        return see_other(about.url)
    context = {
        "form": form,
        "about": about,
        "words": excerpt(about.text, length=400),
        "label": registry.KINDS[kind].label,
    }
    return render(request, "moderation/report.html", context, status=422 if form.errors else 200)


@door("R03", kind="queue")
@second_factor_first
def queue(request: HttpRequest) -> HttpResponse:
    require(can_see_queue, request.user)
    show, kind = request.GET.get("show", "open"), request.GET.get("kind", "")
    if show not in queries.SHOWS or (kind and kind not in registry.KINDS):
        raise Http404
    now = timezone.now()
    after = _after(request)
    context = {
        "queue": queries.queue(request.user, show=show, kind=kind, after=after, at=now),
        "show": show,
        "kind": kind,
        "kinds": registry.KINDS.values(),
        "is_first": after is None,
        "now": now,
    }
    return render(request, "moderation/queue.html", context)


def _after(request: HttpRequest) -> int | None:
    given = request.GET.get("after")
    if given is None:
        return None
    number = number_in(given)
    if number is None:
        raise Http404
    return number


@door("R03", "O03", "R05", kind="case")
@second_factor_first
def case(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _case(request, pk))


@door("R03", kind="case", methods=("POST",))
@second_factor_first
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    case = _case(request, pk)
    try:
        actions.claim(case, by=request.user, at=timezone.now(), over="over" in request.POST)
    except (actions.TakenByAnother, actions.AlreadyDecided) as refusal:
        return _refused(request, pk, refusal)
    return see_other("moderation:case", pk)


@door("R03", kind="case", methods=("POST",))
@second_factor_first
def unclaim(request: HttpRequest, pk: int) -> HttpResponse:
    actions.unclaim(_case(request, pk), by=request.user)
    return see_other("moderation:case", pk)


@door("R03", "O03", "R05", kind="case", methods=("POST",))
@second_factor_first
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    case = _case(request, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, case, form=form, status=422)
    given = form.cleaned_data
    try:
        actions.decide(
            case,
            by=request.user,
            verdict=given["verdict"],
            reason=given["reason"],
            at=timezone.now(),
            seen=given["seen"] or None,
        )
    except ValidationError as wrong:
        form.add_error(None, wrong)
        return _page(request, case, form=form, status=422)
    except (actions.AlreadyDecided, actions.TakenByAnother, actions.Changed, registry.CannotAct) as refusal:
        return _refused(request, pk, refusal, form=form)
    messages.success(request, _("Decided. Whoever it is about is told, with your reason."))
    return see_other("moderation:queue") if can_see_queue(request.user) else see_other("moderation:case", pk)


def _case(request: HttpRequest, pk: int) -> Case:
    """The case, if it lies within reach; known to exist and still refused when it concerns the viewer."""
    if not request.user.is_authenticated:
        raise SignInNeeded
    found = get_object_or_404(Case.objects.within_reach_of(request.user).select_related("claimed_by"), pk=pk)
    require(can_decide, request.user, found)
    return found


def _refused(
    request: HttpRequest, pk: int, refusal: Exception, form: DecisionForm | None = None
) -> HttpResponse:
    """409: the case as it is now, with what happened meanwhile."""
    said = {
        actions.AlreadyDecided: _("This was already decided by somebody else. Below is what they decided."),
        actions.TakenByAnother: _("Somebody else has taken this case. Nothing was changed."),
        actions.Changed: _("The text has changed while you were reading. Read it again before you decide."),
    }
    sentence = said.get(type(refusal)) or str(refusal)
    return _page(request, _case(request, pk), form=form, status=409, refusal=sentence)


def _page(
    request: HttpRequest,
    case: Case,
    *,
    form: DecisionForm | None = None,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    about = registry.subject(case.kind, case.object_id)
    decisions = queries.decisions(case)
    now = timezone.now()
    is_claimed = case.is_open and case.is_claimed_at(now)
    if form is None or refusal:
        typed = form.data.get("reason", "") if form else ""
        form = DecisionForm(initial={"seen": about.version if about else case.version, "reason": typed})
    context = {
        "case": case,
        "about": about,
        "label": queries.label(case),
        "has_changed": about is not None and about.version != case.version and about.text != case.snapshot,
        "reasons": queries.reasons(case),
        "decisions": decisions,
        "offered": queries.offered(case, decisions[-1] if decisions else None),
        "is_mine": is_claimed and case.claimed_by_id == request.user.pk,
        "is_taken": is_claimed and case.claimed_by_id != request.user.pk,
        "form": form,
        "refusal": refusal,
    }
    return render(request, "moderation/case.html", context, status=status)


@door("R07", kind="case", methods=("GET", "POST"))
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """What was decided about the viewer's own words, and the form to ask somebody else."""
    if not request.user.is_authenticated:
        raise SignInNeeded
    case = get_object_or_404(Case, pk=pk)
    require(can_read_decision, request.user, case)
    now = timezone.now()
    form = AppealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(can_appeal, request.user, case, now)
    if form.is_valid():
        try:
            actions.appeal(case, by=request.user, text=form.cleaned_data["text"], at=now)
        except actions.OpenAlready:
            form.add_error(None, _("Somebody is looking at this again already. Wait for their decision."))
        else:
            messages.success(request, _("Thank you. Somebody else will look at it, and you will be told."))
            return see_other("moderation:decision", pk)
    context = {
        "case": case,
        "label": queries.label(case),
        "decisions": queries.decisions(case),
        "form": form if can_appeal(request.user, case, now) else None,
    }
    return render(request, "moderation/decision.html", context, status=422 if form.errors else 200)
