"""Who starts, joins, runs and changes communities: rows C08–C16."""

from django.urls import reverse

from communities.groups.models import Community, JoinRequest
from tests import make
from tests.matrix.scenes import Ask, scene
from tests.matrix.scenes_reading import KEPT_OUT, LET_IN
from tests.matrix.world import World

DESCRIPTION = {"purpose": "We mend looms.", "language": "en", "about": "", "rules": "", "question": ""}


@scene("C08", conditions={"ME": ("A", "C6: three communities each until there are trust levels")})
def start(world: World) -> Ask:
    data = DESCRIPTION | {"name": "The Warp", "visibility": "request"}
    return Ask(
        reverse("communities:new"),
        "POST",
        data,
        effect=lambda: (
            Community.objects.filter(name="The Warp", memberships__user=world.viewer).exists()
            if world.role != "AN"
            else Community.objects.filter(name="The Warp").exists()
        ),
    )


@scene(
    "C08", name="form", conditions={"ME": ("A", "C6: three communities each until there are trust levels")}
)
def start_form(world: World) -> Ask:
    return Ask(reverse("communities:new"), found='name="visibility"')


def join(institutions: str):
    def build(world: World) -> Ask:
        made = world.community("public", institutions=institutions)
        _leave_it(world, made)
        address = reverse("communities:join", args=[made.slug])
        return Ask(address, "POST", effect=lambda: _belongs(world, made))

    return build


def ask_to_join(institutions: str):
    def build(world: World) -> Ask:
        made = world.community("request", institutions=institutions, question="Who are you?")
        _leave_it(world, made)
        waiting = JoinRequest.objects.filter(community=made, state="pending")
        address = reverse("communities:ask", args=[made.slug])
        return Ask(address, "POST", {"answer": "A weaver."}, effect=waiting.exists)

    return build


for policy, verdict in (("none", KEPT_OUT), ("read", LET_IN), ("write", LET_IN)):
    only = ("GO",) if policy != "none" else ()
    scene("C09", name=f"join-{policy}", only=only, conditions={"GO": verdict})(join(policy))
    scene("C10", name=f"ask-{policy}", only=only, conditions={"GO": verdict})(ask_to_join(policy))


@scene("C09", name="leave", only=("ME", "CM", "GO"), conditions={"GO": LET_IN})
def leave(world: World) -> Ask:
    made = world.home("public", institutions="read")
    address = reverse("communities:leave", args=[made.slug])
    return Ask(address, "POST", effect=lambda: not _belongs(world, made))


@scene("C10", name="withdraw", only=("ME", "PM", "ED", "AD"))
def withdraw(world: World) -> Ask:
    made = world.community("request")
    JoinRequest.objects.create(community=made, user=world.viewer, answer="A weaver.")
    address = reverse("communities:withdraw", args=[made.slug])
    gone = JoinRequest.objects.filter(community=made, user=world.viewer, state="withdrawn")
    return Ask(address, "POST", effect=gone.exists)


@scene("C12", name="list", tenants=True)
def who_asks(world: World) -> Ask:
    made, asked = _asked(world)
    return Ask(reverse("communities:requests", args=[made.slug]), found=asked.answer)


@scene("C12", name="admit", tenants=True)
def admit(world: World) -> Ask:
    made, asked = _asked(world)
    address = reverse("communities:admit", args=[made.slug, asked.pk])
    return Ask(address, "POST", effect=made.memberships.filter(user=asked.user).exists)


@scene("C12", name="decline", tenants=True)
def decline(world: World) -> Ask:
    made, asked = _asked(world)
    address = reverse("communities:decline", args=[made.slug, asked.pk])
    declined = made.requests.filter(pk=asked.pk, state="declined")
    return Ask(address, "POST", {"reason": "We are full."}, effect=declined.exists)


@scene("C12", name="own-request", only=("ME", "PM", "ED", "AD"))
def admit_oneself(world: World) -> Ask:
    made = world.community("request")
    mine = JoinRequest.objects.create(community=made, user=world.viewer, answer="A weaver.")
    address = reverse("communities:admit", args=[made.slug, mine.pk])
    return Ask(address, "POST", effect=lambda: _belongs(world, made))


@scene("C14", name="description", tenants=True)
def describe(world: World) -> Ask:
    made = world.home("request")
    address = reverse("communities:edit", args=[made.slug])
    changed = Community.objects.filter(pk=made.pk, purpose=DESCRIPTION["purpose"])
    return Ask(address, "POST", DESCRIPTION, effect=changed.exists)


@scene("C14", name="institutions", tenants=True)
def let_institutions_in(world: World) -> Ask:
    made = world.home("request")
    address = reverse("communities:institutions", args=[made.slug])
    open_now = Community.objects.filter(pk=made.pk, board__institutions="read")
    return Ask(address, "POST", {"institutions": "read"}, effect=open_now.exists)


@scene("C15", name="member", tenants=True)
def remove(world: World) -> Ask:
    made = world.home("request")
    seat = made.memberships.get(user=world.author)
    address = reverse("communities:remove", args=[made.slug, seat.pk])
    gone = made.memberships.filter(pk=seat.pk)
    return Ask(address, "POST", {"removal-reason": "You sold looms."}, effect=lambda: not gone.exists())


@scene(
    "C15",
    name="steward",
    only=("CM", "CO"),
    conditions=dict.fromkeys(("CM", "CO"), ("D", "not CO: the row's own words")),
)
def remove_a_steward(world: World) -> Ask:
    made = world.home("request")
    steward = make.member(made, role="steward")
    seat = made.memberships.get(user=steward)
    address = reverse("communities:remove", args=[made.slug, seat.pk])
    return Ask(address, "POST", {"removal-reason": "I want your place."})


@scene("C15", name="page", tenants=True)
def manage(world: World) -> Ask:
    made = world.home("request")
    return Ask(reverse("communities:manage", args=[made.slug]), found=world.author.name)


NO_SUCCESSION = {"AD": ("D", "C10: succession by two administrators is a later issue")}


@scene("C16", name="appoint", conditions=NO_SUCCESSION, tenants=True)
def appoint(world: World) -> Ask:
    made = world.home("request")
    seat = made.memberships.get(user=world.author)
    address = reverse("communities:appoint", args=[made.slug, seat.pk])
    appointed = made.memberships.filter(pk=seat.pk, role="steward")
    return Ask(address, "POST", {"role-role": "steward"}, effect=appointed.exists)


@scene("C16", name="promote-oneself", only=("CM",))
def promote_oneself(world: World) -> Ask:
    made = world.home("request")
    seat = made.memberships.get(user=world.viewer)
    address = reverse("communities:appoint", args=[made.slug, seat.pk])
    return Ask(
        address,
        "POST",
        {"role-role": "steward"},
        effect=made.memberships.filter(pk=seat.pk, role="steward").exists,
    )


def _asked(world: World) -> tuple[Community, JoinRequest]:
    made = world.home("request")
    return made, JoinRequest.objects.create(community=made, user=make.user(), answer="I am a weaver.")


def _belongs(world: World, made: Community) -> bool:
    return world.role != "AN" and made.memberships.filter(user=world.viewer).exists()


def _leave_it(world: World, made: Community) -> None:
    """CM and CO join as everybody does: here they do not belong yet."""
    if world.role in ("CM", "CO"):
        made.memberships.filter(user=world.viewer).delete()
        made.board.seats.filter(user=world.viewer).delete()
