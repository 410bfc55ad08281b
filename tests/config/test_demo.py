"""The demo starts from nothing, shows mails with their codes, and may be started again."""

import os
import signal
import socket
import stat
from http.client import HTTPConnection

import pytest
from django.core.mail import EmailMessage

from config import demo, mail
from tests.servers import Site, wait_for

UNSET = (
    "DJANGO_SETTINGS_MODULE",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "PUBLIC_ORIGIN",
    "INSECURE_HTTP",
    "MAIL_DIR",
)


@pytest.fixture
def nothing_set(monkeypatch, tmp_path):
    """A shell in which nothing was exported."""
    kept = dict(os.environ)
    for name in (*UNSET, "DEBUG", "EMBEDDED", "EMAIL_BACKEND", "LOG_LEVEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    yield tmp_path
    os.environ.clear()
    os.environ.update(kept)


def test_environment_is_production_on_loopback(nothing_set):
    demo.environment(["--port", "8123", "--seed", "x"])

    names = ("DJANGO_SETTINGS_MODULE", "DEBUG", "INSECURE_HTTP", "PUBLIC_ORIGIN")
    assert [os.environ[name] for name in names] == ["config.settings.prod", "0", "1", "http://127.0.0.1:8123"]


def test_environment_makes_a_key_once_for_its_owner_alone(nothing_set):
    demo.environment([])
    first = os.environ.pop("SECRET_KEY")
    demo.environment([])

    path = nothing_set / "secret_key"
    assert (os.environ["SECRET_KEY"], path.read_text()) == (first, first)
    assert len(first) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_environment_keeps_what_was_exported_but_never_debug(nothing_set, monkeypatch):
    monkeypatch.setenv("PUBLIC_ORIGIN", "http://localhost:9000")
    monkeypatch.setenv("DEBUG", "1")

    demo.environment([])

    assert (os.environ["PUBLIC_ORIGIN"], os.environ["DEBUG"]) == ("http://localhost:9000", "0")


@pytest.mark.parametrize("code", ["ABC-DEF", "X7K9QM", "123456"])
def test_shown_names_the_code(code):
    message = EmailMessage(
        "Your code", f"Hello,\n\n{code}\n\nIt ends in 15 minutes.", to=["amina@demo.example"]
    )

    lines = mail.shown(message, colour=False).splitlines()

    assert lines[1] == f"  ┌ Mail to amina@demo.example: Your code, code: {code}"
    assert f"  │ {code}" in lines


def test_shown_takes_no_word_for_a_code():
    message = EmailMessage("News", "Somebody answered\nin a discussion.", to=["amina@demo.example"])

    assert "code" not in mail.shown(message, colour=False)


def test_shown_mail_is_a_file_too(tmp_path, capsys):
    backend = mail.ShownMail(file_path=str(tmp_path))

    backend.send_messages([EmailMessage("Your code", "123456", to=["amina@demo.example"])])

    (file,) = tmp_path.iterdir()
    assert "123456" in file.read_text()
    assert "123456" in capsys.readouterr().out


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("demo")


def demo_site(folder) -> Site:
    """The demo with nothing exported but where to write."""
    return Site(folder, left_out=UNSET)


@pytest.mark.timeout(600)  # an empty database takes every migration; busy machines take minutes for it
@pytest.mark.parametrize("time", ["first", "again"])
def test_demo_serves_from_nothing_and_again(folder, time):
    site = demo_site(folder)

    with site.running("demo", seconds=300) as process:
        with site.get("/en/") as page:
            html = page.read().decode()
        elsewhere = HTTPConnection("localhost", site.port, timeout=10)
        elsewhere.request("GET", "/fr/communities/?a=b")
        moved = elsewhere.getresponse()
        elsewhere.close()
        wait_for(lambda: f"Both Shores is at {site.origin}/" in site.log)
        process.send_signal(signal.SIGTERM)
        code = process.wait(20)

    assert "<html" in html
    assert (moved.status, moved.headers["Location"]) == (302, f"{site.origin}/fr/communities/?a=b")
    assert "amina@demo.example" in site.log
    assert code == 0


@pytest.mark.timeout(60)
def test_demo_says_at_once_that_its_port_is_taken(folder):
    site = demo_site(folder)
    with socket.create_server(("127.0.0.1", site.port)):
        done = site.attempt("demo", "--port", str(site.port))

    assert done.returncode == 1
    assert f"Port {site.port} is taken" in done.stderr
