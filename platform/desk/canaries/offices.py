"""What institutions write and receive: rows O01–O09, R08 of the matrix, and drafts of editors (W03)."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import translation

from cms.pages.actions import open_desk
from cms.pages.models import ArticlePage, HomePage, SectionPage
from communities.opportunities import actions as offers
from communities.opportunities.models import Opportunity
from desk.canaries.cast import OFFICES
from desk.canaries.garden import Garden, Player
from institutions import actions as institutions
from institutions.models import Institution
from moderation import actions as moderation
from moderation.models import Case

ANSWERS = 5


def build(garden: Garden, *, at: dt.datetime) -> None:
    for office in OFFICES:
        _opportunities(garden, office, at)
    _requests(garden, at)
    _articles(garden)


def _opportunities(garden: Garden, office: str, at: dt.datetime) -> None:
    """One draft, one that waits, one that came back, two published with answers."""
    owner, colleague = garden.officers(office)
    inside = [owner, colleague, *garden.of("PM", "ED")]
    decider = garden.of("PM")[1].user
    for state in ("draft", "submitted", "returned", "published", "published"):
        public = state == "published"
        readers = garden.players if public else inside
        title, text, place, cost = (
            garden.plant(f"opportunity {what}", readers, audience=state, object=office, visitors=public)
            for what in ("title", "text", "place", "cost")
        )
        made = offers.draft(
            Institution.objects.get(slug=office),
            by=owner.user,
            facts={
                "kind": Opportunity.Kind.SKILLS,
                "title": f"Task {title}",
                "text": f"Text {text}.",
                "language": "en",
                "place": f"Place {place}",
                "is_remote": False,
                "languages": ["en"],
                "cost": f"Cost {cost}",
                "closes_at": at + dt.timedelta(days=200),
                "zone": ZoneInfo("UTC"),
            },
            key=garden.key(),
            at=at,
        )
        if state == "draft":
            continue
        offers.submit(made, by=owner.user, at=at)
        if state == "submitted":
            continue
        case = Case.objects.get(kind="opportunity", object_id=str(made.pk))
        verdict, reason = (
            ("release", "")
            if public
            else ("return", garden.plant("why it came back", inside, audience=state))
        )
        moderation.decide(case, by=decider, verdict=verdict, reason=reason and f"See {reason}.", at=at)
        if public:
            _answers(garden, made, [owner, colleague], at)


def _answers(garden: Garden, made: Opportunity, officers: list[Player], at: dt.datetime) -> None:
    """Five members answer. The last takes it back: the words are gone for everybody."""
    for n, person in enumerate(garden.lot.sample(garden.of("ME")[5:], ANSWERS)):
        is_last = n == ANSWERS - 1
        readers = [] if is_last else [person, *officers]
        text = garden.plant("answer to an opportunity", readers, audience="the institution", owner=person)
        offers.answer(made, by=person.user, text=f"I can {text}.", language="en", at=at)
        if is_last:
            offers.withdraw(made, by=person.user, at=at)


def _requests(garden: Garden, at: dt.datetime) -> None:
    """Two members ask for an institution, each with a second person who confirms."""
    members = garden.of("ME")
    for asker, second in ((members[10], members[11]), (members[12], members[13])):
        readers = [asker, second, *garden.of("PM", "AD")]
        name, function = (
            garden.plant(f"{what} of a request", readers, audience="the desk", owner=asker)
            for what in ("name", "function")
        )
        evidence = garden.plant(
            "evidence of a request", [asker, *garden.of("PM", "AD")], audience="the desk", owner=asker
        )
        facts = {
            "name": f"Union {name}",
            "kind": Institution.Kind.NGO,
            "level": Institution.Level.NATIONAL,
            "country": "GH",
            "function": f"Head {function}",
            "website": "https://asked.example",
            "evidence": f"See {evidence}.",
        }
        asked = institutions.ask(by=asker.user, facts=facts, second_handle=second.handle, at=at)
        institutions.confirm(asked, by=second.user, at=at)


def _articles(garden: Garden) -> None:
    """An article for everybody, and two drafts that only the editors of its section know."""
    section = SectionPage(title="Letters", slug="letters", intro="", show_in_menus=True)
    HomePage.objects.get(locale__language_code="en").add_child(instance=section)
    section.save_revision().publish()
    desk = open_desk(section)
    for editor in garden.of("ED"):
        editor.user.groups.add(desk)
    for number in range(3):
        public = number == 0
        readers = garden.players if public else garden.of("ED", "AD")
        title, text = (
            garden.plant(f"article {what}", readers, audience="editors", visitors=public)
            for what in ("title", "text")
        )
        page = ArticlePage(
            title=f"Article {title}",
            slug=f"article-{title}",
            summary=f"In short {text}.",
            body=[],
            live=public,
        )
        with translation.override("en"):
            section.add_child(instance=page)
            revision = page.save_revision()
            if public:
                revision.publish()
