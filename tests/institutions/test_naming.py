"""Which names institutions may bear, in four languages; the list of kinds."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts import names
from institutions import actions, naming
from institutions.models import Institution
from institutions.vocabulary import GROUPS, OFFICIAL, Kind, Level, kind_choices
from tests import make


def refusal(name: str, kind: str = "association") -> str:
    try:
        naming.allowed(name, kind=kind)
    except ValidationError as error:
        return error.code
    return ""


@pytest.mark.parametrize(
    "name",
    ["Diaspora Health Desk", "Équipe santé de Lyon", "Asociación de madres", "جمعية أطباء المهجر", "Refugee Support e.V.",
     "Wakati (ONG), 2018", "Team for Tomorrow"],
)  # fmt: skip
def test_an_honest_name_is_kept_as_it_was_typed(name):
    assert naming.allowed(f" {name}  ", kind="association") == name


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Both Shores", "reserved"), ("Les deux rives Genève", "reserved"), ("Ambas Orillas", "reserved"),
        ("الضفّتان", "reserved"), ("B0th Sh0res Help", "reserved"), ("Moderator Circle", "reserved"),
        ("La modération", "reserved"), ("Los moderadores moderador", "reserved"), ("مشرفون", "reserved"),
        ("Team", "reserved"), ("Équipe", "reserved"), ("Member", "reserved"), ("Ministry of Weavers", "office"),
        ("Ambassade des tisserands", "office"), ("Consulado popular", "office"), ("سفارة النساجين", "office"),
        ("Мinistry of Weavers", "mixed"), ("Friends of the UN", "office"), ("United Nations", "office"),
        ("Weavers ✔", "signs"), ("Weavers 🏅", "signs"), ("!!!", "length"), ("123", "signs"), ("W", "length"),
        ("W" * 121, "length"),
    ],
)  # fmt: skip
def test_a_name_that_promises_what_it_is_not_is_refused(name, why):
    assert refusal(name) == why


@pytest.mark.parametrize(
    "name",
    [
        "Ministry of Health of Ghana",
        "Ambassade du Mali",
        "Consulado de Lima",
        "سفارة تونس",
        "IOM",
        "Nations unies",
    ],
)
@pytest.mark.parametrize("kind", [Kind.MINISTRY, Kind.MISSION, Kind.INTERNATIONAL])
def test_states_and_what_they_founded_bear_the_words_of_offices(name, kind):
    assert refusal(name, kind) == ""
    assert refusal(name, Kind.NGO) == "office"


@pytest.mark.parametrize(
    "name", ["Diaspora Desk", "DIASPORA-DESK", "Diasp0ra Desk", "Dïaspora  Desk", "Dıaspora Desk"]
)
def test_a_name_that_looks_like_an_institutions_is_taken(name):
    office = make.institution(name="Diaspora Desk", verified_at=None, expires_at=None)

    assert refusal(name) == "taken"
    assert naming.allowed("Diaspora Desk", kind="association", but=office.pk) == "Diaspora Desk"


def test_the_database_refuses_two_that_look_alike():
    make.institution(name="Diaspora Desk")

    with pytest.raises(IntegrityError), transaction.atomic():
        make.institution(name="Diaspora-Desk")
    with pytest.raises(ValidationError, match="looks like it"):
        actions.describe(Institution(slug="other"), name="diaspora desk", kind="city", website="")


def test_the_database_refuses_a_level_that_is_none():
    with pytest.raises(IntegrityError, match=r"level_is_known|CHECK"), transaction.atomic():
        make.institution(level="moon")


def test_describe_refuses_a_country_that_is_none():
    with pytest.raises(ValidationError) as found:
        actions.describe(Institution(slug="x"), name="Desk", kind="city", website="", country="QQ")

    assert list(found.value.message_dict) == ["country"]


def test_renaming_makes_it_look_otherwise():
    office = make.institution(name="Old Desk")

    actions.describe(office, name="New Desk", kind="city", website="", level="local", country="GH")

    office.refresh_from_db()
    assert (office.name_skeleton, office.level, office.country) == (
        names.skeleton("New Desk"),
        Level.LOCAL,
        "GH",
    )
    assert not naming.is_taken("Old Desk")


def test_every_kind_stands_in_one_group():
    listed = [kind for _group, kinds in GROUPS for kind in kinds]

    assert sorted(listed) == sorted(Kind)
    assert {Kind.MINISTRY, Kind.MISSION, Kind.INTERNATIONAL} <= OFFICIAL < set(Kind)
    assert [len(kinds) for _group, kinds in kind_choices()] == [len(kinds) for _group, kinds in GROUPS]


def test_members_bear_neither_the_words_of_the_team_nor_those_of_offices():
    """The lists were cut in two for institutions; for members they are one."""
    for name in ("A Moderator", "My Ministry", "The Support", "Équipe bleue", "سفارة", "Both Shores", "UN"):
        with pytest.raises(ValidationError), translation.override("en"):
            names.allowed(name)
