"""The page of one's own safety: go dark, come back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import actions, proof
from accounts.forms import ProofForm
from accounts.permissions import can_go_dark
from core.access import require
from core.http import door, see_other
from core.limits import spend


@door("D03", kind="own account", methods=("GET", "POST"))
def safety(request: HttpRequest) -> HttpResponse:
    """What going dark means and whether one is; sent, one goes dark."""
    return _proved(request, _go_dark)


@door("D03", kind="own account", methods=("POST",))
def come_back(request: HttpRequest) -> HttpResponse:
    return _proved(request, _come_back)


def _proved(request: HttpRequest, deed: Callable[[HttpRequest], None]) -> HttpResponse:
    require(can_go_dark, request.user)
    if request.user.erase_at is not None:
        return see_other("settings:erase")
    by_password = proof.by_password(request.user)
    is_sent = request.method == "POST"
    if is_sent and by_password:
        spend("proof", request.user.pk)
    elif is_sent:
        proof.require_proof(request)
    form = ProofForm(request.POST if is_sent else None, user=request.user, by_password=by_password)
    if not form.is_valid():
        context = {"form": form, "section": "settings"}
        return render(request, "settings/safety.html", context, status=422 if is_sent else 200)
    deed(request)
    return see_other("settings:safety")


def _go_dark(request: HttpRequest) -> None:
    actions.go_dark(request.user, at=timezone.now(), but=request.session.session_key)
    messages.success(request, _("You have gone dark. Everybody else is shown a hidden member."))


def _come_back(request: HttpRequest) -> None:
    actions.come_back(request.user, at=timezone.now())
    messages.success(request, _("You are back. Everything is shown as before."))
