"""Keeps a few child processes alive: forks them, brings back the one that dies, passes SIGTERM on.

Children are forked from a process that has loaded the whole site, so one that dies is back in milliseconds
instead of the seconds a fresh start takes. No event loop and no thread runs here, which makes forking safe.
"""

import contextlib
import ctypes
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

log = logging.getLogger("supervisor")
WATCHED = {signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
STABLE = 10.0  # seconds after which a child counts as healthy again
SLOWEST = 10.0  # seconds between two tries of a child that dies at once
GRACE = 15.0  # seconds children have to end after SIGTERM
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A part of the site that runs in a process of its own."""

    name: str
    run: Callable[[], object]
    pid: int = 0
    born: float = 0.0
    due: float = 0.0
    deaths: int = 0


def keep(children: list[Child], *, ready: Callable[[], object], closing: Callable[[], object]) -> int:
    """Run until SIGTERM or SIGINT; returns the exit code: 0 when every child ended by itself.

    `ready` is called once all have been started, `closing` before they are asked to end.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    try:
        for child in children:
            _start(child)
        ready()
        while True:
            got = signal.sigtimedwait(WATCHED, _rest(children))
            if got and got.si_signo in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                closing()
                return _stop(children)
            _notice(children)
            for child in children:
                if not child.pid and child.due <= time.monotonic():
                    _start(child)
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)


def _start(child: Child) -> None:
    parent = os.getpid()
    pid = os.fork()
    if pid:
        child.pid, child.born = pid, time.monotonic()
        return
    code = 1
    try:
        os.setpgid(0, 0)  # Ctrl-C reaches the supervisor alone, which then ends us in order
        _end_with(parent)
        for sign in WATCHED:
            signal.signal(sign, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
        child.run()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        log.exception("child failed", extra={"child": child.name})
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _end_with(parent: int) -> None:
    """Linux: end when the supervisor is killed, so that nothing is left behind holding the address."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)


def _rest(children: list[Child]) -> float:
    waiting = [child.due - time.monotonic() for child in children if not child.pid]
    return max(0.0, min([5.0, *waiting]))


def _notice(children: list[Child]) -> None:
    """Reap who died; when it is due again depends on how often it died at once."""
    for child in children:
        if not child.pid or not _is_gone(child):
            continue
        lived = time.monotonic() - child.born
        child.deaths = 1 if lived > STABLE else child.deaths + 1
        pause = 0.0 if child.deaths == 1 else min(SLOWEST, 0.1 * 2**child.deaths)
        child.pid, child.due = 0, time.monotonic() + pause
        log.warning("child died", extra={"child": child.name, "seconds": round(lived, 1)})


def _is_gone(child: Child) -> bool:
    try:
        return os.waitpid(child.pid, os.WNOHANG)[0] != 0
    except ChildProcessError:
        return True


def _stop(children: list[Child]) -> int:
    """Pass SIGTERM on, wait, and end by force whoever does not come to an end."""
    for child in children:
        if child.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child.pid, signal.SIGTERM)
    deadline = time.monotonic() + GRACE
    while any(child.pid for child in children) and time.monotonic() < deadline:
        signal.sigtimedwait({signal.SIGCHLD}, 0.2)
        for child in children:
            if child.pid and _is_gone(child):
                child.pid = 0
    late = [child for child in children if child.pid]
    for child in late:
        log.error("child ended by force", extra={"child": child.name})
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        os.waitpid(child.pid, 0)
    return 1 if late else 0
