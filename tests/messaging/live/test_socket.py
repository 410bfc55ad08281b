"""Pipes: straight to uvicorn's transport, or frame by frame through any other server."""

import asyncio
import json

from asgiref.sync import async_to_sync
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from messaging.live.frames import frame
from messaging.live.queries import NOBODY
from messaging.live.socket import AsgiPipe, Socket, pipe_of


def test_pipe_of_uvicorn_is_its_transport():
    protocol = WebSocketsSansIOProtocol.__new__(WebSocketsSansIOProtocol)
    protocol.transport = object()

    assert pipe_of(protocol.send) is protocol.transport


def test_pipe_of_another_server_sends_in_order_and_counts_what_waits():
    sent, gate = [], asyncio.Event()

    async def send(message):
        await gate.wait()
        sent.append(message)

    @async_to_sync
    async def scene():
        socket = Socket(send, NOBODY, "en")
        for seq in range(3):
            socket.put_event(frame("event", seq=seq), "thread:a", seq)
        goodbye = socket.close(4401)
        waiting = socket.unsent_bytes
        await asyncio.sleep(0)
        gate.set()
        await asyncio.sleep(0.01)
        return waiting, goodbye, socket.unsent_bytes

    waiting, goodbye, left = scene()

    assert waiting == 3 * len(frame("event", seq=0))
    assert (goodbye, left) == (None, 0)
    assert [json.loads(message["text"])["seq"] for message in sent[:3]] == [0, 1, 2]
    assert sent[3:] == [{"type": "websocket.close", "code": 4401}]


def test_a_server_that_fails_ends_the_pipe():
    async def send(message):
        raise RuntimeError("gone")

    @async_to_sync
    async def scene():
        pipe = AsgiPipe(send)
        pipe.write(frame("head"))
        pipe.write(frame("head"))
        await asyncio.sleep(0.01)
        return pipe.is_closing()

    assert scene() is True


def test_a_socket_that_was_closed_says_nothing_more():
    sent = []

    async def send(message):
        sent.append(message["type"])

    @async_to_sync
    async def scene():
        socket = Socket(send, NOBODY, "en")
        socket.close(4401)
        socket.say("head", topic="me", seq=1)
        socket.put_event(frame("event", seq=2), "me", 2)
        await asyncio.sleep(0.01)

    scene()

    assert sent == ["websocket.close"]
