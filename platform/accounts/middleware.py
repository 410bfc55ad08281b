"""What happens around every request because of accounts."""

from collections.abc import Callable

from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.deprecation import MiddlewareMixin

from accounts import log_ins

View = Callable[[HttpRequest], HttpResponse]


def sessions(get_response: View) -> View:
    """Log-ins last as long as they may, and remember when they were used."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.user = get_user(request)  # who it is, once, instead of a proxy at every question
        if request.session.session_key and request.user.is_authenticated:
            log_ins.keep(request)
        return get_response(request)

    return answer


class Unprocessable(MiddlewareMixin):
    """A page of allauth that shows a form again because of mistakes says so by 422, like our own pages."""

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        if request.method == "POST" and response.status_code == 200:
            shown = response.context_data or {}
            if any(getattr(shown.get(name), "errors", None) for name in ("form", "webauthn_form")):
                response.status_code = 422
        return response
