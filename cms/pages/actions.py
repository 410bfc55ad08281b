"""What changes for good: featuring, opening a section's desk, showing a page in every language."""

import datetime as dt
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupPagePermission, Locale, Page

from cms.pages.models import ArticlePage, Feature, SectionPage
from cms.pages.permissions import can_feature
from communities.opportunities.models import Opportunity
from core.access import require
from messaging.threads.models import Thread

LONGEST_NUMBER = 18
LONGEST = dt.timedelta(days=90)
EDITORS_MAY = ("add_page", "change_page")  # publishing is the reviewers' deed


def featurable(kind: str, ident: str, *, viewer: Any) -> Thread | ArticlePage | Opportunity:
    """The thing that would be featured. Raises Http404 unless every visitor may see it."""
    try:
        if kind == Feature.Kind.THREAD:
            return Thread.objects.filter(board__reads="all").get(pk=ident)
        if kind == Feature.Kind.OPPORTUNITY:
            return Opportunity.objects.filter(state="published").get(pk=_number(ident))
        if kind == Feature.Kind.ARTICLE:
            return ArticlePage.objects.live().get(pk=_number(ident))
    except (Thread.DoesNotExist, Opportunity.DoesNotExist, ArticlePage.DoesNotExist):
        raise Http404 from None
    except (ValueError, ValidationError):
        raise Http404 from None
    raise Http404


def _number(ident: str) -> int:
    if len(ident) > LONGEST_NUMBER:  # more than any database counts
        raise ValueError
    return int(ident)


@transaction.atomic
def feature(kind: str, ident: str, *, by: Any, until: dt.datetime, at: dt.datetime) -> Feature:
    """Put what everybody may see on the home page until a moment; doing it again moves the moment."""
    require(can_feature, by)
    featurable(kind, ident, viewer=by)
    if not at < until <= at + LONGEST:
        raise ValidationError({"until": _("Choose a day within the next 90 days.")})
    made, _created = Feature.objects.update_or_create(
        kind=kind, ident=ident, defaults={"by": by, "since": at, "until": until}
    )
    return made


@transaction.atomic
def unfeature(kind: str, ident: str, *, by: Any) -> None:
    """Take something off the home page; nothing there is no error."""
    require(can_feature, by)
    Feature.objects.filter(kind=kind, ident=ident).delete()


@transaction.atomic
def open_desk(section: SectionPage) -> Group:
    """Give a section, in all its languages, one group whose editors may work there and nowhere else."""
    group = section.desk
    if group is None:
        sibling = SectionPage.objects.filter(
            translation_key=section.translation_key, desk__isnull=False
        ).first()
        group = (
            sibling.desk if sibling else Group.objects.create(name=f"section: {section.slug}-{section.pk}")
        )
        SectionPage.objects.filter(pk=section.pk).update(desk=group)
        section.desk = group
    for codename in EDITORS_MAY:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=group, page=section.page_ptr, permission=permission)
    return group


def show_everywhere(page: Page) -> None:
    """Give a published page an alias in each language nobody translated it into (stack.md, trap 21)."""
    for locale in Locale.objects.exclude(pk=page.locale_id):
        if not page.has_translation(locale):
            page.copy_for_translation(locale, copy_parents=True, alias=True)
