"""What a log line may hold: the route and not the address, the kind of an error and not its message.

An address can name a hidden community or carry a token, an error of the database quotes the row it refused,
and servers quote what they could not read. None of that is written down (trust.md, docs/operations.md).
"""

import logging
import sys
import time
import traceback
from typing import Any

from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django_structlog.middlewares import RequestMiddleware
from django_structlog.signals import bind_extra_request_finished_metadata

EXTRAS = ("account", "attempt", "child", "code", "count", "job", "kind", "pid", "seconds", "topic_kind")


def route(request: HttpRequest) -> str:
    """The pattern that answered, e.g. ``<language>/discussions/<uuid:ident>/``."""
    match = getattr(request, "resolver_match", None)
    return match.route if match else "(no route)"


class RequestLines(RequestMiddleware):
    """One line a request, under a request id: method, route, status, milliseconds."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.began_at = time.perf_counter()  # type: ignore[attr-defined]
        return super().__call__(request)  # type: ignore[return-value]

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {route(request)}"


@receiver(bind_extra_request_finished_metadata)
def _duration(sender: Any, request: HttpRequest, log_kwargs: dict, **kwargs: Any) -> None:
    log_kwargs["ms"] = round((time.perf_counter() - request.began_at) * 1000)  # type: ignore[attr-defined]


class Discreet(logging.Filter):
    """Django's and gunicorn's own lines about a request, without its address or what it said."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            record.msg, record.args = (
                "%s",
                (f"{getattr(record, 'status_code', '')} {route(request)}".strip(),),
            )
        elif str(record.msg).startswith("Invalid request from ip="):
            record.msg, record.args = "A request could not be read.", ()
        elif str(record.msg).startswith("Error handling request"):
            record.msg, record.args = "A request failed before it reached the site.", ()
        return True


def without_reader(logger: Any, name: str, event: dict) -> dict:
    """Nothing about the reader's device."""
    event.pop("user_agent", None)
    return event


def bare_traceback(logger: Any, name: str, event: dict) -> dict:
    """Where it went wrong and with what kind of error, without the message, which may quote people's data."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    chain = []
    while isinstance(error, BaseException) and len(chain) < 5:
        frames = traceback.extract_tb(error.__traceback__)
        chain.append(
            {
                "error": f"{type(error).__module__}.{type(error).__qualname__}",
                "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]],
            }
        )
        error = error.__cause__ or error.__context__
    if chain:
        event["exception"] = chain
    return event
