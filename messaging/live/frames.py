"""Frames as bytes: each is encoded once and written as it stands to every socket that gets it."""

import json
from typing import Any

TEXT = 0x81  # FIN and the text opcode (RFC 6455, 5.2); a server's frames are not masked


def frame(t: str, **facts: Any) -> bytes:
    """A complete WebSocket text frame that holds one JSON object."""
    text = json.dumps({"t": t, **facts}, ensure_ascii=False, separators=(",", ":"))
    payload = text.encode("utf-8", "replace")
    size = len(payload)
    if size < 126:
        return bytes((TEXT, size)) + payload
    if size < 65536:
        return bytes((TEXT, 126)) + size.to_bytes(2, "big") + payload
    return bytes((TEXT, 127)) + size.to_bytes(8, "big") + payload


def text_of(wire: bytes) -> str:
    """The JSON inside a frame, for servers that want to do the framing themselves."""
    start = {126: 4, 127: 10}.get(wire[1], 2)
    return wire[start:].decode()
