"""Who reads what is in communities: rows C01–C07, T01, D06, D08."""

from django.urls import reverse
from django.utils import timezone

from messaging.threads.actions import mark_read
from tests.matrix.scenes import Ask, scene
from tests.matrix.world import WORDS, World

NEVER = "00000000-0000-4000-8000-000000000000"
NO_BREAK_GLASS = ("D", "C4: nothing was reported, and break-glass is a later issue")
HIDDEN_FROM_STAFF = ("H", "C4: nothing was reported, and break-glass is a later issue")
STAFF_HIDDEN = {"PM": HIDDEN_FROM_STAFF, "AD": HIDDEN_FROM_STAFF}
STAFF_DENIED = {"PM": NO_BREAK_GLASS, "AD": NO_BREAK_GLASS}
LET_IN = ("A", "C7: this community lets institutions in")
KEPT_OUT = ("D", "C7: this community lets no institutions in")


def community_page(name: str, *, belongs: bool = False, visibility: str):
    """A page of the community, and the same page of one that never existed."""

    def build(world: World) -> Ask:
        made = world.community(visibility, belongs=belongs)
        address = reverse(f"communities:{name}", args=[made.slug])
        return Ask(address, found=made.name, twin=address.replace(made.slug, "never-was"))

    return build


def thread_address(kind: str, thread) -> str:
    if kind.startswith("api"):
        return f"/api/v1/threads/{thread.pk}{kind.removeprefix('api')}"
    if kind == "page":
        return reverse("discussions:thread", args=[thread.pk])
    page = {"post": "post", "choices": "choices", "reply-page": "thread"}[kind]
    address = reverse(f"discussions:{page}", args=[thread.pk, *([1] if page != "thread" else [])])
    return f"{address}?reply=1" if kind == "reply-page" else address


def thread_page(kind: str, visibility: str, *, home: bool = False, institutions: str = "none"):
    """A discussion by one of its addresses, and the same address of one that never existed."""

    def build(world: World) -> Ask:
        place = (world.home if home else world.community)(visibility, institutions=institutions)
        thread = world.thread(place)
        address = thread_address(kind, thread)
        found = thread.title if kind == "api" else WORDS
        return Ask(address, found=found, twin=address.replace(str(thread.pk), NEVER))

    return build


HTML = ("page", "post", "choices")
API = ("api", "api/posts", "api/events")
ADDRESSES = [("html", kind) for kind in HTML] + [("api", kind) for kind in API]

for page_name in ("community", "about"):
    scene("C01", name=page_name)(community_page(page_name, visibility="public"))
    scene("C02", name=page_name)(community_page(page_name, visibility="request"))
    scene("C04", name=page_name, conditions=STAFF_HIDDEN)(community_page(page_name, visibility="invite"))
    scene("C06", name=page_name, conditions=STAFF_HIDDEN)(community_page(page_name, visibility="hidden"))

for where, kind in ADDRESSES:
    label = kind.replace("api/", "")
    scene("C01", surface=where, name=label)(thread_page(kind, "public"))
    scene("C03", surface=where, name=label, conditions=STAFF_DENIED, tenants=True)(
        thread_page(kind, "request")
    )
    for row, visibility in (("C05", "invite"), ("C06", "hidden")):
        scene(row, surface=where, name=label, conditions=STAFF_HIDDEN, tenants=True)(
            thread_page(kind, visibility)
        )
    for institutions, verdict in (("none", KEPT_OUT), ("read", LET_IN), ("write", LET_IN)):
        only = ("GO",) if institutions != "none" else ()
        scene("T01", surface=where, name=f"{label}-{institutions}", conditions={"GO": verdict}, only=only)(
            thread_page(kind, "request", home=True, institutions=institutions)
        )

for kind in API:
    scene("D06", surface="api", name=kind.replace("api/", ""))(thread_page(kind, "public"))


@scene("T01", name="institutions-leave-an-invited-one", only=("GO",), conditions={"GO": ("H", KEPT_OUT[1])})
def an_invitation_outlives_the_policy(world: World) -> Ask:
    """An officer with a seat from before: the community shut its doors to institutions since."""
    return thread_page("page", "invite", home=True)(world)


def on_an_open_page(address: str, visibility: str, *, query: dict | None = None):
    """The card of a community as it stands, or does not, on a page that is everybody's."""

    def build(world: World) -> Ask:
        made = world.community(visibility)
        thread = world.thread(made)
        found = thread.title if address == "/en/" else reverse("communities:community", args=[made.slug])
        return Ask(address, data=query or {}, found=found, open_page=True)

    return build


