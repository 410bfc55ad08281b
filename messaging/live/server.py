"""The server of a socket process (and of the embedded one), and how it stops.

`python -m messaging.live.server --port 8001`, or `run(host, port)` from a command.
"""

import argparse
import signal
import socket
from types import FrameType

import uvicorn

REQUESTS_MAY_TAKE = 10
LARGEST_FRAME = 16384


class Server(uvicorn.Server):
    """uvicorn, but a stop is announced: not ready at once, and every page hears `restart` before uvicorn
    closes its socket (1012) and lets requests finish. A stop that was asked for ends with 0."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        from messaging.live.hub import hub  # the application, which uvicorn loads, has set Django up

        if self.should_exit and sig == signal.SIGINT:
            self.force_exit = True
        self.should_exit = hub.is_stopping = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        from messaging.live.hub import hub

        hub.say_restart()
        await super().shutdown(sockets)


def run(
    host: str = "127.0.0.1",
    port: int = 8001,
    *,
    fd: int | None = None,
    app: str = "config.asgi:application",
) -> None:
    """Serve until told to stop. `fd` is a listening socket that a supervisor has opened."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        loop="uvloop",
        ws="websockets-sansio",
        ws_max_size=LARGEST_FRAME,
        ws_per_message_deflate=False,
        ws_ping_interval=20,
        ws_ping_timeout=20,
        lifespan="on",
        access_log=False,
        log_config=None,
        log_level="warning",
        proxy_headers=False,  # whom to believe is settings.TRUSTED_PROXIES' business
        server_header=False,
        timeout_graceful_shutdown=REQUESTS_MAY_TAKE,
        backlog=4096,
    )
    listening = [socket.socket(fileno=fd)] if fd is not None else None
    Server(config).run(sockets=listening)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--fd", type=int, default=None)
    options = parser.parse_args()
    run(options.host, options.port, fd=options.fd)


if __name__ == "__main__":
    main()
