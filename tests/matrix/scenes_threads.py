"""Who writes, edits, removes, hides and closes in discussions: rows T02–T10 and T12."""

import uuid

from django.urls import reverse
from django.utils import timezone

from messaging.threads.models import Post, PostRevision, Thread
from tests.matrix.scenes import Ask, scene
from tests.matrix.scenes_reading import KEPT_OUT, LET_IN, NEVER
from tests.matrix.world import World

READS_ONLY = ("D", "C7: institutions read here, and do not write")
POLICIES = (("none", KEPT_OUT), ("read", READS_ONLY), ("write", LET_IN))
VISIBLE_ANYWAY = "D"
FRESH = "Fresh words."


def start(institutions: str):
    def build(world: World) -> Ask:
        board = world.home("public", institutions=institutions).board
        data = {"title": "A new thread", "text": FRESH, "language": "en", "idempotency_key": uuid.uuid4()}
        address = reverse("discussions:new", args=[board.pk])
        return Ask(address, "POST", data, effect=Thread.objects.filter(title="A new thread").exists)

    return build


def reply(surface: str, institutions: str, visibility: str = "public", *, is_closed: bool = False):
    def build(world: World) -> Ask:
        thread = world.thread(world.home(visibility, institutions=institutions))
        return reply_to(closed(thread) if is_closed else thread, surface)

    return build


def reply_to(thread: Thread, surface: str) -> Ask:
    said = Post.objects.filter(thread=thread, text=FRESH).exists
    if surface == "api":
        address = f"/api/v1/threads/{thread.pk}/posts"
        return Ask(
            address,
            "POST",
            {"text": FRESH, "language": "en"},
            json=True,
            headers={"Idempotency-Key": str(uuid.uuid4())},
            effect=said,
            twin=address.replace(str(thread.pk), NEVER),
        )
    address = reverse("discussions:reply", args=[thread.pk])
    data = {"text": FRESH, "language": "en", "idempotency_key": uuid.uuid4()}
    return Ask(address, "POST", data, effect=said, twin=address.replace(str(thread.pk), NEVER))


for policy, verdict in POLICIES:
    only = ("GO",) if policy != "none" else ()
    scene("T02", name=policy, only=only, conditions={"GO": verdict}, tenants=policy == "none")(start(policy))
    for where in ("html", "api"):
        scene("T03", surface=where, name=policy, only=only, conditions={"GO": verdict})(reply(where, policy))
        scene("T03", surface=where, name=f"by-request-{policy}", only=only, conditions={"GO": verdict})(
            reply(where, policy, "request")
        )


def closed(thread: Thread) -> Thread:
    thread.closed_at, thread.closed_why, thread.closed_by = timezone.now(), "Said enough.", thread.author
    thread.save()
    return thread


for where in ("html", "api"):
    scene("T04", surface=where, tenants=True)(reply(where, "write", is_closed=True))


@scene("T05", has_owner=True, others=VISIBLE_ANYWAY)
def edit(world: World) -> Ask:
    """Somebody else's post stands in a public discussion: everybody knows it, so refusing says 403."""
    return _edit(world, world.whose_post(world.community("public", institutions="write")))


@scene("T05", name="as-hidden", has_owner=True, only=("ME", "PM", "ED", "AD"))
def edit_in_the_dark(world: World) -> Ask:
    return _edit(world, world.whose_post(world.community("hidden")))


@scene("T06")
def edit_somebody_elses(world: World) -> Ask:
    return _edit(world, world.thread(world.home("public", institutions="write")).posts.get())


def _edit(world: World, post: Post) -> Ask:
    address = reverse("discussions:edit", args=[post.thread_id, post.number])
    changed = Post.objects.filter(pk=post.pk, text=FRESH)
    data = {"text": FRESH, "language": "en"}
    return Ask(address, "POST", data, effect=changed.exists, twin=address.replace(str(post.thread_id), NEVER))


@scene(
    "T07",
    has_owner=True,
    others=VISIBLE_ANYWAY,
    conditions={"SU": ("D", "C12: only through erasing one's own content, a later issue")},
)
def remove(world: World) -> Ask:
    post = world.whose_post(world.community("public", institutions="write"))
    address = reverse("discussions:remove", args=[post.thread_id, post.number])
    return Ask(address, "POST", effect=Post.objects.filter(pk=post.pk, state="removed").exists)


@scene(
    "T07",
    name="put-back",
    has_owner=True,
    others=VISIBLE_ANYWAY,
    conditions={"SU": ("D", "C12: only through erasing one's own content, a later issue")},
)
def put_back(world: World) -> Ask:
    gone = {"state": "removed", "state_at": timezone.now()}
    post = world.whose_post(world.community("public", institutions="write"), **gone)
    address = reverse("discussions:back", args=[post.thread_id, post.number])
    return Ask(address, "POST", effect=Post.objects.filter(pk=post.pk, state="stands").exists)


UNREPORTED = {"PM": ("D", "C13: nobody reported it")}
REPORTED = {"PM": ("A", "C13: it was reported")}


