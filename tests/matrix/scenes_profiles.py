"""Who sees which field of somebody's profile, and who changes their own: rows P01–P03, P05, P06, P08,
P10, N03; and who reads or changes the ledger of access: R09, R12."""

from django.urls import reverse

from accounts.models import Block, User
from communities.profiles.fields import FIELDS
from communities.profiles.models import Profile
from institutions.models import Opening
from tests import make
from tests.matrix.scenes import Ask, scene
from tests.matrix.world import World

NEVER_WAS = "never-was"
TOLD = "I mend looms on Sundays."
PERSONS = ("ME", "CM", "CO", "PM", "ED", "AD")  # for them the page itself is there (P04)


def field(world: World, audience: str, *, is_ticked: bool = False, is_open: bool | None = None) -> Ask:
    make.profile(world.author, about=TOLD, about_audience=audience, about_institutions=is_ticked)
    address = reverse("people:person", args=[world.author.handle])
    is_open = world.role in PERSONS if is_open is None else is_open
    if world.role == "GO" and is_open:  # the ledger says that they read the name, and nothing of the field
        about = Opening.objects.filter(fields__contains="about")
        return Ask(address, found=TOLD, protected=about.exists, open_page=True)
    return Ask(address, found=TOLD, twin=reverse("people:person", args=[NEVER_WAS]), open_page=is_open)


@scene("P01")
def for_me_alone(world: World) -> Ask:
    world.home("public", institutions="read")
    return field(world, "only_me")


@scene("P01", name="default")
def by_default(world: World) -> Ask:
    """What a profile says of ties before its owner chose whom that is for."""
    world.home("public", institutions="read")
    ask = field(world, "only_me")
    tie = Profile.objects.get(user=world.author).ties.create(kind="heritage", place="Beyond the loom")
    return Ask(ask.path, found=tie.place, twin=ask.twin, open_page=ask.open_page)


@scene("P02")
def for_my_communities(world: World) -> Ask:
    """Everybody who can be belongs to the same community."""
    home = world.home("public", institutions="read")
    if world.role in ("PM", "ED", "AD"):
        make.member(home, world.viewer)
    return field(world, "communities")


@scene("P03")
def for_communities_of_others(world: World) -> Ask:
    if world.role != "AN":
        make.member(make.community(institutions="read"), world.viewer)
    make.member(make.community(institutions="read"), world.author)
    return field(world, "communities")


@scene("P05", name="field")
def for_everyone(world: World) -> Ask:
    return field(world, "everyone")


@scene("P06", name="named", conditions={"GO": ("A", "C1: an officer of the institution that was named")})
def opted_in(world: World) -> Ask:
    make.opt_in(world.author, world.office)
    return field(world, "only_me", is_ticked=True)


@scene("P06", name="another", conditions={"GO": ("H", "C1: an officer of another institution")})
def opted_in_to_another(world: World) -> Ask:
    make.opt_in(world.author, world.other_office)
    return field(world, "only_me", is_ticked=True)


@scene("P06", name="not-ticked", conditions={"GO": ("H", "C1: named, and this field is not ticked")})
def opted_in_without_a_tick(world: World) -> Ask:
    make.opt_in(world.author, world.office)
    return field(world, "only_me", is_open=world.role in (*PERSONS, "GO"))


@scene(
    "P04", name="named", only=("GO",), conditions={"GO": ("A", "the row: H unless per-institution opt-in")}
)
def page_for_a_named_institution(world: World) -> Ask:
    make.opt_in(world.author, world.office)
    return Ask(reverse("people:person", args=[world.author.handle]), found=world.author.name)


@scene("P08", name="field")
def change_a_field(world: World) -> Ask:
    changed = Profile.objects.filter(about=TOLD)
    return Ask(
        reverse("profile:about"), "POST", {"about": TOLD, "audience": "members"}, effect=changed.exists
    )


@scene("P08", name="preset")
def take_a_preset(world: World) -> Ask:
    changed = Profile.objects.filter(about_audience="only_me")
    return Ask(reverse("profile:check-up"), "POST", {"preset": "hidden"}, effect=changed.exists)


@scene("P08", name="name-an-institution")
def name_an_institution(world: World) -> Ask:
    named = world.other_office.opt_ins
    data = {"institution": world.other_office.slug}
    return Ask(reverse("profile:institutions"), "POST", data, effect=named.exists)


@scene("P09", name="profile")
def power_by_profile(world: World) -> Ask:
    powers = {
        "is_superuser": "on",
        "office_slug": "own-office",
        "user": "1",
        "user_id": "1",
        "role": "moderators",
    }

    def facts():
        return list(User.objects.order_by("pk").values_list("pk", "is_superuser", "office_slug", "groups"))

    world.viewer  # noqa: B018 - made before the rows are looked at
    before = facts()
    data = {"about": TOLD, "audience": "members", **powers}
    return Ask(reverse("profile:about"), "POST", data, protected=lambda: facts() != before)


for address in ("overview", "check-up", "institutions", *(one.slug for one in FIELDS.values())):
    scene("N03", name=f"profile-{address}")(lambda world, address=address: Ask(reverse(f"profile:{address}")))


# -- what is hidden by a block, and the ledger -----------------------------------------------------------


def blocked_me(world: World) -> str:
    if world.role != "AN":
        Block.objects.create(by=world.author, whom=world.viewer)
    make.profile(world.author, about=TOLD)
    return reverse("people:person", args=[world.author.handle])


UNOPENED = ("H", "shown again, and until it is opened for a reason, it is hidden")


@scene("P10", name="unopened", only=("PM", "AD"), conditions={"PM": UNOPENED, "AD": UNOPENED})
def before_it_is_opened(world: World) -> Ask:
    return Ask(blocked_me(world), found=TOLD, open_page=True)


@scene("P10", name="opened")
def open_what_a_block_hides(world: World) -> Ask:
    address, never = blocked_me(world), reverse("people:person", args=[NEVER_WAS])
    rows = Opening.objects.filter(subject=world.author, fields="about", why="A report about threats.")
    data = {"why": "A report about threats."}
    found = TOLD if world.role in ("PM", "AD") else ""
    return Ask(address, "POST", data, found=found, effect=rows.exists, twin=never)


@scene("R09", name="ledger")
def own_ledger(world: World) -> Ask:
    if world.role != "AN":
        make.staff_opening(world.viewer, why="A reason of staff.")
    found = "" if world.role == "AN" else "A reason of staff."
    return Ask(reverse("profile:openings"), found=found)


OTHERS = ("ME", "PM", "GO", "SU", "AD")


@scene(
    "R09", name="others", only=OTHERS, conditions=dict.fromkeys(OTHERS, ("H", "only what is about oneself"))
)
def ledger_of_others(world: World) -> Ask:
    make.staff_opening(world.author, why="A reason of staff.")
    return Ask(reverse("profile:openings"), found="A reason of staff.", open_page=True)


NO_DOOR = {
    "AD": ("H", "there is no door for them either; the database refuses, see the tests of institutions")
}
for deed in ("", "delete/", "edit/"):

    @scene("R12", name=f"row-{deed.strip('/')}", conditions=NO_DOOR)
    def change_a_row(world: World, deed: str = deed) -> Ask:
        subject = world.author if world.role == "AN" else world.viewer
        row = make.staff_opening(subject)
        here = f"{reverse('profile:openings')}{{}}/{deed}"
        gone = Opening.objects.filter(pk=row.pk, why=row.why)
        return Ask(
            here.format(row.pk), "POST", {"why": "x"}, effect=lambda: not gone.exists(), twin=here.format(0)
        )
