"""Pages in production: gunicorn's threads around `config.wsgi`, fitted to the front and to our log."""

import logging
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import ThreadWorker

from core.health import stopping


class PagesWorker(ThreadWorker):
    """Threads that keep to the visitor's address, and say that they are not ready before they stop."""

    def handle_request(self, req: Any, conn: Any) -> Any:
        """gthread forgets the PROXY line after the first request: the next would come from loopback."""
        if req.proxy_protocol_info is None:
            req.proxy_protocol_info = getattr(conn, "told_by_front", None)
        conn.told_by_front = req.proxy_protocol_info
        return super().handle_request(req, conn)

    def handle_exit(self, sig: int, frame: Any) -> None:
        stopping.set()
        super().handle_exit(sig, frame)


class OurLog(Logger):
    """gunicorn's lines in the site's log and format, its access log off: requests are logged by the site."""

    def setup(self, cfg: Any) -> None:
        self.error_log = logging.getLogger("gunicorn.error")
        self.error_log.propagate = True
        self.error_log.handlers = []
        self.error_log.setLevel(logging.WARNING)
        self.access_log = logging.getLogger("gunicorn.access")
        self.access_log.disabled = True


class Pages(BaseApplication):
    """gunicorn on a socket (its file descriptor) that already listens."""

    def __init__(self, listener: int, *, workers: int, threads: int) -> None:
        self.listener, self.workers, self.threads = listener, workers, threads
        super().__init__()

    def load_config(self) -> None:
        settings = {
            "bind": f"fd://{self.listener}",
            "worker_class": "config.pages.PagesWorker",
            "logger_class": OurLog,
            "workers": self.workers,
            "threads": self.threads,
            "proxy_protocol": "v1",
            "proxy_allow_ips": "127.0.0.1",
            "forwarded_allow_ips": "127.0.0.1",
            "forwarder_headers": "",
            "keepalive": 20,
            "timeout": 30,
            "graceful_timeout": 10,
            "control_socket_disable": True,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from config.wsgi import application

        return application
