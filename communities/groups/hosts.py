"""What a discussion's page shows of the community that hosts it."""

from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet
from django.urls import reverse

from accounts.permissions import StandIn, stand_in
from communities.groups import queries
from communities.groups.models import Community, JoinRequest
from communities.groups.permissions import role_of
from core.compiled import Slot, compiled
from messaging.threads import hosts
from messaging.threads.permissions import can_start


def cards(board_ids: list[int], viewer: Any) -> dict[int, hosts.Card]:
    """The cards of many communities for one viewer, by board: one query. What may not be known has none."""
    if len(board_ids) == 1:
        rows = _host(stand_in(viewer), board=board_ids[0], viewer=viewer.pk)
    else:
        rows = _met_by(viewer).filter(board__in=board_ids)
    return {community.board_id: _card(community, viewer) for community in rows}


@compiled(board=BigIntegerField(), viewer=BigIntegerField())
def _host(who: StandIn, board: Slot, viewer: Slot) -> QuerySet[Community]:
    """The host of one board, for the page of a discussion."""
    return _met_by(who.with_pk(viewer)).filter(board=board)


def _met_by(viewer: Any) -> QuerySet[Community]:
    mine = JoinRequest.objects.filter(
        community=OuterRef("pk"), user=viewer.pk, state=JoinRequest.State.PENDING
    )
    rows = Community.objects.visible_to(viewer).with_role_of(viewer).annotate(is_waiting=Exists(mine))
    return rows.select_related("board").defer("about", "about_html", "rules", "rules_html", "purpose")


def _card(community: Community, viewer: Any) -> hosts.Card:
    community.met_by = viewer.pk  # type: ignore[attr-defined]  # whose role it is that came with it
    role = role_of(viewer, community)
    state = queries.join_state(viewer, community, role=role, is_waiting=community.is_waiting)
    url = reverse("communities:community", args=[community.slug])
    join_url = f"{url}#join" if state in (queries.OPEN, queries.PENDING) else ""
    if state == queries.REQUEST:
        join_url = reverse("communities:ask", args=[community.slug])
    return hosts.Card(
        name=community.name,
        url=url,
        seed=community.slug,
        language=community.language,
        join_state=state,
        join_url=join_url,
        can_start=can_start(viewer, community.board, role=role),
    )


hosts.register("community", cards)
