"""Three of allauth's pages where our promises ask for more: joining, signing out, the list of log-ins."""

from typing import Any

from allauth.account.views import LogoutView, SignupView
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import devices, log_ins
from core.access import SignInNeeded
from core.http import door, number_in, see_other


class Joining(SignupView):
    """Sign-up; two people who take one name or address at once are told in turn."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except IntegrityError:
            self._cached_form = None
            again = self.get_form()
            return super().form_valid(again) if again.is_valid() else self.form_invalid(again)


class SigningOut(LogoutView):
    """Sign-out; the browser is asked to forget pages and drafts (ux.md 57)."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


sign_up = door("N02", kind="account", methods=("GET", "POST"))(Joining.as_view())
sign_out = door("N02", kind="account", methods=("GET", "POST"))(SigningOut.as_view())


@door("N02", kind="account", methods=("GET", "POST"))
def where_signed_in(request: HttpRequest) -> HttpResponse:
    """Every log-in with its device; one or all others can be ended from here."""
    if not request.user.is_authenticated:
        raise SignInNeeded
    if request.method == "POST":
        _end(request)
        return see_other("usersessions_list")
    rows = [
        {"row": row, "device": devices.in_words(row.user_agent), "is_this": row.is_current()}
        for row in log_ins.mine(request.user)
    ]
    return render(request, "usersessions/usersession_list.html", {"log_ins": rows, "section": "settings"})


def _end(request: HttpRequest) -> None:
    one = number_in(request.POST.get("end", ""))
    if one is not None:
        if log_ins.end(request.user, pk=one):
            messages.success(request, _("This device is signed out."))
    elif "others" in request.POST:
        ended = log_ins.end_others(request.user, but=request.session.session_key)
        said = ngettext("%(number)d device is signed out.", "%(number)d devices are signed out.", ended)
        messages.success(request, said % {"number": ended})
