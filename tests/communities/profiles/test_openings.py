"""Opening what is not for everyone: nobody with an office sees it without a row that its owner reads."""

import dataclasses
import datetime as dt
import html
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import exports
from accounts.models import Block, User
from accounts.personal import DOMAINS, rows
from communities.profiles import actions, permissions, queries
from communities.profiles.fields import FIELDS, OPEN_TO_INSTITUTIONS
from communities.profiles.models import Profile
from config.url_map import routes
from core import outbox
from core.limits import LIMITS
from institutions import actions as institutions
from institutions.models import Opening
from moderation import actions as moderation
from notifications.models import Notice
from notifications.queries import notices
from tests import make
from tests.communities.profiles.conftest import for_all, on_page, told
from tests.communities.profiles.test_views import as_, main, page, statements, together
from tests.matrix.checks import plain

LEDGER = "/en/settings/profile/openings/"
WHY = "A report about threats in a discussion."
STAFF = {"moderator": make.moderator, "administrator": make.administrator}


@pytest.fixture
def officer(person):
    """Of an institution that the person named, for whom skills and languages are ticked."""
    officer = make.officer(make.institution(name="Health Desk", slug="health-desk"))
    told(person)
    Profile.objects.update(languages_institutions=True, skills_institutions=True)
    institutions.opt_in(officer.mandates.get().institution, by=person, language="en", at=timezone.now())
    return officer


@pytest.fixture(params=STAFF)
def blocked(request, person):
    """Staff whom the person blocked."""
    staff = STAFF[request.param]()
    Block.objects.create(by=person, whom=staff)
    told(person)
    return staff


def proved(viewer) -> Client:
    """A browser of somebody who proved who they are a moment ago."""
    client = as_(viewer)
    session = client.session
    now = int(timezone.now().timestamp())
    session["account_authentication_methods"] = [{"method": "password", "at": now, "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(viewer.pk)
    session.save()
    return client


# -- officers ----------------------------------------------------------------------------------------------


def test_an_officer_opens_a_page_and_the_member_reads_it(person, officer):
    opened = as_(officer).get(page(person))
    ledger = main(as_(person).get(LEDGER))

    row = Opening.objects.get()
    assert on_page(opened.content.decode()) == {"skills", "languages"}
    assert (row.subject, row.reader, row.keys) == (person, officer, ("name", "languages", "skills"))
    assert "no-store" in opened["Cache-Control"]
    for words in ("An officer of Health Desk", "Your name", "Languages I can work in", "What I can do",
                  "You named this institution."):  # fmt: skip
        assert words in ledger
    assert officer.name not in ledger


def test_reloading_is_one_row_and_seeing_more_is_another(person, officer):
    client = as_(officer)
    for _ in range(3):
        client.get(page(person))
    Profile.objects.update(about_institutions=True)

    client.get(page(person))

    assert sorted(Opening.objects.values_list("fields", flat=True)) == [
        "name,about,languages,skills",
        "name,languages,skills",
    ]


def test_what_is_for_everyone_needs_no_row(person, officer):
    User.objects.filter(pk=person.pk).update(name_audience="everyone")
    Profile.objects.update(languages_audience="everyone", skills_audience="everyone")

    response = as_(officer).get(page(person))

    assert on_page(response.content.decode()) == {"skills", "languages"}
    assert not Opening.objects.exists()


def test_an_empty_field_was_not_opened(person, officer):
    Profile.objects.get().picks.all().delete()

    as_(officer).get(page(person))

    assert Opening.objects.get().fields == "name,languages"


@pytest.mark.parametrize(
    "look", ["visitor", "member", "co-member", "moderator", "oneself", "another officer"]
)
def test_what_others_see_by_the_members_own_choice_is_not_written(person, officer, look):
    viewer = {
        "visitor": lambda: None,
        "member": make.user,
        "co-member": make.user,
        "moderator": make.moderator,
        "oneself": lambda: person,
        "another officer": make.officer,
    }[look]()
    if look == "co-member":
        together(person, viewer)

    as_(viewer).get(page(person))
    as_(person).get(reverse("people:as-institution", args=[person.handle, "health-desk"]))

    assert not Opening.objects.exists()


def test_the_first_of_a_day_is_told_in_neutral_words(person, officer, mailoutbox):
    colleague = make.officer(officer.mandates.get().institution)

    for viewer in (officer, officer, colleague):
        as_(viewer).get(page(person))
    outbox.drain()

    line = notices(person).lines[0]
    assert Notice.objects.filter(to=person).count() == 1
    assert line.says == "An officer of Health Desk opened your page. Read what they saw."
    assert line.url == LEDGER
    mail = str(mailoutbox[0].message())
    assert len(mailoutbox) == 1
    assert [word for word in ("Health", "officer", officer.name, "opened") if word in mail] == []


def test_the_next_day_it_is_told_again(person, officer):
    at = timezone.now().replace(hour=12)
    for day in range(2):
        _shown, sealed = queries.page(person.handle, viewer=officer)
        actions.open_page(sealed, by=officer, at=at + dt.timedelta(days=day))

    assert Notice.objects.filter(to=person, kind="profile.opened").count() == 2


def test_an_officer_who_was_not_named_in_a_consent_finds_nobody(person, officer):
    person.consents.update(withdrawn_at=timezone.now())

    response = as_(officer).get(page(person))

    assert plain(response) == plain(as_(officer).get("/en/people/never-was/"))
    assert not Opening.objects.exists()


# -- staff -------------------------------------------------------------------------------------------------


def test_staff_see_the_name_and_a_form_first(person, blocked):
    body = as_(blocked).get(page(person)).content.decode()

    assert person.name in body
    assert "Open what is hidden here" in body
    assert "Nothing else is told here." not in body
    assert on_page(body) == set()


def test_staff_open_for_a_reason_which_the_member_reads(person, blocked):
    client = proved(blocked)

    opened = client.post(page(person), {"why": WHY})
    again = client.get(page(person))
    ledger = main(as_(person).get(LEDGER))

    row = Opening.objects.get()
    assert opened.status_code == 200
    assert on_page(opened.content.decode()) == {"about", "interests", "picture"}
    assert "no-store" in opened["Cache-Control"]
    assert (row.reader, row.keys, row.why) == (blocked, ("picture", "about", "interests"), WHY)
    assert on_page(again.content.decode()) == set()
    assert "of this site" in ledger
    assert WHY in ledger
    assert blocked.name not in ledger
    assert not Notice.objects.filter(to=person).exists()


def test_staff_who_share_a_community_open_what_its_members_see(person, blocked):
    together(person, blocked)

    response = proved(blocked).post(page(person), {"why": WHY})

    fields = {"about", "interests", "skills", "languages", "availability", "picture"}
    assert on_page(response.content.decode()) == fields == set(Opening.objects.get().keys)


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("", "Fill in “Why do you need to see it?”."),
        (" \n\t", "Fill in"),
        (None, "Fill in"),
        ("x" * 301, "300"),
        ("a\x00b", "Null"),
    ],
)
def test_without_a_reason_nothing_is_opened(person, blocked, why, said):
    response = proved(blocked).post(page(person), {} if why is None else {"why": why})

    body = html.unescape(response.content.decode())
    assert response.status_code == 422
    assert said in body
    assert person.name in body
    assert on_page(body) == set()
    assert not Opening.objects.exists()
    if why and "\x00" not in why and why.strip():
        assert why in body


