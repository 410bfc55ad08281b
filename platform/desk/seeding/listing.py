"""The world as JSON (contract.md, the seed file): who there is, and what there is, with addresses."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from communities.groups.models import Community
from communities.opportunities.models import Opportunity
from desk.demo_accounts import accounts
from messaging.threads.models import Post, Thread


def world(seed: str) -> dict:
    """``{"users": […], "objects": […], "canaries": []}``; the canaries come with `trust_seed`."""
    with translation.override("en"):
        return {
            "users": _users(seed),
            "objects": objects(),
            "canaries": [],
        }


def objects() -> list[dict]:
    """Everything that has an address of its own, in the active language."""
    return [*_communities(), *_threads(), *_opportunities()]


def _users(seed: str) -> list[dict]:
    return [
        {
            "role": account.person.role,
            "handle": account.person.key,
            "email": account.email,
            "password": account.password,
            "totp_secret": account.totp_secret,
            "institution": account.person.office or None,
        }
        for account in accounts(seed)
    ]


def _object(
    kind: str, ident: object, owner: User | None, visibility: str, community: str | None, **urls: str
) -> dict:
    addresses = {"html": None, "api": None, "topic": None} | urls
    for surface in ("html", "api"):
        if addresses[surface]:
            addresses[surface] = settings.PUBLIC_ORIGIN + str(addresses[surface])
    return {
        "kind": kind,
        "id": str(ident),
        "owner": owner.handle if owner else None,
        "visibility": visibility,
        "community": community,
        "urls": addresses,
    }


def _communities() -> list[dict]:
    return [
        _object(
            "community",
            c.slug,
            c.created_by,
            c.visibility,
            c.slug,
            html=reverse("communities:community", args=[c.slug]),
        )
        for c in Community.objects.select_related("created_by").order_by("pk")
    ]


def _threads() -> list[dict]:
    listed = []
    for thread in Thread.objects.select_related("author", "board__community").order_by("created_at", "pk")[
        :1000
    ]:
        community = thread.board.community
        listed.append(
            _object(
                "thread",
                thread.pk,
                thread.author,
                community.visibility,
                community.slug,
                html=reverse("discussions:thread", args=[thread.pk]),
                api=f"/api/v1/threads/{thread.pk}",
                topic=thread.topic,
            )
        )
        for post in Post.objects.filter(thread=thread).select_related("author").order_by("number")[:100]:
            address = reverse("discussions:post", args=[thread.pk, post.number])
            listed.append(
                _object("post", post.pk, post.author, community.visibility, community.slug, html=address)
            )
    return listed


def _opportunities() -> list[dict]:
    return [
        _object(
            "opportunity",
            o.slug,
            o.author,
            o.state,
            None,
            html=reverse("opportunities:opportunity", args=[o.slug]),
        )
        for o in Opportunity.objects.select_related("author").order_by("pk")
    ]
