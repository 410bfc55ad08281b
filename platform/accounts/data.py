"""The pages of one's own data: what one agreed to, and a copy of everything."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import actions, exports, proof
from accounts.models import Export
from accounts.permissions import can_export, can_read_consents, can_take_export
from core.access import SignInNeeded, require
from core.http import LARGEST, door, see_other


@door("D01", "D04", kind="own data")
def data(request: HttpRequest) -> HttpResponse:
    require(can_read_consents, request.user)
    now = timezone.now()
    newest = exports.newest(request.user)
    context = {
        "section": "settings",
        "consents": request.user.consents.order_by("-given_at", "-pk"),
        "export": newest,
        "can_take": newest is not None and Export.objects.waiting_at(now).filter(pk=newest.pk).exists(),
        "taken_until": newest.made_at + Export.KEPT if newest is not None and newest.made_at else None,
        "again_at": exports.again_at(request.user, at=now),
    }
    return render(request, "settings/data.html", context)


@door("D01", kind="own data", methods=("POST",))
def ask(request: HttpRequest) -> HttpResponse:
    """A copy of everything, once who asks has proved again who they are."""
    require(can_export, request.user)
    proof.require_proof(request)
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    try:
        exports.ask(request.user, language=language, at=timezone.now())
    except exports.TooSoon:
        messages.error(request, _("You asked for a copy within the last 24 hours. Wait a day between two."))
    else:
        messages.success(request, _("Your copy is being made. Reload this page in a minute."))
    return see_other("settings:data")


@door("D01", "D02", kind="export", methods=("POST",))
def take(request: HttpRequest, ident: UUID) -> HttpResponse:
    """The file, once. Somebody else's, an old one and one that never was are all the same nothing."""
    found = Export.objects.visible_to(request.user).waiting_at(timezone.now()).filter(pk=ident).first()
    if found is None or not can_take_export(request.user, found):
        raise Http404
    proof.require_proof(request)
    content = exports.take(found, at=timezone.now())
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="data.zip"'
    return response


@door("D04", kind="consents", methods=("POST",))
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        raise SignInNeeded
    if pk > LARGEST:
        raise Http404
    actions.withdraw_consent(request.user, pk, at=timezone.now())
    messages.success(request, _("Withdrawn. It is no longer done from this moment on."))
    return see_other("settings:data")
