"""Who offers, releases, answers and reads answers: rows O01–O06 and O09."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from communities.opportunities import actions
from communities.opportunities.models import Application, Opportunity
from tests import make
from tests.matrix.scenes import Ask, scene
from tests.matrix.world import World

NEVER_WAS = "never-was"
WHAT_WAITS_IS_HIDDEN = dict.fromkeys(
    ("UN", "ME", "CM", "CO", "GO", "SU", "AD"),
    ("H", "what waits is itself hidden from this role (O04), and so is its case"),
)
CONCERNED = "never own, never own organisation"


@scene("O01", name="page")
def read(world: World) -> Ask:
    made = make.opportunity(office=world.other_office)
    return Ask(made.get_absolute_url(), found=made.text)


@scene("O01", name="list")
def read_list(world: World) -> Ask:
    made = make.opportunity(office=world.other_office)
    return Ask(reverse("opportunities:list"), found=made.title)


def facts() -> dict:
    closes = timezone.now() + dt.timedelta(days=30)
    return {
        "kind": "skills", "title": "Weave with us", "language": "en", "text": "Bring a shuttle.",
        "place": "Kumasi", "languages_0": "en", "cost": "Travel is covered.", "zone": "UTC",
        "closes_at_0": f"{closes:%Y-%m-%d}", "closes_at_day": f"{closes:%Y-%m-%d}",
        "closes_at_1": "18:00", "closes_at_hour": "18:00",
    }  # fmt: skip


@scene("O02", name="draft")
def draft(world: World) -> Ask:
    world.office  # noqa: B018 - the officer's own; editors and administrators choose it
    made = Opportunity.objects.filter(title="Weave with us")
    data = facts() | {"institution": world.office.pk}
    return Ask(reverse("opportunities:new"), "POST", data, effect=made.exists)


@scene("O02", name="form")
def form(world: World) -> Ask:
    world.office  # noqa: B018
    return Ask(reverse("opportunities:new"), found='name="cost"')


@scene("O02", name="own-page")
def mine(world: World) -> Ask:
    made = make.opportunity(state="draft", author=_writer(world), office=world.office)
    return Ask(reverse("opportunities:mine"), found=made.title)


DRAFTS_ARE_HIDDEN = dict.fromkeys(
    ("AN", "UN", "ME", "CM", "CO", "PM", "SU"), ("H", "a draft is hidden from who does not write it (O04)")
) | {"PM": ("D", "moderators read what they release (O04), and do not write it")}


@scene("O02", name="edit", conditions=DRAFTS_ARE_HIDDEN)
def edit(world: World) -> Ask:
    made = make.opportunity(state="draft", author=_writer(world), office=world.office)
    address = reverse("opportunities:edit", args=[made.slug])
    changed = Opportunity.objects.filter(pk=made.pk, title="Weave with us")
    return Ask(address, "POST", facts(), effect=changed.exists, twin=_never("edit"))


@scene("O02", name="submit", conditions=DRAFTS_ARE_HIDDEN)
def submit(world: World) -> Ask:
    made = make.opportunity(state="draft", author=_writer(world), office=world.office)
    waits = Opportunity.objects.filter(pk=made.pk, state="pending")
    return Ask(
        reverse("opportunities:submit", args=[made.slug]), "POST", effect=waits.exists, twin=_never("submit")
    )


@scene("O02", name="close")
def close(world: World) -> Ask:
    made = make.opportunity(author=_writer(world), office=world.office)
    closed = Opportunity.objects.filter(pk=made.pk).exclude(closed_at=None)
    return Ask(reverse("opportunities:close", args=[made.slug]), "POST", effect=closed.exists)


@scene(
    "O02",
    name="close-another-organisations",
    only=("GO",),
    conditions={"GO": ("D", "on behalf of the institution of the mandate alone")},
)
def close_another(world: World) -> Ask:
    made = make.opportunity(office=world.other_office)
    return Ask(reverse("opportunities:close", args=[made.slug]), "POST")


@scene("O03", name="release", conditions=WHAT_WAITS_IS_HIDDEN)
def release(world: World) -> Ask:
    made = _pending(world)
    return _decide(made, "release", Opportunity.objects.filter(pk=made.pk, state="published").exists)


@scene("O03", name="return", conditions=WHAT_WAITS_IS_HIDDEN)
def give_back(world: World) -> Ask:
    made = _pending(world)
    return _decide(made, "return", Opportunity.objects.filter(pk=made.pk, state="returned").exists)


@scene("O03", name="own", only=("ED",), conditions={"ED": ("D", CONCERNED)})
def release_own(world: World) -> Ask:
    return _decide(_pending(world, author=world.viewer), "release", None)


@scene(
    "O03", name="former-office", only=("PM", "ED"), conditions=dict.fromkeys(("PM", "ED"), ("D", CONCERNED))
)
def release_for_an_office_of_before(world: World) -> Ask:
    began = timezone.now() - dt.timedelta(days=40)
    world.other_office.mandates.create(
        user=world.viewer, began_at=began, ended_at=began + dt.timedelta(days=1)
    )
    return _decide(_pending(world), "release", None)


@scene("O04", name="draft")
def read_draft(world: World) -> Ask:
    return _unpublished(world, "draft")


@scene("O04", name="pending")
def read_pending(world: World) -> Ask:
    return _unpublished(world, "pending")


@scene("O04", name="returned")
def read_returned(world: World) -> Ask:
    return _unpublished(world, "returned")


@scene("O04", name="own", only=("GO",), conditions={"GO": ("A", "the row speaks of another organisation's")})
def read_own_draft(world: World) -> Ask:
    made = make.opportunity(state="draft", author=make.officer(world.office))
    return Ask(made.get_absolute_url(), found=made.text)


@scene("O05")
def answer(world: World) -> Ask:
    made = make.opportunity(office=world.other_office)
    sent = Application.objects.filter(opportunity=made, text="I weave.")
    address = reverse("opportunities:answer", args=[made.slug])
    return Ask(address, "POST", {"text": "I weave.", "language": "en"}, effect=sent.exists)


ANSWER = "I taught weaving for six years."


@scene(
    "O06",
    name="own-organisation",
    conditions={"GO": ("A", "C17: of the organisation that offers it")},
)
def read_answers(world: World) -> Ask:
    return _answers(make.opportunity(author=make.officer(world.office)))


@scene(
    "O06",
    name="other-organisation",
    only=("GO",),
    conditions={"GO": ("H", "C17: reviewers of the owning organisation")},
)
def read_others_answers(world: World) -> Ask:
    return _answers(make.opportunity(office=world.other_office))


@scene("O06", name="withdrawn", only=("GO",), conditions={"GO": ("H", "C17: ends at withdrawal")})
def read_withdrawn(world: World) -> Ask:
    made = make.opportunity(author=make.officer(world.office))
    make.answer(made, text=ANSWER, withdrawn_at=timezone.now())
    return Ask(reverse("opportunities:answers", args=[made.slug]), found=ANSWER, open_page=True)


@scene("O06", name="on-the-page", only=("ME", "CM", "PM", "ED", "AD", "SU"))
def answers_of_others(world: World) -> Ask:
    made = make.opportunity(office=world.other_office)
    make.answer(made, text=ANSWER)
    return Ask(made.get_absolute_url(), found=ANSWER, open_page=True)


@scene("O09", has_owner=True)
def withdraw(world: World) -> Ask:
    """Somebody else's: there is no address of it; withdrawing where one sent nothing finds nothing."""
    made = make.opportunity(office=world.other_office)
    sender = world.viewer if world.mine and world.role != "AN" else world.author
    sent = make.answer(made, sender)
    gone = Application.objects.filter(pk=sent.pk).exclude(withdrawn_at=None)
    return Ask(
        reverse("opportunities:withdraw", args=[made.slug]),
        "POST",
        effect=gone.exists,
        twin=_never("withdraw"),
    )


