"""Who reads members' files, and what nobody uploads: rows D11, W07, and P08 for one's picture."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from communities.profiles.models import Profile
from tests import make
from tests.matrix.scenes import Ask, scene
from tests.matrix.world import World
from tests.uploads import samples
from uploads import store
from uploads.models import StoredFile, new_ident

NO_WAY_IN = {"AN": ("H", "an address of a file leads nobody to sign-in: a page asked for it, not a person")}
WEBP = b"RIFF\0\0\0\0WEBPzqpicture"


def picture(world: World, audience: str) -> Ask:
    stored = make.stored_file(world.author, object_id=str(world.author.pk))
    store.write(stored.pk, {"96.webp": WEBP})
    make.profile(world.author, picture=stored, picture_audience=audience)
    twin = reverse("files:file", args=[new_ident(), "96.webp"])
    return Ask(reverse("files:file", args=[stored.pk, "96.webp"]), found="zqpicture", twin=twin)


@scene("D11", name="picture-only-me", reads_as="P01", conditions=NO_WAY_IN)
def for_me_alone(world: World) -> Ask:
    world.home("public", institutions="read")
    return picture(world, "only_me")


@scene("D11", name="picture-communities", reads_as="P02", conditions=NO_WAY_IN)
def for_my_communities(world: World) -> Ask:
    home = world.home("public", institutions="read")
    if world.role in ("PM", "ED", "AD"):
        make.member(home, world.viewer)
    return picture(world, "communities")


@scene("D11", name="picture-other-communities", reads_as="P03", conditions=NO_WAY_IN)
def for_communities_of_others(world: World) -> Ask:
    if world.role != "AN":
        make.member(make.community(institutions="read"), world.viewer)
    make.member(make.community(institutions="read"), world.author)
    return picture(world, "communities")


@scene("D11", name="picture-members", reads_as="P04", conditions=NO_WAY_IN)
def for_members(world: World) -> Ask:
    return picture(world, "members")


@scene("D11", name="picture-everyone", reads_as="P05")
def for_everyone(world: World) -> Ask:
    return picture(world, "everyone")


@scene(
    "D11",
    name="picture-named",
    reads_as="P06",
    conditions=NO_WAY_IN
    | {"GO": ("A", "C1: an officer of the institution that was named, and it is ticked")},
)
def for_a_named_institution(world: World) -> Ask:
    make.opt_in(world.author, world.office)
    ask = picture(world, "only_me")
    Profile.objects.update(picture_institutions=True)
    return ask


for name, (file_name, content) in {
    "svg": ("me.svg", samples.SVG),
    "svg-as-png": ("me.png", samples.SVG),
    "html": ("me.jpg", b"<!doctype html><script>alert(1)</script>"),
    "eps": ("me.png", b"%!PS-Adobe-3.0 EPSF-3.0\n"),
}.items():

    @scene("W07", name=f"picture-{name}")
    def upload(world: World, file_name=file_name, content=content) -> Ask:
        data = {"picture": SimpleUploadedFile(file_name, content), "audience": "members"}
        return Ask(reverse("profile:picture"), "POST", data, protected=StoredFile.objects.exists)


@scene("P08", name="picture")
def change_ones_picture(world: World) -> Ask:
    data = {"picture": samples.upload(), "audience": "members"}
    return Ask(reverse("profile:picture"), "POST", data, effect=StoredFile.objects.exists)
