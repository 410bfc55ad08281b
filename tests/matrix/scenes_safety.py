"""What people do for their own safety: row D03, and of N01 leaving quickly."""

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests.matrix.scenes import Ask, scene
from tests.matrix.world import World

# Of D03 this plays going dark; erasing an account has no page yet.


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


scene("N01", name="quick-exit")(lambda world: Ask("/safety/quick-exit", "POST"))
scene("N01", name="blank")(lambda world: Ask("/blank/", found="<body></body>"))