def _never(name: str) -> str:
    return reverse(f"opportunities:{name}", args=[NEVER_WAS])


def _writer(world: World):
    """GO writes for their office; ED and AD what they began themselves; for the others it is somebody's."""
    return world.viewer if world.role in ("GO", "ED", "AD") else make.officer(world.office)


def _pending(world: World, author=None) -> Opportunity:
    made = make.opportunity(
        state="draft", office=world.other_office, author=author or make.officer(world.other_office)
    )
    return actions.submit(made, by=made.author, at=timezone.now())


def _decide(made: Opportunity, verdict: str, effect) -> Ask:
    from moderation.models import Case

    case = Case.objects.get(kind="opportunity", object_id=str(made.pk))
    address = reverse("moderation:decide", args=[case.pk])
    never = reverse("moderation:decide", args=[987654321])
    return Ask(
        address, "POST", {"verdict": verdict, "reason": "As our rules say."}, effect=effect, twin=never
    )


def _unpublished(world: World, state: str) -> Ask:
    made = make.opportunity(
        state=state, office=world.other_office, text="Unfinished words.", html="<p>Unfinished words.</p>"
    )
    return Ask(made.get_absolute_url(), found="Unfinished words.", twin=_never("opportunity"))


def _answers(made: Opportunity) -> Ask:
    make.answer(made, text=ANSWER)
    return Ask(reverse("opportunities:answers", args=[made.slug]), found=ANSWER, twin=_never("answers"))
