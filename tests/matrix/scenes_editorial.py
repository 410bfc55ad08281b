"""Who reaches Wagtail, publishes, features and uploads: rows W02–W05, W07, N04, D11."""

import datetime as dt

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Page, TaskState

from cms.pages.actions import open_desk
from cms.pages.models import ArticlePage, Feature, HomePage, SectionPage
from tests import make
from tests.matrix.scenes import Ask, scene
from tests.matrix.table import ROLES
from tests.matrix.world import World

NOWHERE = "/cms/never-was/at-all/"
NO_ADMIN = dict.fromkeys(
    ("UN", "ME", "CM", "CO", "PM", "GO", "SU"),
    ("H", "N04: to everybody but editors and administrators the admin is not there"),
)
TO_SIGN_IN = {"AN": ("L", "N04: whatever a visitor asks of the admin leads to sign-in, so it tells nothing")}
FEATURES = {"PM": ("A", "C18 is about publishing; moderators feature what is public already")}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def section(world: World) -> SectionPage:
    page = SectionPage(title="Stories", slug="stories")
    HomePage.objects.get(locale__language_code="en").add_child(instance=page)
    page.save_revision().publish()
    group = open_desk(page)
    if world.role == "ED":
        world.viewer.groups.add(group)
    return page


def draft(world: World) -> ArticlePage:
    """An article that another editor writes."""
    within = section(world)
    writer = make.editor()
    writer.groups.add(Group.objects.get(pk=SectionPage.objects.get(pk=within.pk).desk_id))
    page = ArticlePage(title="An unfinished weave", slug="a-draft", summary="Soon.", live=False, owner=writer)
    within.add_child(instance=page)
    page.save_revision(user=writer)
    return page


@scene("W02", name="feature", conditions=FEATURES)
def feature(world: World) -> Ask:
    thread = world.thread(world.community("public"))
    address = reverse("pages:feature", args=["thread", thread.pk])
    until = f"{timezone.now() + dt.timedelta(days=5):%Y-%m-%d}"
    return Ask(address, "POST", {"until": until}, effect=Feature.objects.filter(ident=str(thread.pk)).exists)


@scene("W02", name="unfeature", conditions=FEATURES)
def unfeature(world: World) -> Ask:
    thread = world.thread(world.community("public"))
    now = timezone.now()
    featured = Feature.objects.create(
        kind="thread", ident=str(thread.pk), by=make.moderator(), since=now, until=now + dt.timedelta(days=5)
    )
    address = reverse("pages:feature", args=["thread", thread.pk])
    gone = Feature.objects.filter(pk=featured.pk)
    return Ask(address, "POST", {"remove": "1"}, effect=lambda: not gone.exists())


@scene("W02", name="approve", conditions=NO_ADMIN)
def approve(world: World) -> Ask:
    page = draft(world)
    page.get_workflow().start(page, page.owner)
    state = TaskState.objects.get(status="in_progress")
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    live = Page.objects.filter(pk=page.pk, live=True)
    return Ask(address, "POST", {"next": "/cms/"}, effect=live.exists, twin=NOWHERE, done_by=302)


OWNED_BY_EDITORS = dict.fromkeys(
    ("ME", "CM", "CO", "GO"), ("H", "O: only editors write drafts, and this is not theirs")
)


@scene("W03", name="preview", conditions=OWNED_BY_EDITORS | TO_SIGN_IN)
def preview(world: World) -> Ask:
    page = draft(world)
    address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    return Ask(address, found=page.title, twin=NOWHERE)


@scene(
    "W03",
    name="address",
    conditions=OWNED_BY_EDITORS
    | dict.fromkeys(("ED", "AD"), ("H", "drafts are read in the admin, never at their future address")),
)
def future_address(world: World) -> Ask:
    page = draft(world)
    return Ask(page.url or "/en/stories/a-draft/", found=page.title, twin="/en/stories/never-was/")


scene("W04")(lambda world: Ask("/cms/", found="wagtail", twin=NOWHERE))
for path in ("/cms/images/", "/cms/account/"):
    scene("N04", name=path.strip("/"))(lambda world, path=path: Ask(path, twin=NOWHERE))
for path in ("/cms/login/", "/cms/password_reset/"):
    scene(
        "N04",
        name=path.strip("/"),
        conditions=dict.fromkeys(("ED", "AD"), ("H", "Wagtail's own sign-in knows no second factor")),
    )(lambda world, path=path: Ask(path, twin=f"{path}never-was/"))
for path in ("/cms/groups/", "/cms/sites/", "/cms/workflows/list/"):
    scene("W05", name=path.strip("/"))(
        lambda world, path=path: Ask(
            path, twin=NOWHERE, denied_by=302
        )  # Wagtail leads back to its first page
    )


@scene("W07", name="image")
def upload(world: World) -> Ask:
    section(world)
    picture = SimpleUploadedFile("weave.svg", SVG, "image/svg+xml")
    stored = get_image_model().objects.exists
    return Ask(reverse("wagtailimages:add"), "POST", {"title": "Weave", "file": picture}, protected=stored)


def stored_file(path: str):
    def build(world: World) -> Ask:
        if not default_storage.exists(path):
            default_storage.save(path, ContentFile(b"threads and threads"))
        return Ask(f"/media/{path}", found="threads and threads", twin="/media/images/never-was.png")

    return build


scene("D11", name="rendition", reads_as="N01")(stored_file("images/weave.png"))
scene(
    "D11",
    name="original",
    conditions=dict.fromkeys(ROLES, ("H", "originals and members' files have no address of their own")),
)(stored_file("original_images/weave.png"))
