"""Production on one machine behind one address: ``manage.py serve [--port N] [--sockets K]``."""

import asyncio
import gc
import socket
from functools import partial
from typing import Any

import uvloop
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.urls import get_resolver

from config.supervisor import Child, keep


class Command(BaseCommand):
    help = "Run front, pages, sockets and worker together; bring back what dies; end in order on SIGTERM."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
        parser.add_argument("--sockets", type=int, default=2, help="how many socket processes")
        parser.add_argument("--workers", type=int, default=2, help="how many page processes")
        parser.add_argument("--threads", type=int, default=8, help="threads of each page process")

    def handle(self, *args: Any, **options: Any) -> None:
        if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
            raise CommandError(
                "serve needs PostgreSQL: set DATABASE_URL=postgres://… (on SQLite there is make demo)."
            )
        if not settings.REDIS_URL and options["sockets"] > 1:
            self.stderr.write(
                "REDIS_URL is not set: pages reach the sockets within a second instead of at once."
            )
        try:
            call_command("migrate", check_unapplied=True, verbosity=0)
        except SystemExit:
            raise CommandError("Migrations are waiting: run manage.py migrate first.") from None
        sizes = {name: options[name] for name in ("sockets", "workers", "threads")}
        site = Site(options["host"], options["port"], **sizes)
        call_command("collectstatic", interactive=False, verbosity=0)
        _load_the_site()
        code = keep(
            site.children(), ready=lambda: self._say(options["host"], site.front), closing=site.front.close
        )
        if code:
            raise SystemExit(code)

    def _say(self, host: str, front: socket.socket) -> None:
        self.stdout.write(f"Both Shores at http://{host}:{_port(front)}/ ({settings.PUBLIC_ORIGIN})")
        self.stdout.flush()


class Site:
    """The processes, and where they listen: the front at the site's address, the rest on loopback.

    Listening sockets are opened here, so that a child that is brought back takes up the same queue. Each
    child closes those that are not its own; else the site's address would outlive the front.
    """

    def __init__(self, host: str, port: int, *, sockets: int, workers: int, threads: int) -> None:
        self.front = _listen(host, port)
        self.pages = _listen("127.0.0.1", 0)
        self.sockets = [_listen("127.0.0.1", 0) for _ in range(sockets)]
        self.workers, self.threads = workers, threads

    def children(self) -> list[Child]:
        sockets = [
            Child(f"sockets {n}", partial(self.run_sockets, own)) for n, own in enumerate(self.sockets, 1)
        ]
        pages = Child("pages", self.run_pages)
        return [*sockets, pages, Child("worker", self.run_worker), Child("front", self.run_front)]

    def run_sockets(self, own: socket.socket) -> None:
        from messaging.live.server import run

        self._keep_only(own)
        run(fd=own.detach())

    def run_pages(self) -> None:
        from config.pages import Pages

        self._keep_only(self.pages)
        Pages(self.pages.detach(), workers=self.workers, threads=self.threads).run()

    def run_worker(self) -> None:
        from core.management.commands.worker import run

        self._keep_only(None)
        run()

    def run_front(self) -> None:
        from config.front import Front

        pages, sockets = _port(self.pages), [_port(own) for own in self.sockets]
        self._keep_only(self.front)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(Front(pages, sockets).serve(self.front))

    def _keep_only(self, own: socket.socket | None) -> None:
        for listener in (self.front, self.pages, *self.sockets):
            if listener is not own:
                listener.close()


def _port(listener: socket.socket) -> int:
    return listener.getsockname()[1]


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        raise CommandError(f"Port {port} is taken ({error.strerror}): choose another with --port.") from None
    listener.listen(2048)
    return listener


def _load_the_site() -> None:
    """All imports and templates' tags once, before forking; connections are each child's own."""
    import config.wsgi  # noqa: F401
    from messaging.live import server, sockets  # noqa: F401

    _ = get_resolver().url_patterns
    connections.close_all()
    gc.freeze()