LIST = reverse("communities:list")
for row, visibility in (("C01", "public"), ("C02", "request"), ("C04", "invite"), ("C06", "hidden")):
    staff = {} if row in ("C01", "C02") else STAFF_HIDDEN
    scene(row, name="list", conditions=staff)(on_an_open_page(LIST, visibility))
    scene("D08", name=f"finder-{visibility}", reads_as=row, conditions=staff)(
        on_an_open_page(LIST, visibility, query={"q": "loom"})
    )
scene("C01", name="home")(on_an_open_page("/en/", "public"))
scene("C06", name="home", conditions=STAFF_HIDDEN)(on_an_open_page("/en/", "hidden"))
scene("C05", name="home", conditions=STAFF_HIDDEN)(on_an_open_page("/en/", "invite"))


@scene(
    "C06",
    name="sitemap",
    conditions=dict.fromkeys(("CM", "CO"), ("H", "the map is the same for all")) | STAFF_HIDDEN,
)
def sitemap(world: World) -> Ask:
    world.thread(world.community("hidden"))
    return Ask("/sitemap.xml", found="loom-street", open_page=True)


def deed_in_the_dark(name: str, *, data: dict | None = None):
    """What is sent to a hidden community is answered as if there were none."""

    def build(world: World) -> Ask:
        made = world.community("hidden")
        address = reverse(f"communities:{name}", args=[made.slug])
        return Ask(address, "POST", data or {}, twin=address.replace(made.slug, "never-was"))

    return build


OUTSIDERS = ("AN", "UN", "ME", "PM", "ED", "GO", "SU", "AD")
for name, data in (("join", {}), ("ask", {"answer": "Let me in"}), ("leave", {}), ("withdraw", {})):
    scene("C06", name=name, only=OUTSIDERS, conditions=STAFF_HIDDEN)(deed_in_the_dark(name, data=data))


@scene("C06", name="reply", only=OUTSIDERS, conditions=STAFF_HIDDEN)
def reply_in_the_dark(world: World) -> Ask:
    thread = world.thread(world.community("hidden"))
    address = reverse("discussions:reply", args=[thread.pk])
    data = {"text": "Hello?", "language": "en", "idempotency_key": NEVER}
    return Ask(address, "POST", data, twin=address.replace(str(thread.pk), NEVER))


@scene("C06", name="new-discussion", only=OUTSIDERS, conditions=STAFF_HIDDEN)
def new_discussion_in_the_dark(world: World) -> Ask:
    board = world.community("hidden").board
    return Ask(reverse("discussions:new", args=[board.pk]), twin=reverse("discussions:new", args=[987654321]))


@scene("C06", name="report", only=OUTSIDERS, conditions=STAFF_HIDDEN)
def report_in_the_dark(world: World) -> Ask:
    post = world.thread(world.community("hidden")).posts.get()
    address = reverse("moderation:report", args=["post", post.pk])
    return Ask(address, twin=address.replace(str(post.pk), NEVER))


@scene(
    "C03", name="reported-case", only=("PM",), conditions={"PM": ("A", "C4: what was reported, as snapshot")}
)
def reported(world: World) -> Ask:
    post = world.thread(world.community("request")).posts.get()
    case = world.report("post", post.pk)
    return Ask(reverse("moderation:case", args=[case.pk]), found=WORDS)


@scene(
    "C07",
    conditions={
        "ME": ("A", "C5: names as members meet them; there is no owner's rule about seven days yet"),
        "PM": HIDDEN_FROM_STAFF,
        "AD": HIDDEN_FROM_STAFF,
    },
    tenants=True,
)
def members(world: World) -> Ask:
    made = world.home("request", institutions="read")
    address = reverse("communities:members", args=[made.slug])
    return Ask(address, found=world.author.name, twin=address.replace(made.slug, "never-was"))


@scene("T13", name="page")
def read_position(world: World) -> Ask:
    """Somebody read, and said nothing: nothing that anybody gets says so."""
    return _where_the_reader_is_not_named(world, "page")


@scene("T13", surface="api", name="events")
def read_position_by_api(world: World) -> Ask:
    return _where_the_reader_is_not_named(world, "api/events")


def _where_the_reader_is_not_named(world: World, kind: str) -> Ask:

    thread = world.thread(world.home("public"))
    mark_read(thread, by=world.reporter, number=1, at=timezone.now())
    return Ask(thread_address(kind, thread), found=world.reporter.handle, open_page=True)
