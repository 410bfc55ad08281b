"""The pages of this room: list, one opportunity, writing one, one's own, and the answers to it."""

import datetime as dt
import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import is_editor, is_moderator, is_officer
from communities.opportunities import actions, permissions, queries
from communities.opportunities.forms import AnswerForm, FilterForm, OpportunityForm, facts_of
from communities.opportunities.models import Application, Opportunity
from core.access import require
from core.http import door, see_other
from core.text import stored_html
from institutions.models import Institution, Mandate
from institutions.queries import active_mandate

PER_PAGE = 20
NARROWING = ("kind", "language", "institution", "remote")


@door("O01", kind="opportunity")
def opportunity_list(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    is_sound = form.is_valid()
    rows = queries.open_opportunities(timezone.now(), filters=form.cleaned_data) if is_sound else []
    context = {
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "narrowed": any(form.cleaned_data.get(name) for name in NARROWING),
        "can_create": permissions.can_create(request.user),
        "works_here": permissions.works_on_opportunities(request.user),
        "section": "opportunities",
    }
    return render(request, "opportunities/list.html", context, status=200 if is_sound else 422)


@door("O02", kind="opportunity")
def mine(request: HttpRequest) -> HttpResponse:
    require(permissions.works_on_opportunities, request.user)
    page = Paginator(queries.my_opportunities(request.user), PER_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    mandate = active_mandate(request.user, now) if is_officer(request.user) else None
    is_lapsed = mandate is not None and not mandate.institution.is_verified_at(now)
    context = {
        "page": page,
        "is_lapsed": is_lapsed,
        "reads_answers": mandate and not is_lapsed and mandate.role in Mandate.ENOUGH[Mandate.Role.REVIEWER],
        "can_create": permissions.can_create(request.user),
        "is_officer": is_officer(request.user),
        "now": now,
        "crumbs": _crumbs((_("Yours"), None)),
        "section": "opportunities",
    }
    return render(request, "opportunities/mine.html", context)


@door("O01", "O04", kind="opportunity")
def opportunity(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, _visible(request, slug))


@door("O02", kind="opportunity", methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    require(permissions.can_create, request.user)
    now = timezone.now()
    institutions = queries.institutions_to_write_for(request.user, now)
    own = institutions.first() if is_officer(request.user) else None
    form = OpportunityForm(
        request.POST if request.method == "POST" else None,
        institutions=None if own else institutions,
        at=now,
        initial={
            "key": uuid.uuid4(),
            "language": request.user.language,
            "zone": str(request.user.zone),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            written = actions.draft(
                own or form.cleaned_data["institution"],
                by=request.user,
                facts=form.facts(),
                key=form.cleaned_data["key"] or uuid.uuid4(),
                at=now,
            )
        except ValidationError as error:
            form.explain(error)
        else:
            return see_other(written)
    return _write_page(request, form, institution=own)


@door("O02", kind="opportunity", methods=("GET", "POST"))
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    found = _visible(request, slug)
    require(permissions.can_edit, request.user, found)
    now = timezone.now()
    typed = request.POST if request.method == "POST" else None
    form = OpportunityForm(typed, institutions=None, at=now, initial=facts_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(found, by=request.user, facts=form.facts(), at=now)
        except ValidationError as error:
            form.explain(error)
        else:
            return see_other(found)
    return _write_page(request, form, institution=found.institution, found=found)


@door("O02", kind="opportunity", methods=("POST",))
def submit(request: HttpRequest, slug: str) -> HttpResponse:
    found, now = _visible(request, slug), timezone.now()
    try:
        actions.submit(found, by=request.user, at=now)
    except ValidationError as error:
        return _page(request, found, problem=" ".join(error.messages))
    messages.success(request, _("Sent to the moderators. You will be told when they have decided."))
    return see_other(found)


@door("O02", kind="opportunity", methods=("POST",))
def close(request: HttpRequest, slug: str) -> HttpResponse:
    found = _visible(request, slug)
    actions.close(found, by=request.user, at=timezone.now())
    messages.success(request, _("It is closed. Nobody can answer any more."))
    return see_other(found)


@door("O05", kind="opportunity", methods=("GET", "POST"))
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """GET leads to the page with the form, for whoever reloads or changes the language there."""
    found = _visible(request, slug)
    if request.method != "POST":
        return see_other(found)
    require(permissions.can_answer, request.user, found)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            actions.answer(found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your answer was sent."))
            return see_other(found)
    return _page(request, found, form=form)


@door("O09", kind="opportunity", methods=("POST",))
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    found = _visible(request, slug)
    try:
        actions.withdraw(found, by=request.user, at=timezone.now())
    except Application.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("Your answer is withdrawn. The institution can no longer read it."))
    return see_other(found)


@door("O06", kind="opportunity")
def answers(request: HttpRequest, slug: str) -> HttpResponse:
    found = _visible(request, slug)
    require(permissions.can_see_answers, request.user, found)
    page = Paginator(queries.readable_answers(found), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "opportunity": found,
        "page": page,
        "now": timezone.now(),
        "crumbs": _crumbs((found.title, found.get_absolute_url()), (_("Answers"), None)),
        "section": "opportunities",
    }
    return render(request, "opportunities/answers.html", context)


def _visible(request: HttpRequest, slug: str) -> Opportunity:
    rows = Opportunity.objects.visible_to(request.user).select_related("institution")
    return get_object_or_404(rows, slug=slug)


def _page(
    request: HttpRequest, found: Opportunity, *, form: AnswerForm | None = None, problem: str = ""
) -> HttpResponse:
    """The page of one opportunity, which is also its preview; 422 when it answers a form or a `problem`."""
    now, viewer = timezone.now(), request.user
    own = queries.answer_of(found, viewer)
    reads_answers = permissions.can_see_answers(viewer, found)
    status = 422 if form or problem else 200
    if form is None and viewer.is_authenticated:
        form = AnswerForm(initial={"language": viewer.language})
    context = {
        "opportunity": found,
        "description": stored_html(found.html),
        "is_verified": found.institution.is_verified_at(now),
        "answering": "form" if status == 422 and not problem else _answering(viewer, found, own, now),
        "own": own,
        "form": form,
        "problem": problem,
        "sign_in_back": f"{reverse('account_login')}?{urlencode({'next': found.get_absolute_url()})}",
        "can_withdraw": permissions.can_withdraw(viewer, found),
        "can_edit": permissions.can_edit(viewer, found),
        "can_close": found.is_open_at(now) and permissions.can_close(viewer, found),
        "case": _case(viewer, found),
        "writes": not found.is_published and permissions.writes_for(viewer, found),
        "can_feature": found.is_published and (is_moderator(viewer) or is_editor(viewer)),
        "can_report": found.is_published and not reads_answers,
        "reads_answers": reads_answers,
        "answer_count": queries.readable_answers(found).count() if reads_answers else None,
        "crumbs": _crumbs((found.title, None)),
        "section": "opportunities",
    }
    return render(request, "opportunities/opportunity.html", context, status=status)


def _case(viewer: Any, found: Opportunity) -> int | None:
    """The case of what waits, for those who may decide about it."""
    if found.state != Opportunity.State.PENDING or not permissions.can_release(viewer, found):
        return None
    return queries.waiting_case(found)


def _answering(viewer: Any, found: Opportunity, own: Application | None, now: dt.datetime) -> str:
    """Which of its faces the answer section shows; every refusal is a sentence of its own."""
    if not found.is_published:
        return "preview"
    if own is not None:
        return "withdrawn" if own.withdrawn_at else "sent"
    if not found.is_open_at(now):
        return "closed"
    if not viewer.is_authenticated:
        return "visitor"
    if permissions.can_answer(viewer, found):
        return "form"
    if viewer.is_officer:
        return "institution"
    if not found.institution.is_verified_at(now):
        return "lapsed"
    return viewer.standing if viewer.standing in ("unverified", "suspended") else "platform"


def _write_page(
    request: HttpRequest,
    form: OpportunityForm,
    *,
    institution: Institution | None,
    found: Opportunity | None = None,
) -> HttpResponse:
    crumbs = _crumbs((found.title, found.get_absolute_url())) if found else _crumbs()
    context = {
        "form": form,
        "institution": institution,
        "opportunity": found,
        "crumbs": [*crumbs, (_("Edit") if found else _("Write an opportunity"), None)],
        "section": "opportunities",
    }
    return render(request, "opportunities/write.html", context, status=422 if form.errors else 200)


def _crumbs(*further: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [(_("Opportunities"), reverse("opportunities:list")), *further]
