"""Everything there is in a world, by the words that addresses are made of."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

from accounts.models import User
from communities.groups.models import Community, JoinRequest, Membership
from communities.opportunities.models import Opportunity
from config.url_map import Route
from institutions.models import Institution, InstitutionRequest, Mandate
from messaging.threads.models import Post, Thread
from moderation.models import Case

PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
ORDINARY = 5  # posts come before those to which something happened
PART = 8  # letters of a token that are looked for: enough to mean one thing, too few to be an answer
FEW = 5  # of a kind, where every one of them is asked by every role with nothing to see


class Things:
    """What fills the placeholders of each route, one mapping for each thing; and what is looked for."""

    def __init__(self) -> None:
        first = [c.board.threads.earliest("created_at") for c in Community.objects.select_related("board")]
        posts = Post.objects.filter(thread__in=first).order_by("thread", "number")
        looked_at = [p for p in posts if p.number == 1 or p.number > ORDINARY]
        threads = [{"uuid": t.pk, "ident": t.pk} for t in Thread.objects.order_by("pk")]
        offices = Institution.objects.filter(slug__in=["alpha", "beta"])
        self._by_room: dict[str, list[dict[str, Any]]] = {
            "people": [{"handle": h} for h in User.objects.order_by("pk").values_list("handle", flat=True)],
            "people:as": [{"handle": u.handle, "who": w} for u in User.objects.all()[:20] for w in ("member", "visitor")],
            "people:as-institution": [{"handle": u.handle, "slug": o.slug} for u, o in product(User.objects.all()[:20], offices)],
            "communities": [{"slug": c.slug} for c in Community.objects.order_by("pk")],
            "communities:person": [{"slug": m.community.slug, "pk": m.pk} for m in Membership.objects.select_related("community")],
            "communities:admit": [{"slug": r.community.slug, "pk": r.pk} for r in JoinRequest.objects.select_related("community")],
            "discussions:new": [{"board": c.board_id} for c in Community.objects.all()],
            "discussions": threads,
            "post": [{"uuid": p.thread_id, "number": p.number} for p in looked_at],
            "api": threads,
            "opportunities": [{"slug": o.slug} for o in Opportunity.objects.order_by("pk")],
            "moderation": [{"pk": pk} for pk in Case.objects.values_list("pk", flat=True)],
            "moderation:report": [{"kind": "post", "object_id": p.pk} for p in looked_at]
            + [{"kind": "opportunity", "object_id": pk} for pk in Opportunity.objects.values_list("pk", flat=True)],
            "institutions": [{"slug": o.slug, "pk": pk} for o in offices for pk in Mandate.objects.filter(institution=o).values_list("pk", flat=True)],
            "institutions:request": [{"pk": pk} for pk in InstitutionRequest.objects.values_list("pk", flat=True)],
            "desk": [{"pk": pk} for pk in InstitutionRequest.objects.values_list("pk", flat=True)],
            "pages:feature": [{"kind": "thread", "ident": t.pk} for t in first],
            "discussions:close": [{"uuid": t.pk} for t in first],
            "profile": [{"slug": o.slug} for o in offices],
            "notifications": [{"number": n, "token": "none"} for n in (1, 2, 3)],
        }  # fmt: skip
        for deed in ("confirm", "decline", "withdraw"):
            self._by_room[f"institutions:{deed}"] = self._by_room["institutions:request"]
        for deed in ("appoint", "remove"):
            self._by_room[f"communities:{deed}"] = self._by_room["communities:person"]
        named = [c.name.split()[-1] for c in Community.objects.order_by("pk")]
        called = [name.split()[0] for name in User.objects.order_by("pk").values_list("name", flat=True)]
        self.searches = [f"/en/communities/?q={token[:PART]}" for token in named]
        self.searches += [f"/en/people/?q={token[:PART]}" for token in called[::3]]
        self._by_room["communities:decline"] = self._by_room["communities:admit"]

    def addresses(self, route: Route, *, few: bool = False) -> Iterator[str]:
        """Every address of a route; with `few`, at most five, evenly spread."""
        rows = self._rows(route)
        if few:
            rows = rows[:: max(1, len(rows) // FEW)]
        for row in rows:
            words = {"language": "en", **row}
            yield "/" + PLACE.sub(lambda place, words=words: str(words.get(place[1], 1)), route.pattern)

    def _rows(self, route: Route) -> list[dict[str, Any]]:
        names = set(PLACE.findall(route.pattern)) - {"language"}
        if not names:
            return [{}]
        if names >= {"uuid", "number"}:
            return self._by_room["post"]
        return self._by_room.get(route.name) or self._by_room.get(route.name.split(":")[0]) or [{}]
