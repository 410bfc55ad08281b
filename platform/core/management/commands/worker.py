"""The worker: ``manage.py worker`` keeps the outbox's promises until it is asked to stop."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.outbox import drain, work


class Command(BaseCommand):
    help = (
        "Send what the outbox holds (mail, notifications), and go on. SIGTERM ends it after the row at hand."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="send what is due now, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            while drain():
                pass
            return
        run()


def run() -> None:
    """The loop, in this process's main thread."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    work(stop)
