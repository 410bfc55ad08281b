"""Teams: inviting, roles, ending, handing over; never without an owner by accident. The page of an institution."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from accounts.models import Block, Consent, User
from communities.opportunities.permissions import can_create
from core import outbox
from institutions import actions
from institutions.models import Institution, InstitutionRequest, Invitation, Mandate
from institutions.permissions import can_act_for
from notifications.models import Notice
from tests import make

NEVER = "never-was"


@pytest.fixture
def office():
    return make.institution(name="Weaving Desk", slug="weaving-desk")


@pytest.fixture
def owner(office):
    return make.officer(office, name="Olu Owner")


def at(name: str, *words) -> str:
    return reverse(f"institutions:{name}", args=words)


def as_(client, person):
    client.force_login(person)
    return client


def held(person) -> str:
    """The role somebody has now."""
    return "".join(
        Mandate.objects.active_at(timezone.now()).filter(user=person).values_list("role", flat=True)
    )


# -- who looks after a team ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", ["user", "moderator", "administrator", "editor", "other owner", "reader", "suspended"]
)
def test_a_team_is_hidden_from_everybody_but_its_owners(client, office, owner, who):
    person = {
        "other owner": make.officer, "reader": lambda: make.officer(office, role="reader"),
    }.get(who, getattr(make, who, None))()  # fmt: skip
    mine = owner.mandates.get()
    invitation = make.invitation(office, make.user())
    as_(client, person)
    places = [("team", ()), ("person", (mine.pk,)), ("end", (mine.pk,)), ("hand-over", ()), ("renew", ()),
              ("withdraw-invitation", (invitation.pk,))]  # fmt: skip

    for name, more in places:
        for do in ("get", "post"):
            there = getattr(client, do)(at(name, office.slug, *more))
            never = getattr(client, do)(at(name, NEVER, *more))
            assert (there.status_code, there.content) == (never.status_code, never.content), name
            assert there.status_code in (404, 405)
    assert held(owner) == "owner"


def test_a_visitor_is_led_to_sign_in(client, office):
    for name in ("team", "hand-over", "renew"):
        assert client.get(at(name, office.slug)).status_code == 302
        assert client.get(at(name, NEVER)).status_code == 302


def test_an_owner_without_a_second_factor_is_led_to_one(client, office):
    lacking = make.officer(office, second_factor_since=None)

    assert reverse("mfa_activate_totp") in as_(client, lacking).get(at("team", office.slug))["Location"]


def test_owners_look_after_the_team_when_the_verification_has_ended(client):
    lapsed = make.institution(
        verified_at=make.NOW - dt.timedelta(days=400), expires_at=make.NOW - dt.timedelta(days=35)
    )
    owner = make.officer(lapsed)

    assert as_(client, owner).get(at("team", lapsed.slug)).status_code == 200
    assert not can_act_for(owner, lapsed)


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_team_page_costs_the_same_however_many(
    client, office, owner, how_many, django_assert_num_queries
):
    for _ in range(how_many):
        make.officer(office, role="reader")
        make.invitation(office, make.user(), made_at=timezone.now())
    as_(client, owner).get(at("team", office.slug))

    with django_assert_num_queries(7):  # session, account, mailbox, institution, right, team, invitations
        body = client.get(at("team", office.slug)).content.decode()

    assert body.count("/withdraw/") == how_many


# -- inviting --------------------------------------------------------------------------------------------------


def test_the_invited_accepts_on_their_own_page_and_reads_the_terms(client, office, owner):
    person = make.user(handle="nadia")

    as_(client, owner).post(at("team", office.slug), {"handle": "@Nadia", "role": "editor"})
    outbox.drain()
    notice = Notice.objects.get()
    invitation = Invitation.objects.get()
    page = as_(client, person).get(f"/en{notice.path}")
    response = client.post(at("accept", invitation.pk))
    again = client.post(at("accept", invitation.pk))

    assert (notice.to, notice.kind, notice.facts) == (
        person,
        "institution.invited",
        {"institution": "Weaving Desk"},
    )
    assert "Weaving Desk" in page.content.decode()
    assert (response["Location"], again["Location"]) == (at("terms"), at("terms"))
    assert held(person) == "editor"
    assert User.objects.get(pk=person.pk).office_slug == office.slug
    assert Mandate.objects.count() == 2


def unreachable() -> dict:
    blocks = make.user(handle="blocks")
    return {
        "blocks": blocks,
        "gone": make.user(handle="gone", dark_since=make.NOW),
        "officer": make.officer(handle="officer"),
        "suspended": make.suspended(handle="suspended"),
        "unverified": make.unverified(handle="unverified"),
    }


def test_inviting_tells_nothing_of_who_is_there(client, office, owner):
    make.user(handle="reachable")
    people = unreachable()
    Block.objects.create(by=people["blocks"], whom=owner)
    as_(client, owner)
    answers = set()

    for handle in ("reachable", NEVER, *people):
        response = client.post(at("team", office.slug), {"handle": handle, "role": "reader"}, follow=True)
        body = response.content.decode()
        assert f"@{handle}" in body
        answers.add((response.redirect_chain[0][1], "they are told now" in body))
    outbox.drain()

    assert answers == {(303, True)}
    assert Notice.objects.get().to.handle == "reachable"
    assert Invitation.objects.exclude(user=None).get().handle == "reachable"


def test_inviting_again_changes_the_role_of_the_open_invitation(office, owner):
    person = make.user()

    for role in ("reader", "reviewer"):
        actions.invite(office, by=owner, handle=person.handle, role=role, at=make.NOW)

    assert Invitation.objects.get().role == "reviewer"


@pytest.mark.parametrize("wrong", [{"handle": ""}, {"role": "king"}, {"role": ""}, {"handle": "x" * 60}])
def test_a_bad_invitation_says_so_beside_its_field(client, office, owner, wrong):
    response = as_(client, owner).post(at("team", office.slug), {"handle": "nadia", "role": "reader"} | wrong)

    assert response.status_code == 422
    assert f'href="#id_{next(iter(wrong))}' in response.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("who", [make.user, make.officer, make.moderator])
def test_an_invitation_of_somebody_else_is_hidden(client, office, owner, who):
    invitation = make.invitation(office, make.user())
    as_(client, who())

    for name in ("accept", "decline-invitation"):
        there, never = client.post(at(name, invitation.pk)), client.post(at(name, 987654))
        assert (there.status_code, there.content) == (404, never.content)
    invitation.refresh_from_db()
    assert invitation.state == "open"


@pytest.mark.parametrize("became", ["steward", "moderator"])
def test_who_runs_something_hands_over_before_accepting(client, office, owner, became):
    person = make.user() if became == "steward" else make.moderator()
    if became == "steward":
        make.community(stewards=[person], name="Loom Street")
    invitation = make.invitation(office, person, made_at=timezone.now())

    response = as_(client, person).post(at("accept", invitation.pk))

    assert (response.status_code, held(person)) == (422, "")
    invitation.refresh_from_db()
    assert invitation.state == "open"


@pytest.mark.parametrize("ended", ["withdrawn", "declined", "old"])
def test_an_invitation_that_ended_is_not_accepted(client, office, owner, ended):
    person = make.user()
    old = dt.timedelta(days=31 if ended == "old" else 0)
    invitation = make.invitation(office, person, made_at=timezone.now() - old)
    if ended == "withdrawn":
        as_(client, owner).post(at("withdraw-invitation", office.slug, invitation.pk))
    elif ended == "declined":
        as_(client, person).post(at("decline-invitation", invitation.pk))

    response = as_(client, person).post(at("accept", invitation.pk))

    assert (response.status_code, held(person)) == (409, "")


def test_who_accepts_asks_for_no_other_institution(office, owner):
    asked = make.institution_request(state="requested")
    invitation = make.invitation(office, asked.asker)

    actions.accept(invitation, by=asked.asker, at=make.NOW)

    asked.refresh_from_db()
    assert (asked.state, asked.evidence) == ("withdrawn", "")


# -- roles, ending, leaving --------------------------------------------------------------------------------------


def test_an_owner_changes_a_role_and_the_person_is_told(client, office, owner):
    colleague = make.officer(office, role="reader")
    mandate = colleague.mandates.get()

    response = as_(client, owner).post(at("person", office.slug, mandate.pk), {"role": "editor"})
    outbox.drain()

    assert (response.status_code, held(colleague)) == (303, "editor")
    assert list(Notice.objects.values_list("to", "kind")) == [(colleague.pk, "institution.role")]


def test_access_ends_the_moment_an_owner_ends_it(client, office, owner):
    colleague = make.officer(office, role="editor")
    assert can_create(colleague, office)

    as_(client, owner).post(at("end", office.slug, colleague.mandates.get().pk))
    outbox.drain()

    colleague = User.objects.get(pk=colleague.pk)
    assert (can_create(colleague, office), colleague.standing, held(colleague)) == (False, "member", "")
    assert Notice.objects.get().kind == "institution.ended"
    assert as_(client, colleague).get(at("team", office.slug)).status_code == 404


def test_the_only_owner_can_neither_step_down_nor_go_while_others_are_there(client, office, owner):
    make.officer(office, role="editor")
    mine = owner.mandates.get()
    as_(client, owner)

    answers = [
        client.post(at("person", office.slug, mine.pk), {"role": "reader"}),
        client.post(at("end", office.slug, mine.pk)),
        client.post(at("leave")),
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert all("only owner" in answer.content.decode() for answer in answers)
    assert held(owner) == "owner"


def test_one_of_two_owners_steps_down_and_loses_the_team_page(client, office, owner):
    make.officer(office)

    response = as_(client, owner).post(at("person", office.slug, owner.mandates.get().pk), {"role": "reader"})

    assert response["Location"] == at("institution", office.slug)
    assert held(owner) == "reader"


def test_who_is_alone_goes_after_being_told_and_the_page_says_so(client, office, owner):
    as_(client, owner)

    untold = client.post(at("leave"))
    assert (untold.status_code, held(owner)) == (422, "owner")
    told = client.post(at("leave"), {"told": "on"})

    assert (told.status_code, held(owner)) == (303, "")
    client.logout()
    assert "No active officer" in client.get(at("institution", office.slug)).content.decode()


@pytest.mark.parametrize("role", ["editor", "reviewer", "reader"])
def test_anybody_else_of_the_team_leaves_at_once(client, office, owner, role):
    colleague = make.officer(office, role=role, second_factor_since=None, office_terms_at=None)

    response = as_(client, colleague).post(at("leave"))

    assert (response.status_code, held(colleague), held(owner)) == (303, "", "owner")


def test_members_have_no_office_to_leave(client):
    as_(client, make.user())

    assert (client.get(at("leave")).status_code, client.get(at("terms")).status_code) == (404, 404)
    with pytest.raises(Http404):
        actions.leave(by=make.user(), is_told=True, at=make.NOW)


@pytest.mark.parametrize(("becomes", "is_now"), [("leave", ""), ("reader", "reader"), ("editor", "editor")])
def test_handing_over_is_one_screen(client, office, owner, becomes, is_now):
    heir = make.officer(office, role="editor")
    data = {"to": heir.mandates.get().pk, "becomes": becomes}

    response = as_(client, owner).post(at("hand-over", office.slug), data)
    outbox.drain()

    assert (response.status_code, held(heir), held(owner)) == (303, "owner", is_now)
    assert Notice.objects.get(to=heir).kind == "institution.role"


def test_handing_over_takes_somebody_else_of_this_team(client, office, owner):
    elsewhere = make.officer()
    as_(client, owner)
    assert "Nobody else is in the team" in client.get(at("hand-over", office.slug)).content.decode()
    make.officer(office, role="reader")

    for to in (owner.mandates.get().pk, elsewhere.mandates.get().pk, "", "x"):
        assert client.post(at("hand-over", office.slug), {"to": to, "becomes": "leave"}).status_code == 422
    with pytest.raises(ValidationError):
        actions.hand_over(office, by=owner, to=elsewhere.mandates.get(), becomes="", at=timezone.now())
    assert (held(owner), held(elsewhere)) == ("owner", "owner")


def test_a_mandate_of_another_team_is_not_this_owners(client, office, owner):
    other = make.officer().mandates.get()

    assert as_(client, owner).post(at("end", office.slug, other.pk)).status_code == 404
    other.refresh_from_db()
    assert other.ended_at is None


# -- terms ----------------------------------------------------------------------------------------------------------


def test_powers_work_once_the_terms_are_accepted(client, office, owner):
    fresh = make.user(second_factor_since=make.NOW)
    actions.give_mandate(office, user=fresh, at=timezone.now())
    fresh = User.objects.get(pk=fresh.pk)
    as_(client, fresh)

    before = (can_act_for(fresh, office), client.get(reverse("opportunities:new")).status_code)
    banner = client.get("/en/communities/").content.decode()
    empty = client.post(at("terms"), {})
    done = client.post(at("terms"), {"agree": "on"})
    client.post(at("terms"), {"agree": "on"})

    fresh = User.objects.get(pk=fresh.pk)
    consent = Consent.objects.get(user=fresh)
    assert before == (False, 403)
    assert at("terms") in banner
    assert (empty.status_code, done.status_code) == (422, 303)
    assert can_act_for(fresh, office)
    assert client.get(reverse("opportunities:new")).status_code == 200
    assert (consent.purpose, len(consent.text_hash), consent.language) == ("office", 64, "en")
    assert at("terms") not in client.get("/en/communities/").content.decode()


def test_each_language_has_a_text_and_a_hash_of_its_own(client, office):
    for language in ("en", "fr", "es", "ar"):
        officer = make.officer(office, office_terms_at=None)
        response = as_(client, officer).post(f"/{language}/institutions/terms/", {"agree": "on"})
        assert response.status_code == 303

    assert list(Consent.objects.order_by("pk").values_list("language", flat=True)) == ["en", "fr", "es", "ar"]


def test_a_new_mandate_asks_again(office):
    person = make.user()
    mandate = actions.give_mandate(office, user=person, at=make.NOW)
    actions.accept_terms(User.objects.get(pk=person.pk), language="en", at=make.NOW)
    actions.end_mandate(mandate, at=make.NOW)

    actions.give_mandate(office, user=person, at=make.NOW)

    assert User.objects.get(pk=person.pk).office_terms_at is None


def test_the_first_log_in_leads_to_the_terms(client, office):
    fresh = make.user(password="walnut-bridge-olive-garden")
    actions.give_mandate(office, user=fresh, at=timezone.now())
    typed = {"login": fresh.email, "password": "walnut-bridge-olive-garden"}

    response = client.post(reverse("account_login"), typed)

    assert response["Location"] == at("terms")


# -- the page of an institution, and its renewal ----------------------------------------------------------------------


def test_members_read_who_verified_and_everybody_else_that_the_team_did(client, office):
    names = [office.verified_by.name, office.also_verified_by.name]
    address = at("institution", office.slug)

    strangers = [client.get(address).content.decode()]
    for person in (make.officer(), make.unverified(), make.suspended()):
        strangers.append(as_(client, person).get(address).content.decode())
    member = as_(client, make.user()).get(address).content.decode()

    assert all(name in member for name in names)
    for page in strangers:
        assert "Two persons of our team" in page
        assert not any(name in page for name in names)


def test_the_page_says_level_and_country(client):
    office = make.institution(level="mission", country="GH")

    body = client.get(at("institution", office.slug)).content.decode()

    assert "Mission abroad" in body
    assert "Ghana" in body
    assert "No active officer" in body


def test_the_page_costs_a_visitor_two_queries(client, office, owner, django_assert_num_queries):
    client.get(at("institution", office.slug))

    with django_assert_num_queries(2):  # the institution with who verified it, whether anybody acts for it
        client.get(at("institution", office.slug))


@pytest.mark.parametrize(("days", "may"), [(31, False), (29, True), (-5, True)])
def test_an_owner_renews_from_30_days_before_the_end(client, days, may):
    now = timezone.now()
    office = make.institution(
        verified_at=now - dt.timedelta(days=300), expires_at=now + dt.timedelta(days=days)
    )
    owner = make.officer(office)
    make.officer(office, role="editor")
    typed = {"function": "Head", "website": "https://desk.example", "evidence": "As before."}
    as_(client, owner)

    offered = at("renew", office.slug) in client.get(at("institution", office.slug)).content.decode()
    sent = [client.post(at("renew", office.slug), typed).status_code for _ in range(2)]

    assert offered is may
    assert sent == ([303, 303] if may else [404, 404])
    assert InstitutionRequest.objects.count() == int(may)
    if may:
        asked = InstitutionRequest.objects.get()
        assert (asked.state, asked.institution, asked.is_renewal) == ("confirmed", office, True)


def test_a_bad_renewal_is_said_beside_its_field(client):
    now = timezone.now()
    office = make.institution(verified_at=now - dt.timedelta(days=300), expires_at=now + dt.timedelta(days=3))
    typed = {"function": "Head of desk", "website": "nothing", "evidence": "As before, zqkept."}

    response = as_(client, make.officer(office)).post(at("renew", office.slug), typed)

    assert response.status_code == 422
    assert "zqkept" in response.content.decode()
    assert not InstitutionRequest.objects.exists()


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_pages_stand_in_every_language(client, language, office, owner):
    mandate = owner.mandates.get()
    as_(client, owner)

    for path in ("weaving-desk/", "weaving-desk/team/", f"weaving-desk/team/{mandate.pk}/", "weaving-desk/team/hand-over/",
                 "terms/", "leave/"):  # fmt: skip
        assert client.get(f"/{language}/institutions/{path}").status_code == 200
    assert Institution.objects.count() == 1
