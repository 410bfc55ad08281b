"""The supervisor brings back who dies, and ends in order."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import os, signal, sys, time
from pathlib import Path
from config.supervisor import Child, keep

out = Path(sys.argv[1])

def polite():
    with (out / "born").open("a") as book:
        book.write(f"{os.getpid()} {time.time()}\\n")
    signal.signal(signal.SIGTERM, lambda *_: ((out / "asked").write_text("yes"), sys.exit(0)))
    while True:
        signal.pause()

def stubborn():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    (out / "deaf").write_text("yes")
    while True:
        signal.pause()

children = [Child("polite", polite)] + ([Child("stubborn", stubborn)] if "stubborn" in sys.argv else [])
import config.supervisor
config.supervisor.GRACE = 0.5
def note(name):
    return lambda: (out / name).write_text("yes")

sys.exit(keep(children, ready=note("ready"), closing=note("closing")))
"""


@pytest.fixture
def run(tmp_path):
    """Start the script; returns (process, folder); nothing of it is left afterwards."""
    started = []

    def start(*more: str):
        env = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"}
        process = subprocess.Popen([sys.executable, "-c", SCRIPT, str(tmp_path), *more], env=env)
        started.append(process)
        wait_for(lambda: (tmp_path / "born").exists() and (tmp_path / "born").read_text().endswith("\n"))
        return process, tmp_path

    yield start
    for process in started:
        process.kill()
        process.wait()


def wait_for(true, seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)


def births(folder: Path) -> list[int]:
    return [int(line.split()[0]) for line in (folder / "born").read_text().splitlines()]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()


def test_a_dead_child_is_back_within_a_second(run):
    _process, folder = run()

    died_at = time.time()
    os.kill(births(folder)[0], signal.SIGKILL)
    wait_for(lambda: len(births(folder)) == 2)

    back_at = float((folder / "born").read_text().split()[-1])
    assert back_at - died_at < 1


def test_sigterm_is_passed_on_and_ends_with_zero(run):
    process, folder = run()

    process.send_signal(signal.SIGTERM)

    assert process.wait(10) == 0
    assert [(folder / name).exists() for name in ("ready", "closing", "asked")] == [True] * 3


def test_who_does_not_end_is_ended_by_force_and_that_is_said(run):
    process, folder = run("stubborn")
    wait_for((folder / "deaf").exists)

    process.send_signal(signal.SIGTERM)

    assert process.wait(10) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel")
def test_children_do_not_outlive_a_supervisor_that_was_killed(run):
    process, folder = run()

    process.kill()
    process.wait()

    wait_for(lambda: not is_alive(births(folder)[0]))
