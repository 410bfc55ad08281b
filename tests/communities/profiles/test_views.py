"""The pages: what a fresh account shows to all ten roles, view-as byte for byte, forms that come back."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Block, User
from communities.profiles.fields import FIELDS
from communities.profiles.forms import FORMS
from communities.profiles.models import Profile
from institutions.models import OptIn
from tests import make
from tests.communities.profiles.conftest import for_all, on_page, told
from tests.matrix.checks import plain

NEVER_WAS = "/en/people/never-was/"
ROLES = {  # role → what a person tells it who never chose anything (DP11); None: there is no page
    "AN": (lambda: None, None),
    "UN": (make.unverified, None),
    "ME": (make.user, {"picture", "about", "interests"}),
    "CM": (make.user, {"picture", "about", "interests", "skills", "languages", "availability"}),
    "CO": (make.user, {"picture", "about", "interests", "skills", "languages", "availability"}),
    "PM": (make.moderator, {"picture", "about", "interests"}),
    "ED": (make.editor, {"picture", "about", "interests"}),
    "GO": (make.officer, None),
    "SU": (make.suspended, None),
    "AD": (make.administrator, {"picture", "about", "interests"}),
}


def page(person) -> str:
    return reverse("people:person", args=[person.handle])


def as_(viewer) -> Client:
    client = Client()
    if viewer is not None:
        client.force_login(viewer)
        client.get(reverse("settings:index"))
    return client


def main(response) -> str:
    return re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)[0]


def together(*people):
    home = make.community(institutions="read")
    for one in people:
        make.member(home, one)


# -- who gets what -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_what_a_fresh_account_tells_each_role(person, role):
    make_viewer, fields = ROLES[role]
    viewer = make_viewer()
    told(person)
    if role in ("CM", "CO", "GO", "UN", "SU"):
        together(person, viewer)

    response = as_(viewer).get(page(person))

    if role == "AN":
        assert (response.status_code, response.url.split("?")[0]) == (302, reverse("account_login"))
    elif fields is None:
        assert plain(response) == plain(as_(viewer).get(NEVER_WAS))
    else:
        assert response.status_code == 200
        assert on_page(response.content.decode()) == fields


def test_a_page_for_everyone_is_open_to_visitors_and_calls_nobody_by_a_name_for_members(person, client):
    told(person, **for_all("everyone"))

    response = client.get(page(person))

    body = response.content.decode()
    guarded = {key for key, field in FIELDS.items() if field.is_guarded}
    assert response.status_code == 200
    assert on_page(body) == set(FIELDS) - guarded
    assert person.name not in body
    assert "Member since" not in body
    User.objects.filter(pk=person.pk).update(name_audience="everyone")
    assert person.name in client.get(page(person)).content.decode()


def test_what_is_for_everyone_and_empty_opens_no_page(person, client):
    Profile.objects.create(user=person, about_audience="everyone")
    User.objects.filter(pk=person.pk).update(name_audience="everyone")

    response, never = client.get(page(person)), client.get(NEVER_WAS)

    assert (response.status_code, never.status_code) == (302, 302)
    assert response.url == never.url.replace("never-was", person.handle)


@pytest.mark.parametrize("path", ["", "as/member/"])
@pytest.mark.parametrize("who", ["visitor", "member", "oneself"])
def test_search_engines_and_archives_are_asked_to_keep_out(person, who, path):
    told(person, **for_all("everyone"))
    if path and who != "oneself":
        return
    client = as_({"visitor": None, "member": make.user(), "oneself": person}[who])

    assert client.get(page(person) + path)["X-Robots-Tag"] == "noindex, noarchive"


def test_markup_is_shown_as_it_was_typed(person):
    told(person)
    Profile.objects.update(about="<b>bold</b> & <script>alert(1)</script>\nsecond line")

    body = as_(make.user()).get(page(person)).content.decode()

    assert "&lt;b&gt;bold&lt;/b&gt; &amp; &lt;script&gt;" in body
    assert "<br>second line" in body


def test_own_page_says_of_each_field_whom_it_is_for(person):
    told(person, about="everyone", heritage="members")
    Profile.objects.update(skills_institutions=True)

    body = main(as_(person).get(page(person)))

    assert on_page(body) == set(FIELDS)
    for words in ("Only me", "Members of my communities", "All members", "Everyone, visitors and institutions too",
                  "and institutions I named"):  # fmt: skip
        assert words in body


def test_who_blocked_is_offered_to_unblock(person):
    viewer = make.user()
    Block.objects.create(by=viewer, whom=person)
    told(person)

    body = as_(viewer).get(page(person)).content.decode()

    assert reverse("people:unblock", args=[person.handle]) in body
    assert "You have blocked this person" in body


def test_officers_and_the_unverified_are_offered_no_block(person):
    told(person, **for_all("everyone"))

    for viewer in (make.officer(), make.unverified()):
        body = as_(viewer).get(page(person)).content.decode()
        assert reverse("people:block", args=[person.handle]) not in body


# -- view as: the bytes that others get (DP12) -----------------------------------------------------------------


def eyes(person):
    """(address of view-as, a viewer who stands like that) for each kind."""
    neighbour, officer = make.user(), make.officer()
    together(person, neighbour)
    office = officer.mandates.get().institution
    make.opt_in(person, office)
    unnamed = make.officer()
    at = [person.handle]
    return [
        (reverse("people:as", args=[*at, "visitor"]), None),
        (reverse("people:as", args=[*at, "member"]), make.user()),
        (reverse("people:as", args=[*at, "community"]), neighbour),
        (reverse("people:as-institution", args=[*at, office.slug]), officer),
        (reverse("people:as-institution", args=[*at, unnamed.office_slug]), unnamed),
    ]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("audience", ["only_me", "communities", "members", "everyone"])
def test_view_as_is_byte_for_byte_what_they_get(person, audience, language):
    told(person, **for_all(audience))
    Profile.objects.update(about_institutions=True, full_name_institutions=True)
    mine, compared = as_(person), []

    for address, viewer in eyes(person):
        theirs = as_(viewer).get(page(person).replace("/en/", f"/{language}/"))
        seen = mine.get(address.replace("/en/", f"/{language}/"))
        assert seen.status_code == 200
        if theirs.status_code == 200:
            assert main(theirs) == main(seen)
        else:
            assert theirs.status_code == (302 if viewer is None else 404)
            assert on_page(seen.content.decode()) == set()
            assert person.name not in main(seen)
        compared.append(theirs.status_code)

    assert compared == ([200] * 5 if audience == "everyone" else [302, 200, 200, 200, 404])


def test_view_as_is_for_oneself(person):
    for viewer, status in (
        (None, 302),
        (make.user(), 404),
        (make.administrator(), 404),
        (make.officer(), 404),
    ):
        for address in (reverse("people:as", args=[person.handle, "member"]),
                        reverse("people:as-institution", args=[person.handle, make.institution().slug])):  # fmt: skip
            assert as_(viewer).get(address).status_code == status


@pytest.mark.parametrize("who", ["nobody", "me", "officer", "institution"])
def test_view_as_nobody_known_is_not_there(person, who):
    assert as_(person).get(reverse("people:as", args=[person.handle, who])).status_code == 404


def test_view_as_an_unknown_institution_is_not_there(person):
    never = make.institution(verified_at=None, expires_at=None)

    for slug in (never.slug, "no-such"):
        assert (
            as_(person).get(reverse("people:as-institution", args=[person.handle, slug])).status_code == 404
        )


def test_officers_see_that_nobody_sees_their_page():
    officer = make.officer()
    told(officer, **for_all("everyone"))

    body = as_(officer).get(reverse("people:as", args=[officer.handle, "member"])).content.decode()

    assert on_page(body) == set()
    assert as_(make.user()).get(page(officer)).status_code == 404


# -- forms ---------------------------------------------------------------------------------------------------

VALID = {
    "about": {"about": "I mend looms.\r\nOn Sundays."},
    "self_description": {"self_description": "from  Cebu and Hamburg"},
    "full_name": {"full_name": "أمينة ديالو"},
    "residence": {"country_0": "DE", "country_1": "", "place": ""},
    "heritage": {"country_0": "GH", "country_1": "IT", "country_2": "", "country_3": "", "place": "Rojava",
                 "generation": "parents"},
    "mother_tongues": {"language_0": "sw", "language_1": "ff", "language_2": ""},
    "languages": {"language_0": "fr", "level_0": "fluent", "language_1": "de", "level_1": "learning"},
    "skills": {"skills": ["nursing", "care"], "sectors": ["health"]},
    "interests": {"themes": ["relief", "health"]},
    "availability": {"hours": "8", "works": "remote", "paused": "on"},
}  # fmt: skip


def address(key) -> str:
    return reverse(f"profile:{FIELDS[key].slug}")


@pytest.mark.parametrize("key", FORMS)
def test_what_was_said_is_kept_and_shown_again(person, key):
    client = as_(person)

    response = client.post(address(key), {**VALID[key], "audience": "communities", "institutions": "on"})

    profile = Profile.objects.get()
    form = FORMS[key](profile=profile)
    shown = {name: form.initial.get(name) or "" for name in form.fields}
    expected = {
        "about": "I mend looms.\nOn Sundays.", "self_description": "from Cebu and Hamburg", "hours": 8, "paused": True,
        "skills": ["nursing", "care"], "themes": ["relief", "health"],
    }  # fmt: skip
    assert (response.status_code, response.url) == (303, f"{reverse('profile:overview')}#{FIELDS[key].slug}")
    for name, value in VALID[key].items():
        found = sorted(shown[name]) if isinstance(value, list) else shown[name]
        wanted = expected.get(name, value)
        assert found == (sorted(wanted) if isinstance(wanted, list) else wanted), name
    assert profile.audience(key) == "communities"
    assert profile.is_ticked(key) is not FIELDS[key].is_guarded
    assert client.get(address(key)).status_code == 200


@pytest.mark.parametrize(
    ("key", "bad"),
    [
        ("about", {"about": "x" * 601}),
        ("about", {"about": "a\x00b"}),
        ("about", {"audience": "friends"}),
        ("about", {"audience": ""}),
        ("self_description", {"self_description": "x" * 121}),
        ("full_name", {"full_name": "x" * 81}),
        ("residence", {"country_0": "ZZ"}),
        ("residence", {"place": "x" * 61}),
        ("residence", {"audience": "everyone"}),
        ("heritage", {"generation": "third"}),
        ("mother_tongues", {"language_0": "xx"}),
        ("languages", {"level_0": ""}),
        ("languages", {"level_0": "native"}),
        ("languages", {"language_1": "fr"}),
        ("skills", {"skills": ["juggling"]}),
        ("interests", {"themes": ["<b>"]}),
        ("availability", {"hours": "41"}),
        ("availability", {"hours": "-1"}),
        ("availability", {"hours": "many"}),
        ("availability", {"works": "moon"}),
    ],
)
def test_bad_input_comes_back_beside_its_field_and_changes_nothing(person, key, bad):
    told(person)
    before = Profile.objects.values().get()

    response = as_(person).post(address(key), {**VALID[key], "audience": "members", **bad})

    body = response.content.decode()
    assert response.status_code == 422
    assert 'id="error-summary"' in body
    assert set(bad) & set(response.context["form"].errors)
    assert '<div class="field bad"' in body
    assert Profile.objects.values().get() == before


def test_a_language_is_a_mother_tongue_or_another_one(person):
    told(person)

    response = as_(person).post(
        address("languages"), {"language_0": "sw", "level_0": "fluent", "audience": "members"}
    )

    assert response.status_code == 422
    assert "You named this language already" in response.content.decode()
    assert sorted(Profile.objects.get().spoken.values_list("language", flat=True)) == ["nl", "sw"]


def test_reading_the_settings_makes_no_profile(person):
    client = as_(person)

    for name in ("overview", "check-up", "institutions", *(field.slug for field in FIELDS.values())):
        assert client.get(reverse(f"profile:{name}")).status_code == 200
    assert client.get(page(person)).status_code == 200
    assert not Profile.objects.exists()


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_pages_stand_in_every_language(person, language):
    told(person)
    make.opt_in(person, make.institution())
    client = as_(person)
    names = ("overview", "check-up", "institutions", *(field.slug for field in FIELDS.values()))

    paths = [reverse(f"profile:{name}") for name in names] + [page(person)]

    assert {client.get(path.replace("/en/", f"/{language}/")).status_code for path in paths} == {200}


# -- check-up and institutions -------------------------------------------------------------------------------


def test_the_first_page_after_sign_up_leads_to_the_check_up_until_it_is_done(person):
    client, link = as_(person), reverse("profile:check-up")
    elsewhere = client.get(reverse("communities:list")).content.decode()
    before = client.get("/en/").content.decode()

    response = client.post(link, {"skip": "1"})

    assert (link in before, link in elsewhere) == (True, False)
    assert (response.status_code, response.url) == (303, reverse("profile:overview"))
    assert link not in client.get("/en/").content.decode()
    assert {Profile.objects.get().audience(key) for key in FIELDS} == {"only_me"}


@pytest.mark.parametrize("who", [make.officer, make.unverified, make.suspended, lambda: None])
def test_who_is_no_member_is_not_asked(who):
    assert reverse("profile:check-up") not in as_(who()).get("/en/").content.decode()


@pytest.mark.parametrize(
    ("preset", "about"), [("open", "everyone"), ("careful", "members"), ("hidden", "only_me")]
)
def test_a_preset_is_one_press(person, preset, about):
    told(person)

    response = as_(person).post(reverse("profile:check-up"), {"preset": preset})

    assert (response.status_code, Profile.objects.get().about_audience) == (303, about)


@pytest.mark.parametrize("data", [{}, {"preset": "famous"}, {"preset": ""}])
def test_no_preset_is_no_choice(person, data):
    response = as_(person).post(reverse("profile:check-up"), data)

    assert response.status_code == 422
    assert 'id="error-summary"' in response.content.decode()
    assert not Profile.objects.exists()
    assert User.objects.get(pk=person.pk).checked_up_at is None


def test_an_institution_is_named_and_taken_back(person):
    officer, client = make.officer(), as_(person)
    office = officer.mandates.get().institution
    told(person, **for_all("only_me"))
    Profile.objects.update(about_institutions=True)

    named = client.post(reverse("profile:institutions"), {"institution": office.slug})
    listed = client.get(reverse("profile:institutions")).content.decode()
    seen = as_(officer).get(page(person))
    back = client.post(reverse("profile:withdraw", args=[office.slug]))
    gone = as_(officer).get(page(person))

    assert (named.status_code, back.status_code) == (303, 303)
    assert office.name in listed
    assert on_page(seen.content.decode()) == {"about"}
    assert person.name in seen.content.decode()
    assert plain(gone) == plain(as_(officer).get(NEVER_WAS))


@pytest.mark.parametrize("chosen", ["", "no-such", "lapsed", "named"])
def test_only_a_verified_institution_that_is_not_named_yet_can_be_named(person, chosen):
    make.institution(slug="lapsed", expires_at=make.NOW)
    make.opt_in(person, make.institution(slug="named"))

    response = as_(person).post(reverse("profile:institutions"), {"institution": chosen})

    assert response.status_code == 422
    assert OptIn.objects.count() == 1


def test_taking_back_what_was_never_given_is_calm(person):
    client = as_(person)

    assert client.post(reverse("profile:withdraw", args=[make.institution().slug])).status_code == 303
    assert client.post(reverse("profile:withdraw", args=["no-such"])).status_code == 404


# -- what it costs -------------------------------------------------------------------------------------------


def statements(client, path) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as sent:
        assert client.get(path).status_code == 200
    return len(sent)


@pytest.mark.parametrize("how_many", [1, 3])
def test_pages_cost_the_same_however_much_is_told(person, how_many):
    profile = told(person)
    neighbour = make.user()
    for n in range(how_many):
        together(person, neighbour)
        profile.ties.create(kind="heritage", country=("GH", "IT", "DE")[n])
        profile.spoken.create(language=("fr", "it", "de")[n], level="fluent")
        profile.picks.create(kind="sector", key=("health", "arts", "public")[n])
        make.opt_in(person, make.institution())

    # log-in, account, person, block, shared seat, picks, languages, own block, mailbox
    assert statements(as_(neighbour), page(person)) == 9
    # log-in, account, profile, picks, languages, ties, institutions, mailbox
    assert statements(as_(person), page(person)) == 8
    assert statements(as_(person), reverse("profile:overview")) == 8
    assert statements(as_(person), reverse("profile:institutions")) == 5


def test_a_visitor_costs_no_more_for_a_page_that_is_hidden_than_for_an_open_one(person, client):
    told(person)

    with CaptureQueriesContext(connection) as sent:
        client.get(page(person))

    assert len(sent) == 1
