"""Makers: each returns a saved, valid object; a test states only what matters to it."""

import datetime as dt
import uuid
from itertools import count

from django.contrib.auth.models import Group

from accounts.models import Consent, User
from accounts.permissions import ADMINISTRATORS, EDITORS, MODERATORS
from communities.groups.models import Community, Membership
from communities.opportunities.models import Application, Opportunity
from communities.profiles.models import Profile
from institutions.models import Institution, InstitutionRequest, Invitation, Mandate, Opening, OptIn, Vouch
from messaging.threads.models import Board, Post, Seat, StreamEvent, Thread
from uploads.models import StoredFile

_n = count(1)
NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
LATER = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)


def user(**given) -> User:
    """A verified member."""
    n = next(_n)
    facts = {"email": f"p{n}@example.org", "name": f"Person {n}", "email_verified_at": NOW} | given
    return User.objects.create_user(facts.pop("email"), facts.pop("password", None), **facts)


def unverified(**given) -> User:
    return user(email_verified_at=None, **given)


def suspended(**given) -> User:
    return user(suspended_at=NOW - dt.timedelta(days=1), suspended_why="A reason.", **given)


def in_group(group: str, **given) -> User:
    person = user(**{"second_factor_since": NOW} | given)
    person.groups.add(Group.objects.get_or_create(name=group)[0])
    return person


def moderator(**given) -> User:
    return in_group(MODERATORS, **given)


def editor(**given) -> User:
    return in_group(EDITORS, **given)


def administrator(**given) -> User:
    return in_group(ADMINISTRATORS, **given)


def institution(**given) -> Institution:
    """A verified institution."""
    n = next(_n)
    facts = {
        "name": f"Office {n}",
        "slug": f"office-{n}",
        "kind": Institution.Kind.GOVERNMENT,
        "verified_at": NOW - dt.timedelta(days=1),
        "expires_at": LATER,
    } | given
    if facts["verified_at"]:
        facts.setdefault("verified_by", user())
        facts.setdefault("also_verified_by", user())
    return Institution.objects.create(**facts)


def officer(office: Institution | None = None, *, role="owner", **given) -> User:
    """Somebody with an active mandate, a second factor and the terms accepted."""
    office = office or institution()
    person = user(
        office_name=office.name,
        office_slug=office.slug,
        office_kind=office.kind,
        **{"second_factor_since": NOW, "office_terms_at": NOW} | given,
    )
    Mandate.objects.create(user=person, institution=office, role=role, began_at=NOW - dt.timedelta(days=1))
    return person


def profile(person: User | None = None, **given) -> Profile:
    """Somebody with a word about themselves."""
    return Profile.objects.create(**{"user": person or user(), "about": "I mend looms."} | given)


def opt_in(member: User, office: Institution) -> OptIn:
    """A member who lets an institution meet them, without going through the action."""
    Consent.objects.create(
        user=member, purpose="institution", recipient=office.slug, text_hash="", language="en", given_at=NOW
    )
    return OptIn.objects.create(member=member, institution=office, since=NOW)


POLICY = {  # what a community's visibility means for its board
    "public": ("all", "known"),
    "request": ("seats", "known"),
    "invite": ("seats", "secret"),
    "hidden": ("seats", "secret"),
}


def board(**given) -> Board:
    return Board.objects.create(**{"host_kind": "community"} | given)


def community(
    *, visibility="public", members=(), moderators=(), stewards=(), institutions="none", **given
) -> Community:
    n = next(_n)
    reads, existence = POLICY[visibility]
    facts = {
        "name": f"Community {n}",
        "slug": f"community-{n}",
        "purpose": "What we do together.",
        "language": "en",
        "visibility": visibility,
    } | given
    if "created_by" not in facts:
        facts["created_by"] = stewards[0] if stewards else user()
    if "board" not in facts:
        facts["board"] = board(reads=reads, existence=existence, institutions=institutions)
    made = Community.objects.create(**facts)
    for role, people in (("member", members), ("moderator", moderators), ("steward", stewards)):
        for person in people:
            member(made, person, role=role)
    return made


def member(of: Community, person: User | None = None, *, role="member") -> User:
    """Somebody with a membership and the seat that mirrors it."""
    person = person or user()
    Membership.objects.create(community=of, user=person, role=role, since=NOW)
    Seat.objects.create(board=of.board, user=person, role=role, since=NOW)
    return person


def thread(on: Board | Community | None = None, *, posts=0, **given) -> Thread:
    on = on or community()
    on = on if isinstance(on, Board) else on.board
    facts = {
        "board": on,
        "title": f"Discussion {next(_n)}",
        "language": "en",
        "created_at": NOW,
        "last_post_at": NOW,
    } | given
    facts.setdefault("author", None)
    facts["author"] = facts["author"] or user()
    made = Thread.objects.create(**facts)
    for _ in range(posts):
        post(made, author=made.author)
    return made


def post(on: Thread | None = None, **given) -> Post:
    """The next post of a discussion, with its event, without going through the action."""
    on = on or thread()
    on.refresh_from_db()
    author = given.pop("author", None) or user()
    spoke = Post.objects.filter(thread=on, author=author).values_list("voice", flat=True).first()
    on.voices += 0 if spoke else 1
    on.number, on.seq = on.number + 1, on.seq + 1
    on.save()
    facts = {
        "thread": on,
        "number": on.number,
        "seq": on.seq,
        "author": author,
        "voice": spoke or on.voices,
        "language": "en",
        "text": f"Words of post {on.number}.",
        "key": uuid.uuid4(),
        "body_hash": "",
        "created_at": NOW,
    } | given
    facts.setdefault("html", f"<p>{facts['text']}</p>")
    made = Post.objects.create(**facts)
    StreamEvent.objects.create(
        thread=on, seq=on.seq, kind=StreamEvent.Kind.NEW, post=made, at=facts["created_at"]
    )
    return made


