"""Twelve communities of four kinds, and what is talked about in each: rows C01–C07, T01–T10."""

import datetime as dt

from communities.groups import actions as groups
from communities.groups.actions.seating import seat
from communities.groups.models import Community
from desk.canaries.garden import Garden, Player
from messaging.threads import actions as threads
from messaging.threads.models import Post, Thread
from moderation import actions as moderation

KINDS = ("public", "request", "invite", "hidden")
OF_EACH = 3
THREADS, POSTS = 6, 4
TENDS = ("steward", "moderator")


class Place:
    """A community, who belongs to it, and who reads and tends it."""

    def __init__(self, garden: Garden, kind: str, number: int) -> None:
        self.garden, self.kind, self.number = garden, kind, number
        turn = KINDS.index(kind) + number  # nobody may found more than three
        self.steward = garden.of("CO")[turn % 4]
        self.moderator = garden.of("CM")[(turn + 1) % 4]
        self.members = garden.lot.sample(garden.of("ME"), 9)
        if number == 0:  # the first members belong to one community of each kind
            self.members = [*garden.of("ME")[:4], *garden.of("ME")[20:25]]
        self.officer = garden.of("GO")[0] if kind in ("public", "request") and number == 0 else None
        self.community: Community

    @property
    def everybody(self) -> list[Player]:
        officers = [self.officer] if self.officer else []
        return [self.steward, self.moderator, *self.members, *officers]

    @property
    def tenders(self) -> list[Player]:
        return [self.steward, self.moderator]

    @property
    def is_public(self) -> bool:
        return self.kind == "public"

    @property
    def is_known(self) -> bool:
        return self.kind in ("public", "request")

    def plant_card(self, kind: str) -> str:
        """A token on the card: everybody's, unless the community is a secret."""
        readers = self.garden.players if self.is_known else self.everybody
        return self._plant(kind, readers, visitors=self.is_known)

    def plant_inside(self, kind: str, *also: Player) -> str:
        """A token where its discussions are read."""
        readers = self.garden.players if self.is_public else self.everybody
        return self._plant(kind, [*readers, *also], visitors=self.is_public)

    def plant_for(self, kind: str, *readers: Player) -> str:
        return self._plant(kind, readers, visitors=False)

    def _plant(self, kind: str, readers, *, visitors: bool) -> str:
        about = f"{self.kind} community {self.number}"
        return self.garden.plant(kind, readers, audience=self.kind, object=about, visitors=visitors)


def lay_out(garden: Garden) -> list[Place]:
    """Who belongs where; nothing is stored yet."""
    return [Place(garden, kind, number) for kind in KINDS for number in range(OF_EACH)]


def build(place: Place, *, at: dt.datetime) -> None:
    """Found the community, let everybody in, and let them talk."""
    place.community = groups.create(
        by=place.steward.user,
        name=f"Loom {place.plant_card('community name')}",
        purpose=f"For {place.plant_card('community purpose')}.",
        about=f"About {place.plant_card('community about')}.",
        rules=f"Rule {place.plant_card('community rules')}.",
        question=f"Why {place.plant_card('community question')}?" if place.kind == "request" else "",
        language="en",
        visibility=place.kind,
        at=at,
    )
    if place.officer:
        groups.change_institutions(place.community, by=place.steward.user, institutions="write", at=at)
        place.community = Community.objects.select_related("board").get(pk=place.community.pk)
    for player in place.everybody[1:]:
        role = "moderator" if player is place.moderator else "member"
        seat(place.community, player.user, role=role, at=at)
    if place.kind == "request":
        _ask(place, at)
    for number in range(THREADS):
        _talk(place, number, at=at + dt.timedelta(hours=number))


def _ask(place: Place, at: dt.datetime) -> None:
    """Two people ask to come in; one of them is declined."""
    outside = [p for p in place.garden.of("ME")[30:] if p not in place.members]
    for number, asker in enumerate(outside[:2]):
        answer = place.plant_for("answer of who asks", asker, *place.tenders)
        request = groups.ask(place.community, by=asker.user, answer=f"Because {answer}.", at=at)
        if number:
            why = place.plant_for("why somebody was declined", asker, *place.tenders)
            groups.decline(request, by=place.steward.user, reason=f"Not now: {why}.", at=at)


def _talk(place: Place, number: int, *, at: dt.datetime) -> None:
    """A discussion. In the first of each community, posts are edited, hidden, removed and reported."""
    staff = place.garden.of("PM") if number == 0 else []  # they meet the title on the case
    garden, voices = place.garden, [place.steward, *place.members]
    thread = threads.start_thread(
        place.community.board,
        by=place.members[number].user,
        title=f"Title {place.plant_inside('title of a discussion', *staff)}",
        text=f"First {place.plant_inside('post')}",
        language="en",
        key=garden.key(),
        at=at,
    )
    for n in range(POSTS):
        _write(place, thread, garden.lot.choice(voices), place.plant_inside("post"), at, n + 1)
    if number == 0:
        _tend(place, thread, at + dt.timedelta(minutes=30))
    if number == 1:
        why = place.plant_inside("why a discussion was closed")
        threads.close_thread(thread, by=place.steward.user, why=f"Because {why}.", at=at)


def _write(place: Place, thread: Thread, by: Player, token: str, at: dt.datetime, minute: int) -> Post:
    moment = at + dt.timedelta(minutes=minute)
    written = threads.write_post(
        thread,
        by=by.user,
        text=f"Words {token}",
        language="en",
        key=place.garden.key(),
        reply_to=None,
        at=moment,
    )
    return written.post


def _tend(place: Place, thread: Thread, at: dt.datetime) -> None:
    author, other = place.members[1], place.members[2]
    staff = place.garden.of("PM")

    old = place.plant_for("earlier words of a post", author, *place.tenders)
    edited = _write(place, thread, author, old, at, 1)
    new = place.plant_inside("post")
    threads.edit_post(edited, by=author.user, text=f"Words {new}", language="en", at=at)

    gone = place.plant_for("removed post", author, *place.tenders)
    threads.remove_post(_write(place, thread, author, gone, at, 2), by=author.user, at=at)

    hidden = place.plant_for("hidden post", author, *place.tenders)
    post = _write(place, thread, author, hidden, at, 3)
    why = place.plant_inside("why a post was hidden")
    threads.hide_post(post, by=place.steward.user, why=f"Because {why}.", at=at)

    reported = _write(place, thread, author, place.plant_inside("reported post", *staff), at, 4)
    note = place.plant_for("note of a report", other, *place.tenders, *staff)
    moderation.report("post", str(reported.pk), by=other.user, reason="spam", note=f"See {note}.", at=at)

    judged_text = place.plant_for("post hidden by a decision", author, *place.tenders, *staff)
    judged = _write(place, thread, author, judged_text, at, 5)
    case = moderation.report("post", str(judged.pk), by=other.user, reason="spam", note="", at=at)
    reason = place.plant_inside("why a decision was taken", *staff)
    moderation.decide(case, by=place.steward.user, verdict="hide", reason=f"Rule {reason}.", at=at)
    appeal = place.plant_for("text of an appeal", author, place.moderator, *staff)  # not who decided
    moderation.appeal(case, by=author.user, text=f"Look again: {appeal}.", at=at)
