"""One row of a discussion's stream as it goes out: to sockets, and to whoever catches up over the API.

What a frame shows is the post as it is now, whatever the row once announced.
"""

from django.utils import translation

from messaging.threads import faces
from messaging.threads.models import StreamEvent


def frame(event: StreamEvent, language: str, audience: str, *, blocked: bool = False) -> dict:
    """The frame of an event for an audience, in an interface language; `blocked`: to somebody across a block.

    Read the event as `queries.events_after` does: then this costs no query.
    """
    return {
        "t": "event",
        "topic": event.thread.topic,
        "seq": event.seq,
        "kind": event.kind,
        "html": withheld(event, language) if blocked else html(event, language, audience),
        "data": data(event),
    }


def html(event: StreamEvent, language: str, audience: str) -> str:
    """What the event shows: its post, or for the discussion itself what stands where the composer was."""
    if event.post is None:
        return faces.closed_html(event.thread.closed_why, language) if event.thread.is_closed else ""
    with translation.override(language):
        return faces.post_html(faces.face(event.post, audience=audience), language)


def withheld(event: StreamEvent, language: str) -> str:
    """The same for somebody who does not meet the author."""
    return (
        html(event, language, "") if event.post is None else faces.withheld_html(event.post.number, language)
    )


def data(event: StreamEvent) -> dict:
    """What scripts need beside the markup, the same for everybody."""
    if event.post is None:
        return {"closed": event.thread.is_closed}
    return {"id": str(event.post_id), "number": event.post.number}