def stored_file(owner: User | None = None, **given) -> StoredFile:
    """The row of a picture; its bytes are not written."""
    facts = {
        "kind": "picture",
        "names": ["96.webp"],
        "bytes": 1000,
        "sha256": "0" * 64,
        "created_at": NOW,
    } | given
    return StoredFile.objects.create(owner=owner or user(), **facts)


def opportunity(*, state="published", office: Institution | None = None, **given) -> Opportunity:
    n = next(_n)
    author = given.pop("author", None)
    if author is None:
        author = officer(office)
    office = office or author.mandates.get().institution
    facts = {
        "institution": office,
        "author": author,
        "kind": Opportunity.Kind.SKILLS,
        "title": f"Opportunity {n}",
        "slug": f"opportunity-{n}",
        "text": "What it is about.",
        "html": "<p>What it is about.</p>",
        "language": "en",
        "place": "Kumasi",
        "languages": ["en"],
        "cost": "Travel and housing are covered.",
        "closes_at": LATER,
        "state": state,
    } | given
    if state == "published":
        facts.setdefault("released_by", moderator())
        facts.setdefault("published_at", NOW)
    if state != "draft":
        facts.setdefault("submitted_at", NOW)
    if state == "returned":
        facts.setdefault("returned_why", "Please say who may answer.")
    return Opportunity.objects.create(**facts)


def answer(to: Opportunity, person: User | None = None, **given) -> Application:
    """A member's answer, without going through the action."""
    facts = {
        "opportunity": to,
        "user": person or user(),
        "number": to.applications.count() + 1,
        "text": "I taught this for six years.",
        "language": "en",
        "sent_at": NOW,
    } | given
    return Application.objects.create(**facts)


def opening(member: User, by: User | None = None, **given) -> Opening:
    """A row of the ledger: an officer of an institution that the member named opened something."""
    by = by or officer()
    office = by.mandates.get().institution
    consent = Consent.objects.filter(user=member, recipient=office.slug, withdrawn_at=None).first()
    if consent is None:
        opt_in(member, office)
        consent = Consent.objects.get(user=member, recipient=office.slug, withdrawn_at=None)
    facts = {
        "subject": member,
        "reader": by,
        "standing": "officer",
        "institution_name": office.name,
        "institution_slug": office.slug,
        "consent": consent,
        "fields": "name,skills",
        "why": "named",
        "at": NOW,
    } | given
    facts.setdefault("hour", facts["at"].replace(minute=0, second=0, microsecond=0))
    return Opening.objects.create(**facts)


def staff_opening(member: User, by: User | None = None, **given) -> Opening:
    """A row of the ledger: a moderator opened something for a reason."""
    facts = {
        "subject": member,
        "reader": by or moderator(),
        "standing": "moderator",
        "fields": "about",
        "why": "A report about threats.",
        "at": NOW,
    } | given
    facts.setdefault("hour", facts["at"].replace(minute=0, second=0, microsecond=0))
    return Opening.objects.create(**facts)


def institution_request(*, state="confirmed", **given) -> InstitutionRequest:
    """What a member asked for, confirmed by a second person unless the state says otherwise."""
    n = next(_n)
    facts = {
        "name": f"Asked Office {n}",
        "kind": Institution.Kind.NGO,
        "level": Institution.Level.NATIONAL,
        "country": "GH",
        "website": "https://asked.example",
        "function": "Head of desk",
        "evidence": "See the page of our team.",
        "state": state,
        "requested_at": NOW,
    } | given
    facts.setdefault("asker", None)
    facts["asker"] = facts["asker"] or user()
    if "institution" not in facts:
        facts.setdefault("second", user())
    if state in ("confirmed", "verified", "refused"):
        facts.setdefault("confirmed_at", NOW)
    if state in ("withdrawn", "declined"):
        facts["evidence"] = ""
    return InstitutionRequest.objects.create(**facts)


def vouch(request: InstitutionRequest | None = None, voucher: Institution | None = None, **given) -> Vouch:
    """What an institution of a country of its own is asked; the rest as its state needs it."""
    facts = {"state": "asked", "asked_at": NOW} | given
    if facts["state"] != "asked":
        facts.setdefault("answered_at", NOW)
    if facts["state"] in ("given", "withdrawn"):
        facts.setdefault("why", "We have worked with them for years.")
    if facts["state"] == "withdrawn":
        facts.setdefault("ended_at", NOW)
    if request is None and facts.get("institution") is None:
        request = institution_request(is_paperless=True)
    voucher = voucher or institution(country="FR")
    return Vouch.objects.create(voucher=voucher, request=request, **facts)


def vouched_for(*vouchers: Institution, **given) -> Institution:
    """A verified institution without papers that rests on these, on two with papers unless said otherwise."""
    vouchers = vouchers or (institution(country="FR"), institution(country="IT"))
    office = institution(**{"kind": "association", "country": "GH", "is_vouched_for": True} | given)
    for voucher in vouchers:
        vouch(voucher=voucher, institution=office, state="given")
    return office


def invitation(institution: Institution, person: User | None, **given) -> Invitation:
    """An open invitation by the first owner there is."""
    facts = {
        "institution": institution,
        "user": person,
        "handle": person.handle if person else "nobody-here",
        "role": Mandate.Role.EDITOR,
        "made_at": NOW,
    } | given
    if "by" not in facts:
        facts["by"] = Mandate.objects.filter(institution=institution, role="owner").earliest("pk").user
    return Invitation.objects.create(**facts)
