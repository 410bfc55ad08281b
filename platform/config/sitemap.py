"""What search engines may find: editorial pages, published opportunities; no person, no community (V15).

The same for every reader: it is built from what a visitor without an account may see.
"""

from collections.abc import Iterator
from xml.etree import ElementTree as xml

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Page

MOST = 2_000  # of each kind: with four languages each, well below the 50,000 a file may hold
HELP = (
    "pages:rules",
    "pages:privacy",
    "pages:safety",
    "pages:real-site",
    "pages:accessibility",
    "pages:contact",
)
LISTS = ("communities:list", "opportunities:list", "institutions:list")
SITEMAP, XHTML = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/1999/xhtml"


def render() -> bytes:
    """The sitemap as the protocol wants it, each address with its translations beside it."""
    xml.register_namespace("", SITEMAP)
    xml.register_namespace("xhtml", XHTML)
    root = xml.Element(f"{{{SITEMAP}}}urlset")
    for versions in entries():
        for address in versions.values():
            url = xml.SubElement(root, f"{{{SITEMAP}}}url")
            xml.SubElement(url, f"{{{SITEMAP}}}loc").text = address
            for language, other in versions.items():
                facts = {"rel": "alternate", "hreflang": language, "href": other}
                xml.SubElement(url, f"{{{XHTML}}}link", facts)
    return xml.tostring(root, encoding="utf-8", xml_declaration=True)


def entries() -> Iterator[dict[str, str]]:
    """One entry a thing: language → address."""
    yield from _editorial()
    for name in (*LISTS, *HELP):
        yield _in_all_languages(name)
    for slug in _opportunities():
        yield _in_all_languages("opportunities:opportunity", slug)


def _editorial() -> Iterator[dict[str, str]]:
    """Pages that editors published, in the languages that somebody wrote them in."""
    pages = Page.objects.live().public().filter(depth__gt=1, alias_of=None)
    written = pages.select_related("locale").order_by("path")[:MOST]
    groups: dict[str, dict[str, str]] = {}
    for page in written:
        if page.url:
            groups.setdefault(str(page.translation_key), {})[page.locale.language_code] = _absolute(page.url)
    yield from groups.values()


def _opportunities() -> Iterator[str]:
    from communities.opportunities.models import Opportunity

    published = Opportunity.objects.filter(state=Opportunity.State.PUBLISHED, closes_at__gt=timezone.now())
    return iter(published.order_by("pk").values_list("slug", flat=True)[:MOST])


def _in_all_languages(name: str, *args: str) -> dict[str, str]:
    found = {}
    for language, _own_name in settings.LANGUAGES:
        with override(language):
            found[language] = _absolute(reverse(name, args=args))
    return found


def _absolute(path: str) -> str:
    return path if path.startswith("http") else settings.PUBLIC_ORIGIN + path
