"""Who reports, sees the queue, decides and appeals: rows R01–R05 and R07."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from messaging.threads import cases
from messaging.threads.models import Post
from moderation.models import Appeal, Case, Report
from tests import make
from tests.matrix.scenes import Ask, scene
from tests.matrix.scenes_reading import NEVER
from tests.matrix.world import WITHOUT_SEAT, WORDS, World

UNREADABLE = "the form quotes what it is about, so it hides what cannot be read"
OUT_OF_REACH = "a case is known to those whose reach it lies in, and to nobody else"
SENT = {"reason": "spam", "note": "Please look."}


def report(world: World, post: Post) -> Ask:
    address = reverse("moderation:report", args=["post", post.pk])
    never = reverse("moderation:report", args=["post", NEVER])
    return Ask(address, "POST", SENT, effect=Report.objects.filter(note="Please look.").exists, twin=never)


@scene("R01")
def report_public(world: World) -> Ask:
    return report(world, world.thread(world.home("public")).posts.get())


@scene("R01", name="opportunity")
def report_opportunity(world: World) -> Ask:
    made = make.opportunity(office=world.other_office)
    address = reverse("moderation:report", args=["opportunity", made.pk])
    return Ask(address, "POST", SENT, effect=Report.objects.filter(note="Please look.").exists)


@scene("R02", conditions=dict.fromkeys(("AN", "UN", "SU"), ("H", UNREADABLE)))
def report_private(world: World) -> Ask:
    """Everybody who can be is a member here: the row speaks of what the viewer can see."""
    made = world.home("request", institutions="read")
    if world.role in WITHOUT_SEAT and world.role != "AN":
        make.member(made, world.viewer)
    return report(world, world.thread(made).posts.get())


OWN_COMMUNITY = dict.fromkeys(("CM", "CO"), ("A", "C21: of their own community"))
NOT_MEMBERS = dict.fromkeys(("UN", "ME", "ED", "GO", "SU", "AD"), ("H", OUT_OF_REACH))


@scene("R03", name="queue", conditions=OWN_COMMUNITY, tenants=False)
def queue(world: World) -> Ask:
    post = world.thread(world.home("request")).posts.get()
    case = world.report("post", post.pk)
    return Ask(reverse("moderation:queue"), found=reverse("moderation:case", args=[case.pk]))


@scene("R03", name="case", conditions=OWN_COMMUNITY | NOT_MEMBERS, tenants=True)
def case(world: World) -> Ask:
    return _case_page(world)


@scene("R03", name="claim", conditions=OWN_COMMUNITY | NOT_MEMBERS, tenants=True)
def claim(world: World) -> Ask:
    post = world.thread(world.home("request")).posts.get()
    found = world.report("post", post.pk)
    taken = Case.objects.filter(pk=found.pk).exclude(claimed_by=None)
    never = reverse("moderation:claim", args=[987654321])
    return Ask(reverse("moderation:claim", args=[found.pk]), "POST", effect=taken.exists, twin=never)


@scene("R03", name="decide", conditions=OWN_COMMUNITY | NOT_MEMBERS, tenants=True)
def decide(world: World) -> Ask:
    post = world.thread(world.home("request")).posts.get()
    return _hide(world.report("post", post.pk), post)


SEES_THE_CASE = ("CM", "CO", "PM")


@scene(
    "R04",
    name="case",
    only=SEES_THE_CASE,
    conditions={"PM": ("H", "C22: nobody can tick that they may be asked yet")},
)
def reporter_on_the_case(world: World) -> Ask:
    page = _case_page(world)
    return Ask(page.path, found="Reporter", open_page=True)


@scene("R04", name="discussion", conditions={"PM": ("H", "C22: nobody can tick that they may be asked yet")})
def reporter_beside_the_post(world: World) -> Ask:
    thread = world.thread(world.home("public"))
    world.report("post", thread.posts.get().pk)
    return Ask(reverse("discussions:thread", args=[thread.pk]), found=world.reporter.handle, open_page=True)


@scene("R05", name="own-words", conditions={"AD": ("H", OUT_OF_REACH)})
def decide_about_oneself(world: World) -> Ask:
    world.mine = True
    post = world.whose_post(world.home("public"))
    return _hide(world.report("post", post.pk), post)


@scene("R05", name="own-decision", only=("CM", "CO", "PM"))
def decide_an_appeal_against_oneself(world: World) -> Ask:
    post = world.thread(world.home("public")).posts.get()
    found = world.report("post", post.pk)
    cases.hide(post, by=world.viewer, why="It names somebody.", at=timezone.now())
    decided = Case.objects.get(pk=found.pk)
    _appeal(decided, world.author)
    address = reverse("moderation:decide", args=[decided.pk])
    return Ask(address, "POST", {"verdict": "uphold", "reason": "I was right."})


@scene("R05", name="own-organisation", only=("PM",))
def decide_for_an_office_of_before(world: World) -> Ask:
    officer = make.officer(world.other_office)
    now = timezone.now()
    world.other_office.mandates.create(user=world.viewer, began_at=now - 2 * DAY, ended_at=now - DAY)
    post = world.post(make.thread(world.home("public", institutions="write")), author=officer)
    return _hide(world.report("post", post.pk), post)


@scene("R07", name="decision")
def read_decision(world: World) -> Ask:
    return Ask(reverse("moderation:decision", args=[_decided(world).pk]), found="It names somebody.")


@scene("R07", name="appeal")
def appeal(world: World) -> Ask:
    found = _decided(world)
    made = Appeal.objects.filter(decision__case=found)
    address = reverse("moderation:decision", args=[found.pk])
    return Ask(address, "POST", {"text": "It names nobody."}, effect=made.exists)


@scene(
    "R07",
    name="somebody-elses",
    only=("UN", "ME", "CM", "CO", "PM", "ED", "GO", "SU", "AD"),
    conditions=dict.fromkeys(
        ("UN", "ME", "CM", "CO", "PM", "ED", "GO", "SU", "AD"), ("H", "own measure: the row's own words")
    ),
)
def read_somebody_elses_decision(world: World) -> Ask:
    thread = world.thread(world.home("public"))
    found = _hidden_by_somebody(world, thread.posts.get())
    never = reverse("moderation:decision", args=[987654321])
    return Ask(reverse("moderation:decision", args=[found.pk]), found="It names somebody.", twin=never)


DAY = dt.timedelta(days=1)


def _case_page(world: World) -> Ask:
    post = world.thread(world.home("request")).posts.get()
    found = world.report("post", post.pk)
    never = reverse("moderation:case", args=[987654321])
    return Ask(reverse("moderation:case", args=[found.pk]), found=WORDS, twin=never)


def _hide(case: Case, post: Post) -> Ask:
    hidden = Post.objects.filter(pk=post.pk, state="hidden")
    address = reverse("moderation:decide", args=[case.pk])
    never = reverse("moderation:decide", args=[987654321])
    data = {"verdict": "hide", "reason": "It names somebody."}
    return Ask(address, "POST", data, effect=hidden.exists, twin=never)


def _decided(world: World) -> Case:
    """A post of the viewer's (for AN: of somebody's) that was hidden."""
    world.mine = world.role != "AN"
    return _hidden_by_somebody(world, world.whose_post(world.home("public", institutions="write")))


def _hidden_by_somebody(world: World, post: Post) -> Case:
    tender = make.member(post.thread.board.community, role="moderator")
    cases.hide(post, by=tender, why="It names somebody.", at=timezone.now())
    return Case.objects.get(kind="post", object_id=str(post.pk))


def _appeal(case: Case, by) -> None:
    from moderation import actions

    actions.appeal(case, by=by, text="It names nobody.", at=timezone.now())
