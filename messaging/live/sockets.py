"""The address of the socket, and the one origin whose pages may open it."""

from django.conf import settings

from messaging.live.consumers import PageSocket

PATH = "/ws/"
_page_socket = PageSocket.as_asgi()


async def application(scope: dict, receive, send) -> None:
    """Cookies travel with any page's socket, so the page's origin is the door (trust.md W1)."""
    if scope["path"] == PATH and comes_from_us(scope["headers"]):
        await _page_socket(scope, receive, send)
    else:
        await receive()
        await send({"type": "websocket.close", "code": 4403})  # before accept: HTTP 403


def comes_from_us(headers: list[tuple[bytes, bytes]]) -> bool:
    """Exactly one Origin, byte for byte ours. Channels' OriginValidator would take the last of two, and fail
    with a 500 on a port that is no number."""
    origins = [value for name, value in headers if name == b"origin"]
    return origins == [settings.PUBLIC_ORIGIN.encode()]
