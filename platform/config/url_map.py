"""Every route of the site, with the rows of the trust matrix that it answers to.

Our own views say their rows themselves (`core.http.door`), the API's operations in `openapi_extra`; the
routes of allauth, Wagtail and the static files are known by their prefix.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

LANGUAGE = "<language>/"
FOREIGN = [  # prefix of the pattern, surface, kind, rows
    (f"{LANGUAGE}accounts/", "html", "account", ["N02"]),
    ("cms/", "cms", "cms", ["W04", "W05", "N04"]),
    (f"{LANGUAGE}_util/", "html", "page", ["N01", "W03"]),
    (f"{LANGUAGE}^", "html", "page", ["N01", "W03"]),
    ("api/v1/openapi.json", "api", "schema", ["D17"]),
    ("api/v1/docs", "api", "schema", ["D17"]),
    ("api/v1/", "api", "schema", ["D17"]),
]
OUTSIDE_DJANGO = [  # served by the middleware for static files, and by the socket processes
    ("static", f"{settings.STATIC_URL.lstrip('/')}<path>", "static", "file", ["N01", "D11"]),
    ("socket", "ws/", "socket", "topic", ["D07"]),
]
ROW = "x-matrix-row"


@dataclass(frozen=True)
class Route:
    """One address of the site, for one set of methods."""

    name: str
    pattern: str
    methods: list[str]
    surface: str
    kind: str = ""
    rows: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def routes() -> list[Route]:
    """All routes in the order in which they are tried, and what is served before or beside them."""
    found = [route for entry in get_resolver().url_patterns for route in _walk(entry, "", "")]
    found += [
        Route(name, pattern, ["GET"], surface, kind, rows)
        for name, pattern, surface, kind, rows in OUTSIDE_DJANGO
    ]
    # django-ninja lists a path once for each of its operations, every time with all of them.
    return [route for n, route in enumerate(found) if route not in found[:n]]


def _walk(entry: URLPattern | URLResolver, prefix: str, space: str) -> Iterator[Route]:
    part = LANGUAGE if isinstance(entry.pattern, LocalePrefixPattern) else str(entry.pattern)
    pattern = prefix + part
    if isinstance(entry, URLResolver):
        inner = f"{space}{entry.namespace}:" if entry.namespace else space
        for child in entry.url_patterns:
            yield from _walk(child, pattern, inner)
        return
    name = f"{space}{entry.name or ''}"
    view = entry.callback
    if hung := getattr(view, "door", None):
        yield Route(name, pattern, hung["methods"], hung["surface"], hung["kind"], hung["rows"])
    elif operations := _operations(view):
        yield from (_of_api(operation, space, pattern) for operation in operations)
    else:
        yield _foreign(view, name, pattern)


def _operations(view: Callable) -> list:
    """django-ninja hands out a bound method of the object that holds a path's operations."""
    path_view = getattr(view, "__self__", None) or getattr(view, "path_view", None)
    for cell in getattr(view, "__closure__", None) or ():
        if hasattr(cell.cell_contents, "operations"):
            path_view = cell.cell_contents
    return getattr(path_view, "operations", [])


def _of_api(operation: Any, space: str, pattern: str) -> Route:
    hung = getattr(operation.view_func, "door", None) or {}
    extra = operation.openapi_extra or {}
    rows = hung.get("rows") or extra.get(ROW, [])
    rows = rows.split() if isinstance(rows, str) else list(rows)
    name = f"{space}{operation.view_func.__name__}"
    return Route(
        name, pattern, sorted(operation.methods), "api", extra.get("x-kind", hung.get("kind", "")), rows
    )


def _foreign(view: Callable, name: str, pattern: str) -> Route:
    for prefix, surface, kind, rows in FOREIGN:
        if pattern.startswith(prefix):
            return Route(name, pattern, _methods(view), surface, kind, rows)
    return Route(name, pattern, _methods(view), "html")


def _methods(view: Callable) -> list[str]:
    view_class = getattr(view, "view_class", None)
    if view_class is None:
        return ["GET", "POST"]
    offered = [name.upper() for name in view_class.http_method_names if hasattr(view_class, name)]
    return [name for name in offered if name not in ("HEAD", "OPTIONS")] or ["GET", "POST"]
