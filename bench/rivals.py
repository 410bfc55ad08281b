"""What the hub is measured against: the floor (bytes to transports, nothing else), and the textbook recipe.

`python bench/rivals.py floor|textbook PORT BYTES`: any text from a client goes to all as an event.
"""

import asyncio
import base64
import hashlib
import json
import os
import sys

import uvloop

MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


def event(size: int) -> dict:
    empty = {"t": "event", "topic": "x", "seq": 1, "html": ""}
    return empty | {"html": "a" * (size - len(json.dumps(empty, separators=(",", ":"))))}


class Floor(asyncio.Protocol):
    """As little as a WebSocket server can do: answer the handshake, write one prepared frame to everybody."""

    transports: set = set()
    frame = b""

    def __init__(self) -> None:
        self.head = b""

    def connection_made(self, transport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if self.head is None:
            for transport in self.transports:
                transport.write(self.frame)
            return
        self.head += data
        if b"\r\n\r\n" in self.head:
            key = self.head.split(b"Sec-WebSocket-Key: ")[1].split(b"\r\n")[0]
            answer = base64.b64encode(hashlib.sha1(key + MAGIC).digest())
            self.transport.write(
                b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                b"Sec-WebSocket-Accept: " + answer + b"\r\n\r\n"
            )
            self.transports.add(self.transport)
            self.head = None

    def connection_lost(self, error) -> None:
        self.transports.discard(self.transport)


async def floor(port: int, size: int) -> None:
    payload = json.dumps(event(size), separators=(",", ":")).encode()
    Floor.frame = b"\x81\x7e" + len(payload).to_bytes(2, "big") + payload
    server = await asyncio.get_running_loop().create_server(Floor, "127.0.0.1", port, backlog=4096)
    await server.serve_forever()


def textbook(port: int, size: int) -> None:
    """The consumer of every tutorial: each socket in the group, group_send, and JSON made for each socket."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")
    import django

    django.setup()
    import uvicorn
    from channels.generic.websocket import AsyncJsonWebsocketConsumer
    from django.test.utils import override_settings

    class Chat(AsyncJsonWebsocketConsumer):
        async def connect(self) -> None:
            await self.channel_layer.group_add("chat", self.channel_name)
            await self.accept()

        async def receive_json(self, content, **more) -> None:
            await self.channel_layer.group_send("chat", {"type": "chat.message", "message": event(size)})

        async def chat_message(self, said) -> None:
            await self.send_json(said["message"])

        @classmethod
        async def encode_json(cls, content) -> str:
            return json.dumps(content, separators=(",", ":"))

    in_memory = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    with override_settings(CHANNEL_LAYERS=in_memory):
        uvicorn.run(
            Chat.as_asgi(),
            host="127.0.0.1",
            port=port,
            loop="uvloop",
            ws="websockets-sansio",
            ws_per_message_deflate=False,
            lifespan="off",
            log_config=None,
            log_level="error",
            access_log=False,
            backlog=4096,
        )


if __name__ == "__main__":
    which, port, size = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    if which == "floor":
        uvloop.run(floor(port, size))
    else:
        textbook(port, size)