@scene("T08", name="hide", conditions=UNREPORTED, tenants=True)
def hide(world: World) -> Ask:
    return _hide(world.thread(world.home("public", institutions="write")).posts.get())


@scene("T08", name="hide-reported", only=("ME", "PM", "ED", "AD"), conditions=REPORTED)
def hide_reported(world: World) -> Ask:
    post = world.thread(world.home("public")).posts.get()
    world.report("post", post.pk)
    return _hide(post)


def _hide(post: Post) -> Ask:
    address = reverse("discussions:hide", args=[post.thread_id, post.number])
    hidden = Post.objects.filter(pk=post.pk, state="hidden")
    return Ask(address, "POST", {"why": "It names somebody."}, effect=hidden.exists)


@scene("T08", name="restore", conditions=UNREPORTED, tenants=True)
def restore(world: World) -> Ask:
    post = _hidden_post(world)
    address = reverse("discussions:restore", args=[post.thread_id, post.number])
    return Ask(address, "POST", effect=Post.objects.filter(pk=post.pk, state="stands").exists)


SECRET = "Words that were taken out of sight."
NOT_THE_AUTHOR = dict.fromkeys(("ME", "SU"), ("H", "C14: the author alone, and this is somebody else's"))


@scene("T09", conditions=NOT_THE_AUTHOR | {"PM": ("H", "C13: nobody reported it")}, tenants=True)
def hidden_words(world: World) -> Ask:
    """The place of the post stands on everybody's page; what it said does not."""
    post = _hidden_post(world)
    return Ask(reverse("discussions:thread", args=[post.thread_id]), found=SECRET, open_page=True)


@scene(
    "T09",
    surface="api",
    name="posts",
    conditions=dict.fromkeys(("ME", "CM", "CO", "PM", "SU"), ("H", "the API gives nobody hidden words")),
)
def hidden_words_by_api(world: World) -> Ask:
    post = _hidden_post(world)
    return Ask(f"/api/v1/threads/{post.thread_id}/posts", found=SECRET, open_page=True)


@scene(
    "T09",
    surface="api",
    name="events",
    conditions=dict.fromkeys(("ME", "CM", "CO", "PM", "SU"), ("H", "the API gives nobody hidden words")),
)
def hidden_words_by_events(world: World) -> Ask:
    post = _hidden_post(world)
    return Ask(f"/api/v1/threads/{post.thread_id}/events", found=SECRET, open_page=True)


@scene(
    "T09",
    name="own",
    only=("ME", "SU", "GO"),
    conditions=dict.fromkeys(("ME", "SU"), ("A", "C14: the author reads their own words")),
)
def own_hidden_words(world: World) -> Ask:
    world.mine = True
    post = world.whose_post(
        world.home("public", institutions="write"),
        text=SECRET,
        state="hidden",
        state_at=timezone.now(),
        hidden_why="It names somebody.",
    )
    return Ask(reverse("discussions:thread", args=[post.thread_id]), found=SECRET, open_page=True)


@scene(
    "T10",
    conditions={
        "ME": ("D", "C14: the author alone, and this is somebody else's"),
        "PM": ("D", "C13: nobody reported it"),
    },
    tenants=True,
)
def history(world: World) -> Ask:
    return _history(world.thread(world.home("public", institutions="write")).posts.get())


@scene("T10", name="reported", only=("PM",), conditions=REPORTED)
def reported_history(world: World) -> Ask:
    post = world.thread(world.home("public")).posts.get()
    world.report("post", post.pk)
    return _history(post)


@scene("T10", name="own", only=("ME", "GO", "SU"), conditions={"ME": ("A", "C14: the author")})
def own_history(world: World) -> Ask:
    world.mine = True
    return _history(world.whose_post(world.home("public", institutions="write")))


def _history(post: Post) -> Ask:
    PostRevision.objects.create(
        post=post,
        text="Earlier words.",
        html="<p>Earlier words.</p>",
        language="en",
        written_at=timezone.now(),
    )
    Post.objects.filter(pk=post.pk).update(edited_at=timezone.now())
    return Ask(reverse("discussions:history", args=[post.thread_id, post.number]), found="Earlier words.")


@scene("T12", name="close", tenants=True)
def close(world: World) -> Ask:
    thread = world.thread(world.home("public", institutions="write"))
    shut = Thread.objects.filter(pk=thread.pk).exclude(closed_at=None)
    address = reverse("discussions:close", args=[thread.pk])
    return Ask(address, "POST", {"why": "Said enough."}, effect=shut.exists)


@scene("T12", name="reopen", tenants=True)
def reopen(world: World) -> Ask:
    thread = closed(world.thread(world.home("public", institutions="write")))
    again = Thread.objects.filter(pk=thread.pk, closed_at=None)
    return Ask(reverse("discussions:reopen", args=[thread.pk]), "POST", effect=again.exists)


def _hidden_post(world: World) -> Post:
    thread = world.thread(world.home("public", institutions="write"))
    return world.post(
        thread, text=SECRET, state="hidden", state_at=timezone.now(), hidden_why="It names somebody."
    )
