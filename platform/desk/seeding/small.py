"""The small world: four languages, an open dialogue, opportunities, a report; built by real actions."""

import datetime as dt
import random
import uuid
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser

from accounts.actions import suspend
from accounts.models import User
from communities.groups import actions as groups
from communities.groups.models import Community
from communities.opportunities import actions as offers
from communities.opportunities.models import Opportunity
from core.models import Outbox
from desk.demo_accounts import Account
from desk.seeding import crowd, editorial, people, profiles
from desk.world.communities import COMMUNITIES
from desk.world.dialogue import COMMUNITY as DIALOGUE
from desk.world.dialogue import QUESTIONS
from desk.world.opportunities import OPPORTUNITIES
from messaging.threads import actions as threads
from messaging.threads.models import Post, Thread
from moderation import actions as moderation
from moderation.models import Case

NOBODY = AnonymousUser()


class Clock:
    """Moments of the past, each later than the one before, the same for the same seed."""

    def __init__(self, now: dt.datetime, lot: random.Random, *, days: int) -> None:
        self._now, self._lot = now, lot
        self.at = now - dt.timedelta(days=days)

    def later(self, most_hours: float) -> dt.datetime:
        step = dt.timedelta(minutes=self._lot.uniform(4, most_hours * 60))
        latest = self._now - dt.timedelta(minutes=20)
        self.at = max(self.at + dt.timedelta(seconds=40), min(self.at + step, latest))
        return self.at


def build(accounts: list[Account], *, seed: str, now: dt.datetime, told=print) -> dict[str, User]:
    """Build the whole small world in an empty database; returns its people by key.

    `told` is called with a line for each step. No mail leaves: what the deeds promised is taken back.
    """
    lot = random.Random(seed)
    began = now - dt.timedelta(days=60)
    told("people and institutions")
    by_key = people.settle(accounts, at=began)
    told("profiles")
    profiles.introduce(by_key, at=began)
    for plan in (*COMMUNITIES, DIALOGUE | {"threads": QUESTIONS}):
        told(f"community: {plan['name']}")
        _community(plan, by_key, lot, now)
    told("opportunities")
    for plan in OPPORTUNITIES:
        _opportunity(plan, by_key, lot, now)
    told("articles")
    editorial.publish(by_key, now=now)
    told("a report")
    _report(by_key, now)
    told("quiet members, and numbers about people")
    crowd.gather(at=began, now=now)
    Outbox.objects.all().delete()
    return by_key


def _key(lot: random.Random) -> uuid.UUID:
    return uuid.UUID(int=lot.getrandbits(128), version=4)


def _community(plan: dict, by_key: dict[str, User], lot: random.Random, now: dt.datetime) -> Community:
    clock = Clock(now, lot, days=lot.randint(30, 50))
    steward = by_key[plan["steward"]]
    community = groups.create(
        by=steward,
        name=plan["name"],
        purpose=plan["purpose"],
        about=plan["about"],
        question=plan.get("question", ""),
        language=plan["language"],
        visibility=plan["visibility"],
        ties=plan["ties"],
        lives=plan["lives"],
        slug=plan.get("slug", ""),
        at=clock.later(2),
    )
    if plan["institutions"] != "none":
        policy = plan["institutions"]
        groups.change_institutions(community, by=steward, institutions=policy, at=clock.later(2))
        community = Community.objects.select_related("board").get(pk=community.pk)
    for key in [*plan["moderators"], *plan["members"]]:
        _enter(community, by_key[key], steward, clock)
    for key in plan["moderators"]:
        groups.appoint(community, by_key[key], role="moderator", by=steward, at=clock.later(2))
    for key in plan.get("asks", []):
        groups.ask(community, by=by_key[key], answer="J’habite bientôt à Montréal.", at=clock.later(2))
    for talk in plan["threads"]:
        _thread(community, talk, by_key, lot, now)
    return community


def _enter(community: Community, person: User, steward: User, clock: Clock) -> None:
    if community.visibility == "public":
        groups.join(community, by=person, at=clock.later(4))
    else:
        request = groups.ask(community, by=person, answer="", at=clock.later(4))
        groups.admit(request, by=steward, at=clock.later(4))


def _thread(
    community: Community, talk: dict, by_key: dict[str, User], lot: random.Random, now: dt.datetime
) -> Thread:
    clock = Clock(now, lot, days=lot.randint(2, 9))
    (first, language, text), *rest = talk["posts"]
    for key, _language, _text in talk["posts"]:
        if not community.memberships.filter(user=by_key[key]).exists():
            groups.join(community, by=by_key[key], at=clock.at)
    thread = threads.start_thread(
        community.board,
        by=by_key[first],
        title=talk["title"],
        text=text,
        language=language,
        key=_key(lot),
        at=clock.later(3),
    )
    for position, (key, language, text) in enumerate(rest, start=1):
        answered = talk["replies"].get(position)
        threads.write_post(
            thread,
            by=by_key[key],
            text=text,
            language=language,
            key=_key(lot),
            reply_to=None if answered is None else answered + 1,
            at=clock.later(20),
        )
    return thread


def _opportunity(plan: dict, by_key: dict[str, User], lot: random.Random, now: dt.datetime) -> Opportunity:
    clock = Clock(now, lot, days=12)
    author = by_key[plan["author"]]
    day = (now + dt.timedelta(days=plan["closes_in"])).date()
    names = ("kind", "title", "text", "language", "place", "is_remote", "languages", "cost")
    zone = ZoneInfo(plan["zone"])
    facts = {name: plan[name] for name in names} | {
        "closes_at": dt.datetime.combine(day, dt.time(17), tzinfo=zone),
        "zone": zone,
    }
    institution = author.mandates.get(ended_at=None).institution
    made = offers.draft(institution, by=author, facts=facts, key=_key(lot), at=clock.later(2))
    offers.submit(made, by=author, at=clock.later(2))
    if plan["state"] == "published":
        case = Case.objects.get(kind="opportunity", object_id=str(made.pk))
        moderation.decide(case, by=by_key["marta"], verdict="release", reason="", at=clock.later(10))
    for key, language, text in plan["answers"]:
        offers.answer(made, by=by_key[key], text=text, language=language, at=clock.later(10))
    return made


def _report(by_key: dict[str, User], now: dt.datetime) -> None:
    """Somebody advertises, is reported and suspended; the case waits in the queue."""
    community = Community.objects.get(name="Health Workers Abroad")
    spammer = by_key["troll"]
    groups.join(community, by=spammer, at=now - dt.timedelta(days=1))
    thread = Thread.objects.filter(board=community.board).order_by("created_at").last()
    written = threads.write_post(
        thread,
        by=spammer,
        text="Visa in five days, no interview, pay only half before. Write to best-offers@mail.example now.",
        language="en",
        key=uuid.UUID(int=7, version=4),
        at=now - dt.timedelta(minutes=5),
    )
    post: Post = written.post
    moderation.report(
        "post",
        str(post.pk),
        by=by_key["amina"],
        reason="spam",
        note="The same text was in my messages elsewhere.",
        at=now - dt.timedelta(minutes=3),
    )
    for key in ("troll", "shouter"):
        suspend(by_key[key], by=by_key["karim"], why="Advertising after two warnings.", until=None, at=now)
