"""Sockets; and in the embedded process pages and worker too.

In production pages are gunicorn's (`config.wsgi`): here HTTP knows only `/healthz` and `/readyz`.
"""

import asyncio
import io
import logging
import os
import sys
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
for folder in (str(ROOT / "platform"), str(ROOT)):
    if folder not in sys.path:
        sys.path.insert(0, folder)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")

import django  # noqa: E402

django.setup()

from a2wsgi import WSGIMiddleware  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from config.wsgi import application as wsgi  # noqa: E402
from core import outbox  # noqa: E402
from messaging.live import sockets  # noqa: E402
from messaging.live.database import database  # noqa: E402
from messaging.live.hub import hub  # noqa: E402

log = logging.getLogger("asgi")
PAGE_THREADS = 8
LARGEST_BODY = 10 * 1024 * 1024
pages: Any = WSGIMiddleware(wsgi, workers=PAGE_THREADS)  # type: ignore[arg-type]


async def application(scope: dict, receive, send) -> None:
    if scope["type"] == "websocket":
        await sockets.application(scope, receive, send)
    elif scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif hub.is_stopping and scope["path"] == "/readyz":
        await answer(send, 503, b'{"ready": false}\n')
    elif settings.EMBEDDED:
        await page(scope, receive, send)
    else:
        await health(scope, send)


async def lifespan(receive, send) -> None:
    """Start the hub, and with it the worker; say ready only when a first page has been made."""
    worker_stops = threading.Event()
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            hub.start()
            if settings.EMBEDDED:
                await asyncio.to_thread(warm_up)
                threading.Thread(target=outbox.work, args=(worker_stops,), name="worker", daemon=True).start()
            await send({"type": "lifespan.startup.complete"})
        else:
            worker_stops.set()
            await hub.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return


# -- pages in the embedded process -------------------------------------------------------------------------


async def page(scope: dict, receive, send) -> None:
    """Hand a request to a page thread once its body is here: a slow sender holds no thread."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY:
            await answer(send, 413, b"Too large.\n")
            return
        if not message.get("more_body"):
            break
    # WSGI would make one of X-Forwarded-For and X_Forwarded_For; only the first may be believed.
    scope["headers"] = [(name, value) for name, value in scope["headers"] if b"_" not in name]
    whole = iter([{"type": "http.request", "body": bytes(body), "more_body": False}])

    async def replay() -> dict:
        return next(whole, None) or await receive()

    await pages(scope, replay, send)


def warm_up() -> None:
    """Make the home page once: the first request compiles templates and takes up to 1.4 s."""
    origin = urlsplit(settings.PUBLIC_ORIGIN)
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/en/",
        "SERVER_NAME": origin.hostname or "127.0.0.1",
        "SERVER_PORT": str(origin.port or 80),
        "HTTP_HOST": origin.netloc,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": origin.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
    }
    try:
        for _ in wsgi(environ, lambda *_: None):  # type: ignore[arg-type]
            pass
    except Exception:
        log.exception("the first page failed")
    finally:
        connection.close()


# -- a process of sockets only -----------------------------------------------------------------------------


async def health(scope: dict, send) -> None:
    if scope["path"] == "/healthz":
        await answer(send, 200, b"ok\n")
    elif scope["path"] == "/readyz":
        is_ready = await database_answers()
        await answer(send, 200 if is_ready else 503, b'{"ready": %s}\n' % str(is_ready).lower().encode())
    else:
        await answer(send, 404, b"Not found.\n")


async def database_answers() -> bool:
    try:
        async with asyncio.timeout(2):
            await database().run(connection_works)
    except Exception:
        return False
    return True


def connection_works() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


async def answer(send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"text/plain"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
