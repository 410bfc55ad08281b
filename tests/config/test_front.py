"""The front joins each connection to the right process and changes nothing that is said."""

import asyncio
import signal
import socket
from contextlib import asynccontextmanager

import pytest

from config import front as front_module
from config.front import Front, proxy_line

pytestmark = pytest.mark.asyncio


class Scene:
    """A front with stand-ins behind it, which answer with their name and what they heard."""

    def __init__(self) -> None:
        self.heard: dict[str, list[bytes]] = {}
        self.servers: list[asyncio.Server] = []

    async def stand_in(self, name: str, *, echo: bool = False) -> int:
        self.heard[name] = []

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            while data := await reader.read(65536):
                self.heard[name].append(data)
                writer.write(data if echo else name.encode())
                await writer.drain()
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        self.servers.append(server)
        return server.sockets[0].getsockname()[1]

    async def open(self, front: Front) -> int:
        server = await asyncio.get_running_loop().create_server(
            lambda: front_module.Visitor(front), "127.0.0.1", 0
        )
        self.servers.append(server)
        return server.sockets[0].getsockname()[1]


@asynccontextmanager
async def scene():
    stage = Scene()
    yield stage
    for server in stage.servers:
        server.close()
    await asyncio.sleep(0.01)


async def say(port: int, text: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(text)
    said = await reader.read(65536)
    writer.close()
    return said


@pytest.mark.parametrize(
    ("line", "who"),
    [
        (b"GET /en/ HTTP/1.1\r\n\r\n", b"pages"),
        (b"GET /ws/ HTTP/1.1\r\n\r\n", b"sockets"),
        (b"GET /ws/?lang=fr HTTP/1.1\r\n\r\n", b"sockets"),
        (b"GET /wsx HTTP/1.1\r\n\r\n", b"pages"),
        (b"\r\n", b"pages"),
    ],
)
async def test_the_first_line_decides_who_answers(line, who):
    async with scene() as stage:
        port = await stage.open(Front(await stage.stand_in("pages"), [await stage.stand_in("sockets")]))

        assert await say(port, line) == who


async def test_pages_are_told_the_address_and_sockets_hear_only_the_visitor():
    async with scene() as stage:
        port = await stage.open(Front(await stage.stand_in("pages"), [await stage.stand_in("sockets")]))

        await say(port, b"GET /en/ HTTP/1.1\r\n\r\n")
        await say(port, b"GET /ws/ HTTP/1.1\r\n\r\n")

        pages = b"".join(stage.heard["pages"])
        assert pages.startswith(b"PROXY TCP4 127.0.0.1 127.0.0.1 ")
        assert pages.endswith(f" {port}\r\nGET /en/ HTTP/1.1\r\n\r\n".encode())
        assert b"".join(stage.heard["sockets"]) == b"GET /ws/ HTTP/1.1\r\n\r\n"


async def test_sockets_take_turns_and_one_that_is_away_is_passed_over():
    async with scene() as stage:
        with socket.socket() as away:
            away.bind(("127.0.0.1", 0))
            ports = [await stage.stand_in("one"), away.getsockname()[1], await stage.stand_in("two")]
            port = await stage.open(Front(1, ports))

            answers = [await say(port, b"GET /ws/ HTTP/1.1\r\n\r\n") for _ in range(4)]

    assert answers == [b"one", b"two", b"one", b"two"]


async def test_nobody_behind_is_a_503_that_says_when_to_try_again(monkeypatch):
    monkeypatch.setattr(front_module, "TRIES", (0.0, 0.0))
    async with scene() as stage:
        with socket.socket() as away:
            away.bind(("127.0.0.1", 0))
            port = await stage.open(Front(away.getsockname()[1], []))

            answer = await say(port, b"GET /en/ HTTP/1.1\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 503 ")
    assert b"\r\nRetry-After: " in answer


async def test_a_line_in_pieces_is_waited_for():
    async with scene() as stage:
        port = await stage.open(Front(await stage.stand_in("pages"), [await stage.stand_in("sockets")]))
        reader, writer = await asyncio.open_connection("127.0.0.1", port)

        for piece in (b"GET /w", b"s/ HT", b"TP/1.1\r\n\r\n"):
            writer.write(piece)
            await asyncio.sleep(0.01)

        assert await reader.read(100) == b"sockets"
        writer.close()


async def test_a_lot_of_bytes_arrive_unchanged_and_a_slow_reader_is_waited_for():
    sent = b"GET /ws/ HTTP/1.1\r\n\r\n" + bytes(range(256)) * 40_000
    async with scene() as stage:
        front = Front(1, [await stage.stand_in("sockets", echo=True)])
        port = await stage.open(front)
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=4096)

        writer.write(sent)
        await asyncio.sleep(0.3)  # nobody reads yet: the front must hold no more than its limits
        held = sum(end.get_write_buffer_size() for end in front.open)
        got = await reader.readexactly(len(sent))

        writer.close()
    assert got == sent
    assert held < 1_000_000


async def test_a_visitor_who_never_speaks_is_let_go(monkeypatch):
    monkeypatch.setattr(front_module, "PATIENCE", 0.05)
    async with scene() as stage:
        port = await stage.open(Front(1, [1]))
        reader, writer = await asyncio.open_connection("127.0.0.1", port)

        assert await asyncio.wait_for(reader.read(), 2) == b""
        writer.close()


async def test_a_visitor_who_closes_the_writing_half_still_gets_the_answer():
    async with scene() as stage:
        port = await stage.open(Front(await stage.stand_in("pages"), [1]))
        reader, writer = await asyncio.open_connection("127.0.0.1", port)

        writer.write(b"GET /en/ HTTP/1.0\r\n\r\n")
        writer.write_eof()

        assert await asyncio.wait_for(reader.read(100), 2) == b"pages"
        writer.close()


async def test_serve_lets_nobody_in_after_sigterm_and_waits_for_who_is_inside():
    async with scene() as stage:
        listener = socket.create_server(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        front = Front(await stage.stand_in("pages", echo=True), [1])
        serving = asyncio.create_task(front.serve(listener))
        await asyncio.sleep(0.05)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /en/ HTTP/1.1\r\n\r\n")
        await reader.read(100)

        signal.raise_signal(signal.SIGTERM)
        await asyncio.sleep(0.1)
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"still here")
        late = await reader.read(100)
        inside = not serving.done()
        writer.close()
        await asyncio.wait_for(serving, 2)

    assert (late, inside) == (b"still here", True)


async def test_proxy_line_knows_both_families():
    class Six:
        def get_extra_info(self, name):
            return {"peername": ("2001:db8::1", 5, 0, 0), "sockname": ("::1", 80, 0, 0)}[name]

    assert proxy_line(Six()) == b"PROXY TCP6 2001:db8::1 ::1 5 80\r\n"
