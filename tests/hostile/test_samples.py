"""Markup in every field that is plain text: every page prints it as the text it is, for staff as for members.

What Markdown lets through is tried in tests/core/test_text.py.
"""

import re

import html5lib
import pytest
from django.core.cache import cache
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from communities.groups.models import Community, JoinRequest
from communities.opportunities.models import Application, Opportunity
from config.url_map import routes
from core import text
from institutions.models import Institution
from messaging.threads import cases
from messaging.threads.models import Post, Thread
from moderation import actions as moderation
from moderation.models import Appeal, Case, Decision, Report
from notifications.models import Notice
from tests import make
from tests.hostile.world import World, ask

SINKS = {  # model: its fields for plain text
    User: ("name", "suspended_why", "office_name"),
    Institution: ("name",),
    Community: ("name", "purpose", "about", "rules", "question"),
    JoinRequest: ("answer", "reason"),
    Thread: ("title", "closed_why"),
    Post: ("text", "hidden_why"),
    Opportunity: ("title", "text", "place", "cost", "returned_why"),
    Application: ("text",),
    Case: ("title", "snapshot"),
    Report: ("note",),
    Decision: ("reason",),
    Appeal: ("text",),
}
RENDERED = {"about": "about_html", "rules": "rules_html", "text": "html"}
SAMPLES = ["'\"><img src=x onerror={0}>", "</textarea><script>{0}</script>"]
WATCHERS = {
    "communities": ("steward", "stranger"), "discussions": ("steward", "member", "visitor"),
    "opportunities": ("officer", "member"), "moderation": ("moderator", "member", "steward"),
    "settings": ("suspended", "member"), "pages": ("moderator",), "institutions": ("visitor",),
    "notifications": ("member",), "people": ("member",),
}  # fmt: skip
DESKS = (
    "wagtailadmin_home",
    "wagtailadmin_explore_root",
    "wagtailusers_users:index",
    "wagtailadmin_reports:site_history",
)
READ = [r for r in routes() if r.name and "GET" in r.methods and (r.surface == "html" or r.name in DESKS)]
MARK = re.compile(r"pwn\d+")


def marks() -> dict[str, str]:
    """What the sample says in each field of each model, and where that is."""
    fields = [(model, name) for model, names in SINKS.items() for name in names]
    return {
        f"pwn{number}": f"{model.__name__}.{name}" for number, (model, name) in enumerate(fields, start=10)
    }


def sow(sample: str) -> None:
    """Write it into every field of every row, past all that cleans what people type."""
    by_place = {place: mark for mark, place in marks().items()}
    for model, names in SINKS.items():
        for row in model.objects.all():
            for name in names:
                said = sample.format(by_place[f"{model.__name__}.{name}"])
                setattr(
                    row,
                    name,
                    f"{said}{row.pk if name == 'name' else ''}"[: row._meta.get_field(name).max_length],
                )
                rendered = RENDERED.get(name)
                if rendered and hasattr(row, rendered):
                    setattr(row, rendered, text.render(said))
            QuerySet(model).filter(pk=row.pk).update(
                **{f.attname: getattr(row, f.attname) for f in row._meta.fields}
            )
    for notice in Notice.objects.all():
        notice.facts = {
            key: sample.format("pwn99") if key == "title" else said for key, said in notice.facts.items()
        }
        notice.save()


@pytest.fixture
def told(world) -> World:
    """A world in which everything that can be said about something has been said."""
    now, moderator = timezone.now(), world.people["moderator"]
    moderation.appeal(world.verdict, by=world.people["member"], text="Why?", at=now)
    make.answer(world.opportunity, world.people["member"])
    make.answer(world.draft)
    Opportunity.objects.filter(pk=world.draft.pk).update(
        state="returned", returned_why="Say more.", submitted_at=now
    )
    Thread.objects.filter(pk=world.thread.pk).update(closed_at=now, closed_by=moderator, closed_why="Done.")
    moderation.report(
        "post", str(world.post.pk), by=world.people["member"], reason="spam", note="Look.", at=now
    )
    cases.hide(world.post, by=moderator, why="A reason.", at=now)
    JoinRequest.objects.create(community=world.home, user=world.people["stranger"], answer="A weaver.", state="declined",
                               reason="No looms.", decided_at=now, decided_by=world.people["steward"])  # fmt: skip
    return world


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.filterwarnings("default::django.core.paginator.UnorderedObjectListWarning")
def test_markup_is_printed_as_text_everywhere(told, sample):
    addresses = [(who, route, told.address(route)) for route in READ for who in watchers(route)]
    for who in told.people:
        told.client(who)
    sow(sample)
    cache.clear()
    seen, wrong = set(), []

    for who, route, address in addresses:
        answer = ask(told.client(who), "GET", address)
        assert answer.is_calm, (address, answer)
        if MARK.search(answer.text):
            seen |= set(MARK.findall(answer.text))
            wrong += [f"{who} {route.pattern}: {what}" for what in grown(answer.text)]

    assert wrong == []
    assert {place for mark, place in marks().items() if mark not in seen} <= {
        "User.office_name",  # stands beside what an institution's officer writes, and here none wrote a post
    }


def watchers(route) -> tuple[str, ...]:
    if route.surface == "cms":
        return ("administrator", "editor")
    return WATCHERS.get(route.name.split(":")[0], ())


def grown(page: str) -> list[str]:
    """Elements, attributes and scripts that came out of a sample."""
    found = []
    for element in html5lib.parse(page, namespaceHTMLElements=False).iter():
        if not isinstance(element.tag, str):
            if MARK.search(element.text or ""):
                found.append(f"comment {element.text}")
            continue
        for name, value in element.attrib.items():
            if MARK.search(name) or (name.startswith(("on", "hx-")) and MARK.search(value)):
                found.append(f"{element.tag} {name}={value}")
        is_script = element.tag in ("script", "style") and element.get("type") != "application/json"
        if is_script and MARK.search(element.text or ""):
            found.append(f"{element.tag} {element.text}")
    return found