def test_staff_prove_who_they_are_before_they_open(person, blocked):
    response = as_(blocked).post(page(person), {"why": WHY})

    assert response.status_code == 302
    assert "reauthenticate" in response.url or "login" in response.url
    assert not Opening.objects.exists()


def test_staff_open_so_many_in_an_hour(person, blocked):
    client = proved(blocked)
    name = f"limit:opening:{blocked.pk}"
    cache.set(name, LIMITS["opening"].most)

    assert client.post(page(person), {"why": WHY}).status_code == 429
    assert not Opening.objects.exists()


@pytest.mark.parametrize(
    "who", ["member", "blocked member", "moderator", "editor", "officer", "dark", "oneself"]
)
def test_nobody_else_opens_anything(person, officer, who):
    viewer = {
        "member": make.user,
        "blocked member": make.user,
        "moderator": make.moderator,
        "editor": make.editor,
        "officer": lambda: officer,
        "dark": make.moderator,
        "oneself": lambda: person,
    }[who]()
    if who in ("blocked member", "dark"):
        Block.objects.create(by=person, whom=viewer)
    if who == "dark":
        User.objects.filter(pk=person.pk).update(dark_since=timezone.now())
    client = proved(viewer)

    response, never = (client.post(at, {"why": WHY}) for at in (page(person), "/en/people/never-was/"))

    assert response.status_code == 404
    assert plain(response) == plain(never)
    assert not Opening.objects.exists()


def test_a_reason_is_shown_as_it_was_typed(person, blocked):
    proved(blocked).post(page(person), {"why": "<b>bold</b><script>alert(1)</script>\nsecond line"})

    ledger = main(as_(person).get(LEDGER))

    assert "&lt;b&gt;bold&lt;/b&gt;&lt;script&gt;" in ledger
    assert "<br>second line" in ledger


