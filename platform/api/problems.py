"""Every refusal of the API as a problem (RFC 9457), whichever room or middleware it comes from."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import override
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError
from ninja.errors import ValidationError as Malformed

from api.doors import language_of
from core.access import SignInNeeded
from core.http import problem
from core.limits import TooMany
from messaging.threads.actions import KeyReused, StillRunning


class Problem(Schema):
    """What went wrong. `errors` says it by field, where there are fields."""

    type: str
    title: str
    status: int
    errors: dict[str, list[str]] | None = None


def install(api: NinjaAPI) -> None:
    """Answer what operations raise."""
    answers = {
        Http404: lambda request, error: problem(404, "There is nothing here."),
        PermissionDenied: lambda request, error: problem(403, "You may not do this."),
        SignInNeeded: lambda request, error: problem(401, "Sign in first."),
        HttpError: lambda request, error: problem(error.status_code, str(error)),
        KeyReused: lambda request, error: problem(
            422, "This key was used for another post. Nothing new was stored."
        ),
        StillRunning: lambda request, error: _later(
            problem(409, "The first request with this key is still running. Send it again."),
            error.retry_after,
        ),
        TooMany: lambda request, error: _later(problem(429, "Too many requests."), error.retry_after),
        Malformed: _malformed,
        ValidationError: _invalid,
    }
    for kind, answer in answers.items():
        api.add_exception_handler(kind, answer)


def answer_with(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The same refusal as a problem, when something other than an operation has refused."""
    kind = response.get("Content-Type", "")
    if response.status_code < 400 or kind.startswith("application/problem+json"):
        return response
    told = problem(response.status_code, HTTPStatus(response.status_code).phrase)
    for header in ("Allow", "Retry-After"):
        if response.has_header(header):
            told[header] = response[header]
    told.cookies = response.cookies
    return told


def _later(response: HttpResponse, seconds: int) -> HttpResponse:
    response["Retry-After"] = str(seconds)
    return response


def _malformed(request: HttpRequest, error: Malformed) -> HttpResponse:
    """What does not fit the schema. The input itself is not repeated: it may not even be text."""
    errors: dict[str, list[str]] = {}
    for each in error.errors:
        where = [str(part) for part in each["loc"]]
        errors.setdefault(where[-1], []).append(str(each["msg"]))
    return problem(422, "The request does not fit.", errors=errors)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    with override(language_of(request)):
        errors = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        return problem(422, "This cannot be stored.", errors=errors)
