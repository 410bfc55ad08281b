"""What follows when an editor publishes, moves or removes a page; where Wagtail believes the site to be."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from wagtail.models import Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms.pages import actions, queries
from cms.pages.models import ArticlePage, SectionPage


@receiver(page_published)
def published(sender, instance, **kwargs) -> None:
    """A section gets its desk; a page that is nobody's alias is shown in every language."""
    queries.forget_navigation()
    if isinstance(instance, SectionPage):
        actions.open_desk(instance)
    if isinstance(instance, SectionPage | ArticlePage) and not instance.alias_of_id:
        actions.show_everywhere(instance)


@receiver([page_unpublished, page_slug_changed, post_page_move])
def changed(sender, **kwargs) -> None:
    queries.forget_navigation()


@receiver(post_migrate)
def situated(sender, **kwargs) -> None:
    """Wagtail's mails to editors name pages by the site's public address, which the environment says."""
    if sender.label == "pages":
        at = urlsplit(settings.PUBLIC_ORIGIN)
        port = at.port or (443 if at.scheme == "https" else 80)
        site = Site.objects.filter(is_default_site=True).first()
        if site and (site.hostname, site.port) != (at.hostname, port):
            site.hostname, site.port = at.hostname, port
            site.save()
