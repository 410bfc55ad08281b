"""What people do for their own safety and with their own data: rows D01–D04, and of N01 leaving quickly."""

from django.urls import reverse
from django.utils import timezone

from accounts import consents, erasures, exports
from accounts.models import Consent, Export, User
from communities.groups.models import Membership
from tests import make
from tests.matrix.scenes import Ask, scene
from tests.matrix.world import World

NEVER = "/en/settings/data/export/00000000-0000-4000-8000-000000000000/"


@scene("D03", name="page")
def safety(world: World) -> Ask:
    return Ask(reverse("settings:safety"), found="Go dark now")


@scene("D03", name="go-dark")
def go_dark(world: World) -> Ask:
    dark = User.objects.filter(pk=world.viewer.pk).exclude(dark_since=None)
    return Ask(reverse("settings:safety"), "POST", effect=dark.exists)


@scene("D03", name="come-back")
def come_back(world: World) -> Ask:
    if world.role != "AN":
        User.objects.filter(pk=world.viewer.pk).update(dark_since=timezone.now())
    here = User.objects.filter(pk=world.viewer.pk, dark_since=None)
    return Ask(reverse("settings:come-back"), "POST", effect=here.exists)


@scene("D03", name="erase-page")
def erase_page(world: World) -> Ask:
    return Ask(reverse("settings:erase"), found="What goes")


@scene("D03", name="erase")
def erase(world: World) -> Ask:
    """Who is the last steward of others hands over first; here another one is there already."""
    for mine in Membership.objects.filter(user=world.viewer.pk, role="steward"):
        make.member(mine.community, role="steward")
    waiting = User.objects.filter(pk=world.viewer.pk).exclude(erase_at=None)
    return Ask(reverse("settings:erase"), "POST", {"words": "keep"}, effect=waiting.exists)


@scene("D03", name="undo-erasure")
def undo_erasure(world: World) -> Ask:
    now = timezone.now()
    if world.role != "AN":
        User.objects.filter(pk=world.viewer.pk).update(dark_since=now, erase_at=now + erasures.GRACE)
    here = User.objects.filter(pk=world.viewer.pk, erase_at=None)
    return Ask(reverse("settings:undo-erasure"), "POST", effect=here.exists)


scene("N01", name="quick-exit")(lambda world: Ask("/safety/quick-exit", "POST"))
scene("N01", name="blank")(lambda world: Ask("/blank/", found="<body></body>"))


# -- own data -----------------------------------------------------------------------------------------------


def made_for(user: User) -> Export:
    export = exports.ask(user, language="en", at=timezone.now())
    exports.make(str(export.pk), at=timezone.now())
    return export


def download(export: Export) -> str:
    return reverse("settings:take-export", args=[export.pk])


@scene("D01", name="ask")
def ask_for_a_copy(world: World) -> Ask:
    asked = Export.objects.filter(user=world.viewer.pk)
    return Ask(reverse("settings:ask-export"), "POST", effect=asked.exists)


@scene(
    "D01",
    name="download",
    conditions={"AN": ("H", "D02: an address that was passed on tells a visitor nothing")},
)
def download_a_copy(world: World) -> Ask:
    export = made_for(world.author if world.role == "AN" else world.viewer)
    taken = Export.objects.filter(pk=export.pk).exclude(taken_at=None)
    return Ask(download(export), "POST", effect=taken.exists, twin=NEVER)


@scene("D02", name="download")
def download_anothers_copy(world: World) -> Ask:
    return Ask(download(made_for(world.author)), "POST", twin=NEVER)


@scene("D04", name="page")
def own_consents(world: World) -> Ask:
    return Ask(reverse("settings:data"), found="What you agreed to")


@scene("D04", name="withdraw")
def withdraw(world: World) -> Ask:
    owner = world.author if world.role == "AN" else world.viewer
    consents.give_name(owner, language="en", at=timezone.now())
    given = Consent.objects.get(user=owner)
    withdrawn = Consent.objects.filter(pk=given.pk).exclude(withdrawn_at=None)
    return Ask(reverse("settings:withdraw", args=[given.pk]), "POST", effect=withdrawn.exists)
