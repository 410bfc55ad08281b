"""The socket of a page: checks who comes, reads `sub`, `unsub` and `ping`, and changes nothing, ever."""

import json
import logging
import re
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from channels.consumer import AsyncConsumer
from django.conf import settings
from django.http import parse_cookie

from messaging.live import queries
from messaging.live.database import AWAY, database
from messaging.live.hub import hub
from messaging.live.registry import NAME
from messaging.live.socket import Send, Socket

log = logging.getLogger("live")
LARGEST = 16 * 1024
BURST, PER_SECOND = 20, 5
STRIKES = 3
LOOPBACK = re.compile(r"127\.|::1$")
TOO_BIG, RESTART, BAD_FRAMES, NO_SESSION, TOO_MANY = 1009, 1012, 4400, 4401, 4429
LANGUAGES = {code for code, _ in settings.LANGUAGES}


class Refused(Exception):
    """A frame that cannot be taken. `code` is what the error frame says."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Allowance:
    """Five frames a second with a burst of twenty; three strikes of either kind end the socket."""

    left: float = BURST
    at: float = field(default_factory=time.monotonic)
    strikes: dict[str, int] = field(default_factory=dict)

    def spend(self) -> bool:
        now = time.monotonic()
        self.left = min(BURST, self.left + (now - self.at) * PER_SECOND)
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True

    def strike(self, sort: str) -> bool:
        """Count one; True when it was the last that is borne."""
        self.strikes[sort] = self.strikes.get(sort, 0) + 1
        return self.strikes[sort] >= STRIKES


class PageSocket(AsyncConsumer):
    """A Channels consumer without its dispatch: Channels would hop into one shared thread for each message of
    each connection, and keep a task and a channel per connection that nothing here needs."""

    socket: Socket | None = None
    address: str | None = None

    async def __call__(self, scope: dict, receive: Any, send: Send) -> None:
        self.scope, self.base_send = scope, send
        self.allowance = Allowance()
        try:
            while await self._take(await receive()):
                pass
        finally:
            if self.socket is not None:
                hub.leave(self.socket, self.address)

    async def _take(self, message: dict) -> bool:
        """One message of the server; False after the last."""
        if message["type"] == "websocket.disconnect":
            return False
        try:
            if message["type"] == "websocket.connect":
                await self.connect()
            elif self.socket is not None and not self.socket.is_gone:
                await self.hear(self.socket, message)
        except AWAY:
            await self.base_send({"type": "websocket.close", "code": RESTART})
        return True

    # -- coming in -----------------------------------------------------------------------------------------

    async def connect(self) -> None:
        """Every check comes before anything is joined. A refusal is accepted first and then closed with its
        code, since a browser tells scripts nothing about a handshake that failed."""
        headers = self.scope["headers"]
        key = parse_cookie(_header(headers, b"cookie")).get(settings.SESSION_COOKIE_NAME)
        try:
            visitor = await database().run(queries.visitor, key)
        except AWAY:
            return await self._refuse(RESTART)
        if visitor is None:
            return await self._refuse(NO_SESSION)
        if hub.is_stopping:
            return await self._refuse(RESTART)
        self.address = _address(self.scope)
        socket = Socket(self.base_send, visitor, self._language(visitor.language))
        if not hub.enter(socket, self.address):
            return await self._refuse(TOO_MANY)
        self.socket = socket
        self.scope = {}  # it is large, and nothing asks for it again
        return await self.base_send({"type": "websocket.accept"})

    async def _refuse(self, code: int) -> None:
        await self.base_send({"type": "websocket.accept"})
        await self.base_send({"type": "websocket.close", "code": code})

    def _language(self, otherwise: str) -> str:
        asked = parse_qs(self.scope["query_string"].decode("latin-1")).get("lang", [""])[0]
        return next((code for code in (asked, otherwise) if code in LANGUAGES), "en")

    # -- frames --------------------------------------------------------------------------------------------

    async def hear(self, socket: Socket, message: dict) -> None:
        text = message.get("text")
        if not self.allowance.spend():
            socket.say("error", code="rate")
            if self.allowance.strike("rate"):
                hub.close(socket, TOO_MANY)
            return
        if len(text or message.get("bytes") or "") > LARGEST:
            hub.close(socket, TOO_BIG)
            return
        try:
            op, topic, since = read(text)
        except Refused as refused:
            socket.say("error", code=refused.code)
            if self.allowance.strike("frame"):
                hub.close(socket, BAD_FRAMES)
            return
        if op == "sub":
            await hub.join(socket, topic, since)
        elif op == "unsub":
            if listening := socket.listening.get(topic):
                hub.drop(listening)
        else:
            for listening in socket.listening.values():
                socket.say("head", topic=listening.topic.name, seq=listening.topic.head)


def read(text: str | None) -> tuple[str, str, int | None]:
    """Op, topic and cursor of a frame. Raises Refused with what is wrong with it."""
    try:
        said = json.loads(text)  # type: ignore[arg-type]
    except (TypeError, ValueError, RecursionError):
        raise Refused("json") from None
    if not isinstance(said, dict):
        raise Refused("json")
    op, topic, since = said.get("op"), said.get("topic"), said.get("since")
    if op == "ping":
        return op, "", None
    if op not in ("sub", "unsub"):
        raise Refused("op")
    if not isinstance(topic, str) or not NAME.fullmatch(topic):
        raise Refused("topic")
    if since is not None and (type(since) is not int or since < 0):
        raise Refused("since")
    return op, topic, since


def _header(headers: list[tuple[bytes, bytes]], name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in headers if key == name), "")


def _address(scope: dict) -> str | None:
    """Where visitors without an account are counted. None for the machine itself: behind `serve` everybody
    seems to come from there."""
    direct = (scope.get("client") or ("",))[0]
    if direct in settings.TRUSTED_PROXIES:
        forwarded = _header(scope["headers"], b"x-forwarded-for").split(",")[-1].strip()
        return forwarded or None
    return None if LOOPBACK.match(direct) else direct
