"""What an editorial page's template asks for; so a preview shows the same as the page."""

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from cms.pages import permissions, queries
from cms.pages.models import ArticlePage, HomePage, SectionPage
from core.places import country_choices
from design import ties

register = template.Library()


@register.simple_tag(takes_context=True)
def front(context: Context, page: HomePage) -> dict:
    """What the home page shows to its reader: see `queries.front`."""
    return queries.front(page, viewer=context["request"].user, at=timezone.now())


@register.simple_tag
def ties_diagram(rows: tuple) -> SafeString:
    """The woven picture of where people live and where they have ties."""
    return ties.draw(
        rows,
        lives=_("We live in"),
        has_ties=_("Our ties"),
        says=_("Ties between where members of our communities live and where they have ties."),
        rtl=get_language_bidi(),
    )


@register.simple_tag
def countries() -> list[tuple[str, str]]:
    """(code, name) of every country, by name."""
    return country_choices()


@register.simple_tag
def articles_of(page: SectionPage) -> list[ArticlePage]:
    return list(queries.articles_of(page))


@register.simple_tag
def translations_of(page: ArticlePage) -> list:
    return queries.translations_of(page)


@register.simple_tag(takes_context=True)
def may_feature(context: Context) -> bool:
    return permissions.can_feature(context["request"].user)
