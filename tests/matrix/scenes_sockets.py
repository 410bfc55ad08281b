"""Who may listen live: row D07 follows the read right of each topic."""

from tests.matrix.checks import fingerprint
from tests.matrix.scenes import Topic, scene
from tests.matrix.scenes_reading import KEPT_OUT, LET_IN, NEVER, STAFF_DENIED, STAFF_HIDDEN
from tests.matrix.world import World
from tests.messaging.live.test_consumers import frames_of, sub

NO_SOCKET = dict.fromkeys(
    ("UN", "SU"),
    ("D", "an account that does not take part gets no socket at all (4401); its pages still read"),
)
CLOSED_BEFORE = [4401]


def discussion(visibility: str, *, home: bool = False, institutions: str = "none"):
    def build(world: World) -> Topic:
        place = (world.home if home else world.community)(visibility, institutions=institutions)
        return Topic(world.thread(place).topic, f"thread:{NEVER}")

    return build


for row, visibility, staff in (
    ("C01", "public", {}),
    ("C03", "request", STAFF_DENIED),
    ("C05", "invite", STAFF_HIDDEN),
    ("C06", "hidden", STAFF_HIDDEN),
):
    scene(
        "D07",
        surface="socket",
        name=f"thread-{visibility}",
        reads_as=row,
        conditions=staff | NO_SOCKET,
        tenants=True,
    )(discussion(visibility))
for policy, verdict in (("none", KEPT_OUT), ("read", LET_IN), ("write", LET_IN)):
    only = ("GO",) if policy != "none" else ()
    scene(
        "D07",
        surface="socket",
        name=f"own-community-{policy}",
        reads_as="T01",
        only=only,
        conditions={"GO": verdict},
    )(discussion("request", home=True, institutions=policy))


@scene(
    "D07",
    surface="socket",
    name="me",
    reads_as="R07",
    conditions={"AN": ("D", "nobody has no notices")} | NO_SOCKET,
)
def own_notices(world: World) -> Topic:
    return Topic("me", "me:1")


def check_topic(world: World, topic: Topic, verdict: str) -> None:
    """A refusal is one frame, the same for what is closed, hidden and never was."""
    key = world.client.session.session_key if world.role != "AN" else None
    before = fingerprint()
    heard = frames_of(key, sub(topic.name))
    if verdict == "A":
        assert (heard[0]["t"], heard[0]["topic"]) == ("ok", topic.name)
        return
    assert fingerprint() == before
    never = frames_of(key, sub(topic.twin))
    if world.role in NO_SOCKET:
        assert heard == never == CLOSED_BEFORE
        return
    assert [frame["t"] for frame in heard] == ["denied"]
    assert [{**frame, "topic": ""} for frame in heard] == [{**frame, "topic": ""} for frame in never]
