"""One worker of pages, served as `manage.py serve` serves them: `python bench/page_server.py site|trivial THREADS`.

Prints the port and the process whose processor time counts, as JSON; ends when told to.
"""

import json
import socket
import sys
from typing import Any

LOOPBACK = "127.0.0.1"


def main() -> None:
    which, threads = sys.argv[1], int(sys.argv[2])
    application = the_site() if which == "site" else the_yardstick()

    from config.pages import Pages

    class Measured(Pages):
        """The same server around a given application; its one worker says who it is."""

        def load_config(self) -> None:
            super().load_config()
            self.cfg.set("post_worker_init", lambda worker: say(worker.pid))

        def load(self) -> Any:
            return application

    def say(pid: int) -> None:
        print(json.dumps({"port": port, "pid": pid}), flush=True)

    listener = socket.create_server((LOOPBACK, 0), backlog=2048)
    port = listener.getsockname()[1]
    Measured(listener.detach(), workers=1, threads=threads).run()


def the_site() -> Any:
    """Loaded before the fork, as `serve` does it."""
    import config.wsgi
    from config.management.commands.serve import _load_the_site

    _load_the_site()
    return config.wsgi.application


def the_yardstick() -> Any:
    import trivial

    return trivial.application


if __name__ == "__main__":
    main()