# -- no way around the ledger ------------------------------------------------------------------------------


def test_a_face_is_not_drawn_for_those_who_answer_for_it(person, officer):
    profile = Profile.objects.get()
    stands = permissions.sight(officer, person)

    assert stands.is_answerable
    with pytest.raises(queries.Unwritten):
        queries.face(profile, stands)


def test_a_sealed_page_opens_against_its_own_row_only(person, officer):
    _shown, sealed = queries.page(person.handle, viewer=officer)
    right = make.opening(person, officer, fields=",".join(sealed.fields))
    less = make.opening(person, officer, fields="name,skills")
    elsewhere = make.opening(make.user(), officer, fields=right.fields)

    for wrong in (None, less, elsewhere):
        with pytest.raises(queries.Unwritten):
            sealed.against(wrong)
    assert {row.key for row in sealed.against(right).rows} == {"languages", "skills"}


def test_nothing_is_handed_out_when_writing_fails(person, officer, monkeypatch):
    def fails(*_args, **_given):
        raise Http404

    monkeypatch.setattr(institutions, "write_officer", fails)

    assert on_page(as_(officer).get(page(person)).content.decode()) == set()


def test_every_sight_of_somebody_with_an_office_is_answerable_or_no_more_than_theirs_as_a_person(
    person, officer
):
    """Whoever gains from an office what the same person without it would not see answers for it."""
    moderator, administrator = make.moderator(), make.administrator()
    for staff in (moderator, administrator):
        Block.objects.create(by=person, whom=staff)
    wider = [
        officer,
        make.officer(),
        moderator,
        administrator,
        make.moderator(),
        make.administrator(),
        make.editor(),
    ]
    profile = Profile.objects.get()
    member = permissions.fields_for(permissions.MEMBER, profile)
    visitor = permissions.fields_for(permissions.VISITOR, profile)

    for viewer in wider:
        stands = permissions.sight(viewer, person)
        alone = visitor if viewer.is_officer else member
        assert stands.is_answerable or permissions.fields_for(stands, profile) <= alone | {"name"}


WORD = re.compile(r"<(?:\w+:)?(\w+)>")


@pytest.mark.parametrize("role", ["GO", "PM", "AD"])
@pytest.mark.parametrize("is_named", [True, False])
def test_no_route_shows_a_field_that_the_ledger_does_not_name(person, role, is_named):
    """Every page, with canaries in every field: what reaches somebody with an office stands in the ledger."""
    office = make.institution(slug="health-desk")
    viewer = {"GO": lambda: make.officer(office), "PM": make.moderator, "AD": make.administrator}[role]()
    audiences = for_all("communities")
    ticks = {FIELDS[key].institutions_column: True for key in OPEN_TO_INSTITUTIONS}
    told(person, **audiences)
    Profile.objects.update(**ticks)
    if is_named:
        make.opt_in(person, office)
    if role != "GO":
        Block.objects.create(by=person, whom=viewer)
    home = make.community(institutions="read", members=[person], stewards=[make.user()])
    thread = make.thread(home, author=person, posts=2)
    post = thread.posts.first()
    case = moderation.report(
        "person", person.handle, by=make.user(), reason="spam", note="", at=timezone.now()
    )
    offered = (
        make.opportunity(office=office) if role != "GO" else make.opportunity(author=viewer, office=office)
    )
    words = {
        "language": "en", "uuid": thread.pk, "ident": thread.pk, "number": post.number, "board": home.board_id,
        "handle": person.handle, "object_id": person.handle, "kind": "person", "slug": home.slug, "pk": case.pk,
        "token": "no-such-token", "who": "member", "path": "css/base.css",
    }  # fmt: skip
    rooms = {"opportunities": offered.slug, "institutions": office.slug, "profile": office.slug, "desk": office.slug,
             "people": office.slug}  # fmt: skip
    client, asked = proved(viewer), 0

    for route in routes():
        if "GET" not in route.methods or route.surface not in ("html", "api") or "_util" in route.pattern:
            continue
        known = words | {"slug": rooms.get(route.name.split(":")[0], home.slug)}
        path = "/" + WORD.sub(
            lambda place, known=known: str(known.get(place[1], "1")), re.sub(r"[\^$]|\\.", "", route.pattern)
        )
        response = client.get(path)
        body = b"" if response.streaming else response.content
        written = {key for row in Opening.objects.filter(subject=person, reader=viewer) for key in row.keys}
        shown = on_page(body.decode()) & {"about", "full_name", "self_description", "residence", "heritage"}
        asked += 1
        assert shown <= written, path

    expected = {"name", *OPEN_TO_INSTITUTIONS} if role == "GO" and is_named else set()
    assert written == expected
    assert asked > 40


