"""How many people somebody may come across: it costs by different people, and the same one again is free.

Counted per account, and per network for those who use many accounts (trust.md V9). Whoever breaks the budget
of a network, or opens the page of nobody, copies people with a program, it seems: that is written down, with
the number of the account and no name.
"""

import datetime as dt
import logging
from collections.abc import Collection
from typing import Any

from django.http import HttpRequest

from core.limits import FROM_ONE_NETWORK, TooMany, address, meet, network, spend

NEWCOMER = dt.timedelta(days=7)
log = logging.getLogger("people")


def open_page(request: HttpRequest, handle: str, *, at: dt.datetime) -> None:
    """Count opening a person's page. Raises TooMany."""
    viewer = request.user
    is_new = not viewer.is_authenticated or viewer.joined_at > at - NEWCOMER
    limit = "pages of newcomers" if is_new else "pages of members"
    if viewer.is_authenticated:
        meet(limit, viewer.pk, [handle])
    _meet_from_network(limit, request, [handle])


def read_list(request: HttpRequest, handles: Collection[str]) -> None:
    """Count the people on a page of the list. Raises TooMany."""
    viewer = request.user
    if handles:
        meet("listed", viewer.pk, handles)
        meet("listed in a day", viewer.pk, handles)
        _meet_from_network("listed", request, handles)


def search(request: HttpRequest) -> None:
    """Count a search, whatever it finds. Raises TooMany."""
    spend("search", request.user.pk)


def _meet_from_network(limit: str, request: HttpRequest, handles: Collection[str]) -> None:
    """Each account of a network pays for whom it meets: several that share the work gain nothing by it."""
    viewer = request.user
    met = [f"{viewer.pk}:{handle}" for handle in handles]
    try:
        meet(limit, f"from:{network(address(request))}", met, times=FROM_ONE_NETWORK)
    except TooMany as error:
        if error.is_first:
            suspect("network", viewer)
        raise


def suspect(kind: str, viewer: Any) -> None:
    """Write down that somebody copies people, it seems."""
    log.warning("scrape.suspected", extra={"kind": kind, "account": viewer.pk})
