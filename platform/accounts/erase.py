"""The page on which one has one's account erased, and changes one's mind."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import erasing, erasures, proof
from accounts.forms import ErasureForm
from accounts.permissions import can_erase
from core.access import require
from core.http import door, see_other
from core.limits import spend


@door("D03", kind="own erasure", methods=("GET", "POST"))
def erase(request: HttpRequest) -> HttpResponse:
    """What goes and what stays, or until when it can be undone; sent, one is dark and the days begin."""
    require(can_erase, request.user)
    if request.user.erase_at is not None:
        return render(request, "settings/erase_undo.html", {"section": "settings"})
    by_password = proof.by_password(request.user)
    is_sent = request.method == "POST"
    duties = erasing.duties(request.user)
    if duties:
        return _page(request, duties=duties, status=409 if is_sent else 200)
    if is_sent and by_password:
        spend("proof", request.user.pk)
    elif is_sent:
        proof.require_proof(request)
    form = ErasureForm(
        request.POST if is_sent else None,
        user=request.user,
        by_password=by_password,
        initial={"words": "keep"},
    )
    if not form.is_valid():
        return _page(request, form=form, status=422 if is_sent else 200)
    try:
        erasures.ask(
            request.user,
            words=form.cleaned_data["words"] == "remove",
            at=timezone.now(),
            but=request.session.session_key,
        )
    except erasures.MustHandOver as found:
        return _page(request, duties=found.duties, status=409)
    return see_other("settings:erase")


@door("D03", kind="own erasure", methods=("POST",))
def undo(request: HttpRequest) -> HttpResponse:
    """One press: nothing is shown to anybody by it that was not shown before."""
    require(can_erase, request.user)
    is_waiting = request.user.erase_at is not None
    erasures.undo(request.user, at=timezone.now())
    if is_waiting:
        messages.success(request, _("Your account stays. Everything is as it was before."))
    return see_other("settings:erase")


def _page(request: HttpRequest, *, status: int, **context: object) -> HttpResponse:
    return render(request, "settings/erase.html", {"section": "settings", **context}, status=status)
