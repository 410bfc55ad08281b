"""Frames as bytes: what websockets' own parser makes of them, at every size of the length field."""

import json

import pytest
from websockets.frames import Opcode
from websockets.protocol import Protocol, Side

from messaging.live.frames import frame, text_of


@pytest.mark.parametrize("size", [0, 90, 126, 300, 65_000, 70_000])
def test_frame_is_one_whole_text_message(size):
    reader = Protocol(side=Side.CLIENT, max_size=None)
    wire = frame("event", html="é" * size)

    reader.receive_data(wire)

    (read,) = reader.events_received()
    assert (read.opcode, read.fin) == (Opcode.TEXT, True)
    assert json.loads(read.data) == {"t": "event", "html": "é" * size}
    assert text_of(wire) == read.data.decode()


def test_frame_survives_what_utf8_cannot_say():
    assert json.loads(text_of(frame("denied", topic="\ud800"))) == {"t": "denied", "topic": "?"}
