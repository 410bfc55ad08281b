"""What home, sections and the site's frame read."""

import datetime as dt
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any, TypeVar

from django.core.cache import cache
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from cms.pages.models import ArticlePage, Feature, HomePage, SectionPage
from communities.groups.models import CommunityPlace
from communities.opportunities.models import Opportunity
from communities.opportunities.queries import open_opportunities
from core.places import country_name
from messaging.threads.queries import lively_threads, these_threads

T = TypeVar("T")
THREADS, CARDS = 5, 3  # rows and cards on the home page
SIDE = 7  # places on each side of the ties diagram
FRAME_SECONDS = 60  # how long the navigation is kept when nothing changes it
RECENT_SECONDS = 5  # how long it may lag behind an editor in another process


def navigation_sections() -> list[dict]:
    """The sections in the menus, in the reader's language; kept in the cache, dropped when a page changes."""
    language = get_language() or "en"
    kept = cache.get_recent(f"nav:{language}", RECENT_SECONDS)  # type: ignore[attr-defined]
    if kept is None:
        pages = SectionPage.objects.live().in_menu().filter(locale__language_code=language).order_by("path")
        kept = [{"label": p.title, "url": p.url, "section": f"page-{p.slug}"} for p in pages]
        cache.set(f"nav:{language}", kept, FRAME_SECONDS)
    return kept


def forget_navigation() -> None:
    for language in Locale.objects.values_list("language_code", flat=True):
        cache.delete(f"nav:{language}")


def footer_pages() -> list[tuple[str, str]]:
    """The pages that help, always in the same order (WCAG 3.2.6)."""
    return [
        (_("Community rules"), reverse("pages:rules")),
        (_("Privacy: who sees what"), reverse("pages:privacy")),
        (_("Staying safe here"), reverse("pages:safety")),
        (_("Is this the real site?"), reverse("pages:real-site")),
        (_("Accessibility"), reverse("pages:accessibility")),
        (_("Contact and help"), reverse("pages:contact")),
    ]


def front(home: HomePage, *, viewer: Any, at: dt.datetime) -> dict:
    """What the home page shows: featured things first, then what is alive, open and new."""
    featured: dict[str, list[str]] = {kind: [] for kind in Feature.Kind.values}
    for feature in Feature.objects.shown_at(at).order_by("-since"):
        featured[feature.kind].append(feature.ident)
    offers = Opportunity.objects.filter(state="published", pk__in=featured["opportunity"])
    picked = _articles(home.locale_id).filter(translation_key__in=_keys(featured["article"]))
    return {
        "threads": _first(
            these_threads(featured["thread"], viewer),
            lively_threads(viewer, THREADS),
            THREADS,
            lambda row: row.thread.pk,
        ),
        "opportunities": _first(
            offers.select_related("institution"), open_opportunities(at, limit=CARDS), CARDS
        ),
        "articles": _first(picked, _articles(home.locale_id)[:CARDS], CARDS),
        "featured": set(featured["thread"]),
        "ties": _ties(),
        "at": at,
    }


def _keys(idents: list[str]) -> QuerySet:
    """An article is featured in every language it is shown in."""
    return ArticlePage.objects.filter(pk__in=idents).values("translation_key")


def _articles(locale_id: int) -> QuerySet[ArticlePage]:
    newest = ArticlePage.objects.live().filter(locale_id=locale_id).order_by("-first_published_at", "pk")
    return newest.select_related("alias_of__locale", "locale")


def _first(
    featured: Iterable[T], rest: Iterable[T], most: int, key: Callable[[T], Any] = attrgetter("pk")
) -> list[T]:
    """What is featured, filled up with the rest, nothing twice."""
    return list({key(row): row for row in (*featured, *rest)}.values())[:most]


def _ties() -> tuple[tuple[str, str, int], ...]:
    """Where members of public communities live and have ties: (country, country, communities)."""
    pairs = CommunityPlace.objects.filter(relation="lives", community__visibility="public")
    counted = (
        pairs.filter(community__places__relation="ties")
        .values_list("country", "community__places__country")
        .annotate(number=Count("community_id"))
        .order_by("-number", "country", "community__places__country")
    )
    here: dict[str, None] = {}
    there: dict[str, None] = {}
    kept = []
    for lives, ties, number in counted[:60]:
        if (lives in here or len(here) < SIDE) and (ties in there or len(there) < SIDE):
            here[lives], there[ties] = None, None
            kept.append((country_name(lives), country_name(ties), number))
    return tuple(sorted(kept))


def articles_of(section: SectionPage) -> QuerySet[ArticlePage]:
    """The published articles of a section, newest first."""
    newest = ArticlePage.objects.child_of(section).live().order_by("-first_published_at", "pk")
    return newest.select_related("alias_of__locale", "locale")


def translations_of(page: Page) -> list[Page]:
    """The same page in the other languages that somebody wrote it in."""
    others = page.get_translations().live().filter(alias_of=None, live_revision__isnull=False)
    others = others.select_related("locale")
    return [other.specific for other in others.order_by("locale__language_code")]


def nearest_in(language: str, *, spoken: str, path: str) -> tuple[str, bool]:
    """The address in `language` of the page at `path` below the prefix of `spoken`, or of its nearest parent
    there, and whether it is the page itself."""
    home = HomePage.objects.filter(locale__language_code=spoken).first()
    locale = Locale.objects.filter(language_code=language).first()
    page = Page.objects.filter(url_path=f"{home.url_path}{path}", live=True).first() if home else None
    if page is None or locale is None:
        return f"/{language}/", not path
    for step, ancestor in enumerate(page.get_ancestors(inclusive=True).reverse()):
        there = ancestor.get_translation_or_none(locale)
        if there is not None and there.live and (address := there.get_url()):
            return address, step == 0
    return f"/{language}/", False
