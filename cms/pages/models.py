"""Editorial pages: home, sections, articles; what moderators feature; who reviews what."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import AbstractGroupApprovalTask, Page

from accounts.permissions import ADMINISTRATORS
from cms.blocks import BodyBlock
from core.languages import direction
from core.models import Stamped


class HomePage(Page):
    """The first page: the editors' promise above what members and institutions are doing right now."""

    promise = models.CharField(_("promise"), max_length=80)
    lead = models.TextField(_("lead"), max_length=300)

    content_panels = [*Page.content_panels, FieldPanel("promise"), FieldPanel("lead")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["pages.SectionPage"]
    max_count_per_parent = 4
    template = "pages/home.html"


class SectionPage(Page):
    """A part of the site with its own editors: a list of articles."""

    intro = models.TextField(_("introduction"), max_length=400, blank=True)
    desk = models.ForeignKey(  # the group that may work here, in all languages
        Group, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.ArticlePage"]
    template = "pages/section.html"

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        return super().get_context(request, *args, **kwargs) | {"section": f"page-{self.slug}"}


class ArticlePage(Page):
    """One article. In a language that nobody translated it into, an alias shows the original and says so."""

    summary = models.TextField(_("summary"), max_length=300)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]
    parent_page_types = ["pages.SectionPage"]
    subpage_types: list[str] = []
    template = "pages/article.html"

    @cached_property
    def source(self) -> Page | None:
        """The page whose words this one shows: an alias has none of its own, nor has a translation that was
        begun and not published yet."""
        if self.alias_of_id or self.live_revision_id:
            return self.alias_of
        written = self.get_translations().filter(live_revision__isnull=False).select_related("locale")
        return written.order_by("first_published_at", "pk").first()

    @property
    def written_in(self) -> str:
        """The language of the words on this page."""
        return (self.source or self).locale.language_code

    @property
    def written_dir(self) -> str:
        return direction(self.written_in)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        parent = self.get_parent()
        return super().get_context(request, *args, **kwargs) | {
            "section": f"page-{parent.slug}",
            "crumbs": [(parent.title, parent.url)],
        }


class ReviewTask(AbstractGroupApprovalTask):
    """A second editor of the section approves what the first one wrote (matrix W02)."""

    def _reviews(self, page: Page, user) -> bool:
        state = page.current_workflow_state
        if state is not None and state.requested_by_id == user.pk:
            return False
        if not self._user_in_groups(user):
            return False
        if ADMINISTRATORS in user.roles:
            return True
        sections = SectionPage.objects.ancestor_of(page, inclusive=True)
        return sections.filter(desk__in=user.groups.all()).exists()

    def user_can_access_editor(self, obj, user) -> bool:
        return self._reviews(obj, user)

    def locked_for_user(self, obj, user) -> bool:
        return not self._reviews(obj, user)

    def get_actions(self, obj, user) -> list:
        return super().get_actions(obj, user) if self._reviews(obj, user) else []


class FeatureQuerySet(models.QuerySet):
    def shown_at(self, moment):
        return self.filter(until__gt=moment)


class Feature(Stamped):
    """Something that a moderator put on the home page, until a day."""

    class Kind(models.TextChoices):
        THREAD = "thread", _("discussion")
        ARTICLE = "article", _("article")
        OPPORTUNITY = "opportunity", _("opportunity")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    ident = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(_("until"))

    objects = FeatureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "ident"], name="a_thing_is_featured_once"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="a_feature_ends_after_it_began"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ident}"