# -- the member's page ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make_person", [make.user, make.unverified, make.suspended, make.officer, make.moderator]
)
def test_everybody_reads_their_own_ledger(make_person):
    person = make_person()
    make.staff_opening(person, make.administrator(), why=WHY)
    make.staff_opening(make.user(), why="Not of theirs.")

    response = as_(person).get(LEDGER)

    assert response.status_code == 200
    assert WHY in response.content.decode()
    assert "Not of theirs." not in response.content.decode()


def test_visitors_sign_in_first(client):
    assert client.get(LEDGER).url.startswith("/en/accounts/login/")


def test_an_empty_ledger_says_what_would_stand_there():
    body = as_(make.user()).get(LEDGER).content.decode()

    assert "Nobody has opened anything" in body
    assert "who, which parts, why and when" in body


def test_the_newest_stands_first_twenty_on_a_page(person):
    for n in range(21):
        make.staff_opening(person, why=f"Reason {n}.", at=make.NOW + dt.timedelta(minutes=n))
    client = as_(person)

    first, second = (client.get(f"{LEDGER}?page={n}").content.decode() for n in (1, 2))

    said = re.findall(r"Reason (\d+)\.", first)
    assert said == [str(n) for n in range(20, 0, -1)]
    assert re.findall(r"Reason (\d+)\.", second) == ["0"]
    for odd in ("0", "-1", "x", "9" * 500, "%00"):
        assert client.get(f"{LEDGER}?page={odd}").status_code == 200


def test_after_a_year_the_line_reads_the_same(person):
    old = timezone.now() - dt.timedelta(days=366)
    row = make.opening(person, at=old)
    Opening.objects.filter(pk=row.pk).update(reader=None)

    assert f"An officer of {row.institution_name}" in main(as_(person).get(LEDGER))


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_pages_stand_in_every_language(person, blocked, language):
    make.opening(person)
    client = as_(blocked)

    assert as_(person).get(LEDGER.replace("/en/", f"/{language}/")).status_code == 200
    assert client.get(page(person).replace("/en/", f"/{language}/")).status_code == 200


def test_settings_and_data_lead_to_it(person):
    client = as_(person)

    for name in ("settings:index", "settings:data"):
        assert LEDGER in client.get(reverse(name)).content.decode()


def test_a_copy_of_ones_data_holds_the_ledger_without_the_names_of_readers(person):
    row = make.opening(person)
    staff = make.moderator(name="Zqstaff")
    make.staff_opening(person, staff, why=WHY, at=make.NOW + dt.timedelta(minutes=1))

    found = rows(DOMAINS["ledger"], person)
    file = exports.packed(person, language="en", at=make.NOW)

    assert [(line["by"], line["opened"], line["why"]) for line in found] == [
        (f"An officer of {row.institution_name}", "Your name, What I can do", "You named this institution."),
        ("A moderator of this site", "About me", WHY),
    ]
    assert b"Zqstaff" not in file


# -- what it costs -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_ledger_costs_the_same_however_much_stands_there(person, how_many):
    for n in range(how_many):
        make.opening(person, at=make.NOW + dt.timedelta(hours=n))
        make.staff_opening(person)

    # log-in, account, count, rows, mailbox
    assert statements(as_(person), LEDGER) == 5


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_page_costs_an_officer_the_same_however_much_is_told(person, officer, how_many):
    for key in ("health", "arts", "public")[:how_many]:
        Profile.objects.get().picks.create(kind="sector", key=key)
    client = as_(officer)

    # log-in, account, person, block, opt-in, picks, languages; in a savepoint of two: opt-in, consent, the row
    # that stands; mailbox
    assert statements(client, page(person)) == 13


def test_the_first_opening_costs_the_row_and_the_notice(person, officer):
    client = as_(officer)
    client.get(reverse("institutions:list"))

    with CaptureQueriesContext(connection) as sent:
        client.get(page(person))

    assert len(sent) <= 26


def test_a_sealed_page_cannot_be_filled_by_hand(person, officer):
    _shown, sealed = queries.page(person.handle, viewer=officer)

    with pytest.raises(dataclasses.FrozenInstanceError):
        sealed.fields = ()


def test_a_visitor_who_sends_the_form_signs_in(person, client):
    told(person)

    assert client.post(page(person), {"why": WHY}).url.startswith("/en/accounts/login/")
    assert permissions.can_open_hidden(AnonymousUser(), person) is False
