"""A kind of thing that only these tests know: notes, kept in memory, some of them public."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from communities.groups.models import Community
from messaging.threads.models import Seat
from moderation.models import Decision
from moderation.registry import CannotAct, CaseKind, Subject

V = Decision.Verdict
NOTES: dict[str, "Note"] = {}


@dataclass
class Note:
    author: Any
    community: Community
    text: str = "Words of the note."
    public: bool = True
    state: str = "stands"
    refuses: str = ""
    acts: list = field(default_factory=list)

    @property
    def scope(self) -> str:
        return f"board:{self.community.board_id}"


def write(author, community, **given) -> str:
    """A note; returns its id."""
    ident = str(len(NOTES) + 1)
    NOTES[ident] = Note(author, community, **given)
    return ident


def subject(object_id: str) -> Subject | None:
    note = NOTES.get(str(int(object_id)))
    if note is None:
        return None
    return Subject(
        title="A note",
        text=note.text,
        language="en",
        url=f"/en/communities/{note.community.slug}/",
        author_id=note.author.pk,
        scope=note.scope,
        version=str(hash(note.text)),
    )


def can_see(viewer, object_id: str) -> bool:
    note = NOTES[object_id]
    return note.public or Seat.objects.filter(board=note.community.board_id, user=viewer.pk).exists()


def act(case, verdict: str, *, by, reason: str, at: dt.datetime) -> None:
    note = NOTES[case.object_id]
    if note.refuses:
        raise CannotAct(note.refuses)
    note.acts.append((verdict, by.pk, reason))
    note.state = {V.HIDE: "hidden", V.RESTORE: "stands"}.get(verdict, note.state)


def scopes_of(viewer) -> list[str]:
    seats = Seat.objects.filter(user=viewer.pk, role__in=["moderator", "steward"])
    return [f"board:{board}" for board in seats.values_list("board_id", flat=True)]


KIND = CaseKind("note", "Note", subject, can_see, (V.KEEP, V.HIDE, V.RESTORE), act)


def release_subject(object_id: str) -> Subject | None:
    found = subject(object_id)
    return replace(found, scope="") if found else None


WAITING = CaseKind("waiting", "Waiting", release_subject, can_see, (V.RELEASE, V.RETURN), act)
