"""The demo world: believable, complete, the same for the same seed."""

import io
import json
import time

import pytest
from allauth.mfa.totp.internal.auth import hotp_value
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from cms.pages.models import ArticlePage, Feature
from communities.groups.models import Community, JoinRequest
from communities.opportunities.models import Opportunity
from communities.profiles.models import Profile
from communities.profiles.permissions import shown_fields
from core.models import Outbox
from core.numbers import published
from desk.demo_accounts import accounts
from desk.seeding import large
from desk.world.crowd import CROWD
from desk.world.dialogue import QUESTIONS
from desk.world.profiles import PROFILES
from institutions.people import visible_people
from messaging.threads.models import Post, Seat, StreamEvent, Thread
from moderation.models import Case
from tests import make

ROLES = ["UN", "ME", "CM", "CO", "PM", "ED", "GO", "SU", "AD"]


@pytest.fixture
def world(tmp_path, settings):
    file = tmp_path / "world.json"
    call_command("seed", out=str(file), stdout=io.StringIO())
    return json.loads(file.read_text())


def test_the_small_world_has_everybody_standing_as_their_role_says(world):
    counted = {role: sum(user["role"] == role for user in world["users"]) for role in ROLES}
    standing = {"UN": "unverified", "SU": "suspended", "GO": "officer"}
    people = {user.handle: user for user in User.objects.all()}
    found = {user["handle"]: people[user["handle"]].standing for user in world["users"]}
    moderator = next(user for user in world["users"] if user["role"] == "PM")
    account = User.objects.get(email=moderator["email"])
    stored = account.authenticator_set.get(type="totp").wrap()

    assert {role: number >= 2 for role, number in counted.items()} == dict.fromkeys(ROLES, True)
    assert found == {user["handle"]: standing.get(user["role"], "member") for user in world["users"]}
    assert account.check_password(moderator["password"])
    assert stored.validate_code(f"{hotp_value(moderator['totp_secret'], _now()):06}")


def test_the_small_world_tells_what_it_should(world, mailoutbox):
    dialogue = Community.objects.get(name__startswith="International Dialogue")
    titles = set(Thread.objects.filter(board=dialogue.board).values_list("title", flat=True))
    launch = ArticlePage.objects.get(slug="launch-2018")
    other = ArticlePage.objects.get(slug="capacity-is-already-there", alias_of=None)
    told = ArticlePage.objects.filter(translation_key=launch.translation_key, alias_of=None)

    assert titles == {question["title"] for question in QUESTIONS}
    assert sorted(page.locale.language_code for page in told) == ["ar", "en", "es", "fr"]
    assert other.get_translations().filter(alias_of__isnull=False).count() == 3
    assert set(Case.objects.filter(state="open").values_list("kind", flat=True)) == {"post", "opportunity"}
    assert JoinRequest.objects.filter(state="pending").exists()
    assert set(Feature.objects.values_list("kind", flat=True)) == {"thread", "article"}
    assert Opportunity.objects.filter(state="published").count() == 3
    assert (Outbox.objects.count(), mailoutbox) == (0, [])
    for thread in Thread.objects.all():
        said = list(thread.posts.order_by("number").values_list("created_at", flat=True))
        assert said == sorted(said)
        assert thread.number == thread.seq == len(said) == thread.stream.count()


def test_the_small_world_has_members_who_say_something_of_themselves(world):
    spoke = Profile.objects.exclude(user__email__endswith="@quiet.example").select_related("user")
    told = {profile.user.handle: profile for profile in spoke}
    officer = User.objects.get(handle="kwame")

    assert set(told) == set(PROFILES)
    for key, said in PROFILES.items():
        assert told[key].about == said["about"]
        assert told[key].ties.count() == len(said["lives"]) + len(said["ties"])
    assert {person.handle for person in visible_people(officer)} == {"amina", "abena"}
    assert shown_fields(officer, told["amina"]) == {"name", "skills", "availability", "languages"}
    assert not User.objects.exclude(email_verified_at=None).filter(checked_up_at=None).exists()


def test_the_small_world_has_numbers_about_people(world):
    said = published("residence", "heritage", "corridors")
    crowd = sum(number for _tie, _home, number in CROWD)

    assert User.objects.filter(email__endswith="@quiet.example").count() == crowd
    assert not any(user.has_usable_password() for user in User.objects.filter(handle__startswith="quiet-"))
    assert all(len(numbers.shown) >= 5 for numbers in said.values())
    assert not said["residence"].shown.get("AE", 0) > 45
    assert "ET>DE" not in said["corridors"].shown


def test_the_listed_addresses_lead_where_they_say(world):
    client = Client()
    public = [o for o in world["objects"] if o["visibility"] in ("public", "published")]

    answers = {client.get(_path(o["urls"]["html"])).status_code for o in public if o["kind"] != "post"}

    assert answers == {200}


def test_the_same_seed_gives_the_same_accounts():
    assert accounts("x") == accounts("x")
    assert accounts("x") != accounts("y")


def test_a_database_with_people_is_not_seeded_again():
    make.user()

    with pytest.raises(CommandError, match="people already"):
        call_command("seed")


def test_the_large_world_is_as_the_actions_would_have_left_it():
    large.build(seed="s", now=make.NOW, members=150, posts=400, longest=150)

    longest = Thread.objects.order_by("-number").first()
    assert (User.objects.count(), Community.objects.count(), Post.objects.count()) == (150, 100, 400)
    assert (longest.number, longest.seq, longest.posts.count()) == (150, 150, 150)
    assert StreamEvent.objects.count() == Post.objects.count()
    assert Seat.objects.filter(role="steward").count() > 0


def _path(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def _now() -> int:
    return int(time.time()) // 30
