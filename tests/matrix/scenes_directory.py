"""Who lists people and institutions, and whom a filter finds: rows Y01, Y02."""

from django.urls import reverse

from communities.profiles.models import Profile
from tests import make
from tests.matrix.scenes import Ask, scene
from tests.matrix.world import World

LIST = "people:index"
PERSONS = ("ME", "CM", "CO", "PM", "ED", "AD")
OWN_ONLY = "C7b: of people, an officer lists those alone who named the institution"


def listed(world: World, **given) -> Profile:
    return make.profile(world.author, in_directory=True, **given)


@scene("Y01", name="people", conditions={"GO": ("H", OWN_ONLY)})
def people(world: World) -> Ask:
    """An officer gets the page, and not the person on it."""
    listed(world)
    return Ask(reverse(LIST), found=world.author.handle, open_page=world.role == "GO")


@scene("Y01", name="named", only=("GO",), conditions={"GO": ("A", "C7b: who opted in to that institution")})
def who_named_the_institution(world: World) -> Ask:
    make.opt_in(world.author, world.office)
    return Ask(reverse(LIST), found=world.author.handle)


@scene("Y01", name="named-another", only=("GO",), conditions={"GO": ("H", OWN_ONLY)})
def who_named_another_institution(world: World) -> Ask:
    listed(world)
    make.opt_in(world.author, world.other_office)
    return Ask(reverse(LIST), found=world.author.handle, open_page=True)


@scene("Y01", name="institutions", conditions={"GO": ("A", "C7b: institutions")})
def institutions(world: World) -> Ask:
    return Ask(f"{reverse(LIST)}?kind=institutions", found=world.other_office.slug)


@scene(
    "Y01",
    name="who-did-not-ask",
    conditions=dict.fromkeys((*PERSONS, "GO"), ("H", "only opted-in people are listed")),
)
def who_did_not_ask_for_it(world: World) -> Ask:
    make.profile(world.author)
    return Ask(reverse(LIST), found=world.author.handle, open_page=world.role in (*PERSONS, "GO"))


AS_EMPTY = dict.fromkeys(PERSONS, ("H", "C2: as if the value were empty"))


@scene("Y02", name="filter", conditions=AS_EMPTY | {"GO": ("D", "an officer's list has no such filter")})
def filter_by_what_is_hidden(world: World) -> Ask:
    profile = listed(world, residence_audience="only_me")
    profile.ties.create(kind="residence", country="GH")
    make.opt_in(world.author, world.office)
    is_open, address = world.role in PERSONS, f"{reverse(LIST)}?lives=GH"
    denied_by = 400 if world.role == "GO" else 403
    return Ask(address, found=world.author.handle, open_page=is_open, denied_by=denied_by)


@scene(
    "Y02", name="filter-shown", only=PERSONS, conditions=dict.fromkeys(PERSONS, ("A", "C2: a value they see"))
)
def filter_by_what_is_shown(world: World) -> Ask:
    profile = listed(world, residence_audience="members")
    profile.ties.create(kind="residence", country="GH")
    return Ask(f"{reverse(LIST)}?lives=GH", found=world.author.handle)


scene("N03", name="profile-directory")(lambda world: Ask(reverse("profile:directory")))


@scene("P08", name="directory")
def enter_the_list(world: World) -> Ask:
    entered = Profile.objects.filter(in_directory=True)
    return Ask(reverse("profile:directory"), "POST", {"listed": "yes"}, effect=entered.exists)
