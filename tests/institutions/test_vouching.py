"""Vouching for one without papers: who is named, who answers, what the desk may do, what a yes taken back does."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from core import outbox
from core.retention import purge
from institutions import actions, queries
from institutions.actions.resting import GRACE
from institutions.models import Institution, InstitutionRequest, Vouch
from institutions.vocabulary import MAY_HAVE_NO_PAPERS, OFFICIAL
from notifications.models import Notice
from tests import make

FACTS = {
    "name": "Weavers of Tamale", "kind": "association", "level": "local", "country": "GH", "function": "Chair",
    "website": "https://weavers.example", "evidence": "zqevidence",
}  # fmt: skip
NEW = "/en/institutions/new/"
YEAR = make.NOW.replace(year=2027)


def ask(*vouchers, by=None, **changed):
    return actions.ask(
        by=by or make.user(),
        facts=FACTS | changed,
        second_handle=make.user().handle,
        vouchers=[one.slug for one in vouchers],
        at=make.NOW,
    )


def pair(**given):
    return make.institution(country="FR", **given), make.institution(country="IT", **given)


def as_(client, person):
    client.force_login(person)
    return client


def at(name: str, vouch) -> str:
    return reverse(f"institutions:{name}", args=[vouch.voucher.slug, vouch.pk])


def asked_and_given(*vouchers, **given):
    asked = make.institution_request(is_paperless=True, kind="association", **given)
    return asked, [make.vouch(asked, one, state="given") for one in vouchers or pair()]


def verified(asked, moment=make.NOW) -> Institution:
    for moderator in (make.moderator(), make.moderator()):
        actions.say_yes(asked, by=moderator, at=moment)
    asked.refresh_from_db()
    return asked.institution


# -- naming them -----------------------------------------------------------------------------------------------


def test_two_are_named_and_hear_of_it_once_the_second_person_has_confirmed():
    first, second = pair()
    owner = make.officer(first)
    make.officer(first, role="editor")

    asked = ask(first, second)
    outbox.drain()
    before = Notice.objects.filter(kind="institution.vouch-asked").count()
    actions.confirm(asked, by=asked.second, at=make.NOW)
    outbox.drain()

    assert asked.is_paperless
    assert {one.voucher for one in asked.vouches.all()} == {first, second}
    assert before == 0
    notice = Notice.objects.get(kind="institution.vouch-asked")
    assert (notice.to, notice.path) == (
        owner,
        at("vouch", asked.vouches.get(voucher=first)).removeprefix("/en"),
    )


def test_a_form_without_the_tick_names_nobody(client):
    first, second = pair()
    person, other = make.user(), make.user()

    as_(client, person).post(
        NEW, FACTS | {"second": other.handle, "first_voucher": first.slug, "second_voucher": second.slug}
    )

    assert not InstitutionRequest.objects.get().is_paperless
    assert not Vouch.objects.exists()


def test_a_form_with_the_tick_names_two(client):
    first, second = pair()
    given = {"is_paperless": "on", "first_voucher": first.slug, "second_voucher": second.slug}

    response = as_(client, make.user()).post(NEW, FACTS | given | {"second": make.user().handle})

    assert response.status_code == 303
    assert InstitutionRequest.objects.get().vouches.count() == 2
    assert first.name in client.get(response["Location"]).content.decode()


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"first_voucher": ""}, "first_voucher", "Choose an institution that can vouch"),
        ({"second_voucher": ""}, "second_voucher", "Choose an institution that can vouch"),
        ({"second_voucher": "a-fr"}, "second_voucher", "two different institutions"),
        ({"second_voucher": "also-fr"}, "second_voucher", "different countries"),
        ({"second_voucher": "lapsed"}, "second_voucher", "valid choice"),
        ({"second_voucher": "nowhere"}, "second_voucher", "valid choice"),
        ({"second_voucher": "x\0"}, "second_voucher", "valid choice"),
        ({"second_voucher": "9" * 5000}, "second_voucher", "valid choice"),
        ({"second_voucher": "own"}, "second_voucher", "Your own institution"),
        ({"kind": "city", "name": "Tamale"}, "is_paperless", "have papers"),
    ],
)
def test_a_bad_form_says_so_beside_the_field_and_keeps_what_was_typed(client, changed, field, says):
    person, second = make.user(), make.user()
    make.institution(slug="a-fr", country="FR")
    make.institution(slug="also-fr", country="FR")
    make.institution(slug="an-it", country="IT")
    make.institution(slug="lapsed", country="ES", expires_at=make.NOW)
    make.institution(slug="nowhere")
    own = make.institution(slug="own", country="PT")
    own.mandates.create(user=person, began_at=make.NOW, ended_at=make.NOW)
    given = {
        "is_paperless": "on",
        "first_voucher": "a-fr",
        "second_voucher": "an-it",
        "second": second.handle,
    }

    response = as_(client, person).post(NEW, FACTS | given | changed)

    body = response.content.decode()
    assert response.status_code == 422
    assert says in body
    assert f'href="#id_{field}"' in body
    assert "zqevidence" in body
    assert not InstitutionRequest.objects.exists()


def test_states_always_have_papers():
    assert not MAY_HAVE_NO_PAPERS & OFFICIAL
    with pytest.raises(IntegrityError), transaction.atomic():
        make.institution_request(is_paperless=True, kind="ministry")


def test_the_form_costs_the_same_however_many_can_vouch(client, django_assert_num_queries):
    as_(client, make.user()).get(NEW)
    for _ in range(2):
        pair()
        # session, account, mailbox, the open request, who can vouch, the graph, and what is to hand over
        with django_assert_num_queries(7):
            client.get(NEW)


# -- who can vouch ---------------------------------------------------------------------------------------------


def chain(length: int) -> Institution:
    """An institution that is that many steps from papers."""
    office = make.institution(country="FR")
    for _ in range(length):
        office = make.vouched_for(office, make.institution(country="IT"), country="FR")
    return office


@pytest.mark.parametrize(("steps", "can"), [(0, True), (1, True), (2, True), (3, False)])
def test_three_steps_from_papers_is_the_end(steps, can):
    last, other = chain(steps), make.institution(country="PT")

    slugs = [slug for slug, _ in queries.voucher_choices(make.NOW)]

    assert (last.slug in slugs) is can
    if can:
        assert ask(last, other).vouches.count() == 2
        return
    with pytest.raises(ValidationError) as found:
        ask(last, other)
    assert list(found.value.message_dict) == ["first_voucher"]


def test_who_lost_one_of_two_vouches_for_nobody():
    first, second = pair()
    office = make.vouched_for(first, second)
    assert office in queries.who_can_vouch(make.NOW)

    Institution.objects.filter(pk=second.pk).update(expires_at=make.NOW)

    assert office not in queries.who_can_vouch(make.NOW)


def test_nobody_vouches_in_a_ring():
    first, second = pair(expires_at=timezone.now() + dt.timedelta(days=3), kind="ngo")
    owner = make.officer(first)
    resting = make.vouched_for(first, second)
    over = make.vouched_for(resting, make.institution(country="ES"), country="PT")

    for one in (resting, over):
        with pytest.raises(ValidationError, match="ring"):
            renew(first, one, make.institution(country="DE"), by=owner)


def renew(office, *vouchers, by, moment=None):
    return actions.renew(
        office, by=by, function="Chair", website="https://a.example", evidence="e",
        vouchers=[one.slug for one in vouchers], at=moment or timezone.now(),
    )  # fmt: skip


def test_a_ring_that_comes_about_between_two_yeses_is_found_by_the_second():
    """Two ask each other for their renewals at the same time; whoever is verified first closes the way."""
    soon = timezone.now() + dt.timedelta(days=3)
    one, other = pair(expires_at=soon, kind="ngo")
    third = make.institution(country="DE")
    requests = [
        renew(one, other, third, by=make.officer(one)),
        renew(other, one, third, by=make.officer(other)),
    ]
    Vouch.objects.update(state="given", answered_at=make.NOW, why="We know them.")

    verified(requests[0], timezone.now())

    with pytest.raises(ValidationError, match="ring"):
        verified(requests[1], timezone.now())
    other.refresh_from_db()
    assert (other.is_vouched_for, other.expires_at) == (False, soon)


def test_who_moves_down_the_chain_takes_nobody_below_the_third_step():
    soon = timezone.now() + dt.timedelta(days=3)
    root = make.institution(country="FR", kind="ngo", expires_at=soon)
    below = root
    for _ in range(3):
        below = make.vouched_for(below, make.institution(country="IT"), country="FR")

    with pytest.raises(ValidationError, match="too long"):
        renew(root, make.institution(country="ES"), make.institution(country="PT"), by=make.officer(root))


# -- answering -------------------------------------------------------------------------------------------------


@pytest.fixture
def vouch():
    return make.vouch(voucher=make.institution(country="FR", name="Loom House"))


@pytest.fixture
def owner(vouch):
    return make.officer(vouch.voucher)


def test_an_owner_reads_what_may_be_known_and_says_yes(client, vouch, owner):
    vouch.request.evidence = "zqevidence"
    vouch.request.save()
    as_(client, owner)

    shown = client.get(at("vouch", vouch)).content.decode()
    response = client.post(at("vouch", vouch), {"why": "We weave together."})
    outbox.drain()

    assert all(word in shown for word in (vouch.request.name, "Ghana", vouch.request.function))
    assert "zqevidence" not in shown
    assert vouch.request.asker.name not in shown
    assert response.status_code == 303
    vouch.refresh_from_db()
    assert (vouch.state, vouch.why, vouch.officer) == ("given", "We weave together.", owner)
    assert (Notice.objects.get().to, Notice.objects.get().kind) == (
        vouch.request.asker,
        "institution.vouch-given",
    )


@pytest.mark.parametrize("why", ["", "  ", "x" * 301, "a\0b"])
def test_a_yes_needs_a_reason(client, vouch, owner, why):
    response = as_(client, owner).post(at("vouch", vouch), {"why": why})

    assert response.status_code == 422
    assert 'href="#id_why"' in response.content.decode()
    vouch.refresh_from_db()
    assert vouch.state == "asked"


def test_an_owner_says_no_and_the_asker_is_told(client, vouch, owner):
    as_(client, owner).post(at("decline-vouch", vouch))
    outbox.drain()

    vouch.refresh_from_db()
    assert (vouch.state, vouch.why) == ("declined", "")
    assert Notice.objects.get().kind == "institution.vouch-declined"
    assert client.post(at("vouch", vouch), {"why": "Now yes."}).status_code == 409
    assert client.post(at("withdraw-vouch", vouch)).status_code == 409


def test_saying_the_same_twice_is_saying_it_once(vouch, owner):
    for why in ("First.", "Second."):
        actions.vouch_for(vouch, by=owner, why=why, at=make.NOW)
    for _ in range(2):
        actions.withdraw_vouch(vouch, by=owner, at=make.NOW)

    vouch.refresh_from_db()
    assert (vouch.state, vouch.why) == ("withdrawn", "First.")
    with pytest.raises(actions.NoLongerOpen):
        actions.vouch_for(vouch, by=owner, why="Again.", at=make.NOW)


def others(vouch) -> list:
    office = vouch.voucher
    return [
        make.user(), make.moderator(), make.administrator(), make.officer(), make.suspended(), vouch.request.asker,
        *[make.officer(office, role=role) for role in ("editor", "reviewer", "reader")],
        make.officer(office, second_factor_since=None), make.officer(office, office_terms_at=None),
    ]  # fmt: skip


def test_it_is_hidden_from_everybody_else(client, vouch):
    for person in others(vouch):
        as_(client, person)
        answers = [client.get(at("vouch", vouch)), client.post(at("decline-vouch", vouch))]
        for deed in (actions.decline_vouch, actions.withdraw_vouch):
            with pytest.raises(Http404):
                deed(vouch, by=person, at=make.NOW)
        with pytest.raises(Http404):
            actions.vouch_for(vouch, by=person, why="Yes.", at=make.NOW)
        assert {answer.status_code for answer in answers} <= {404, 303}  # 303: first a second factor
        assert vouch.request.name not in answers[0].content.decode()
    vouch.refresh_from_db()
    assert vouch.state == "asked"


def test_a_visitor_signs_in_first(client, vouch):
    for name in ("vouch", "vouches"):
        args = [vouch.voucher.slug] + ([vouch.pk] if name == "vouch" else [])
        assert client.get(reverse(f"institutions:{name}", args=args)).status_code == 302


@pytest.mark.parametrize("state", ["requested", "withdrawn", "declined", "refused"])
def test_a_question_stands_only_while_it_waits_at_the_desk(client, vouch, owner, state):
    words = {"decided_by": make.user(), "decided_at": make.NOW, "reason": "No."} if state == "refused" else {}
    words |= {"evidence": ""}
    InstitutionRequest.objects.update(state=state, **words)

    there = as_(client, owner).get(at("vouch", vouch))
    never = client.get(reverse("institutions:vouch", args=[vouch.voucher.slug, 987654]))

    assert (there.status_code, there.content) == (never.status_code, never.content)
    assert there.status_code == 404
    assert not queries.questions_to(owner, vouch.voucher)


def test_another_institutions_question_is_not_there(client, owner, vouch):
    foreign = make.vouch()

    assert as_(client, owner).get(at("vouch", foreign)).status_code == 404
    mixed = reverse("institutions:vouch", args=[vouch.voucher.slug, foreign.pk])
    assert client.get(mixed).status_code == 404


def test_one_whose_own_verification_ended_says_no_and_takes_back_but_not_yes(client, vouch, owner):
    given = make.vouch(voucher=vouch.voucher, state="given")
    Institution.objects.filter(pk=vouch.voucher_id).update(expires_at=make.NOW - dt.timedelta(hours=1))
    vouch.voucher.refresh_from_db()

    shown = as_(client, owner).get(at("vouch", vouch)).content.decode()

    assert "own verification has ended" in shown
    assert client.post(at("vouch", vouch), {"why": "Yes."}).status_code == 404
    assert client.post(at("withdraw-vouch", given)).status_code == 303
    assert client.post(at("decline-vouch", vouch)).status_code == 303


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_costs_the_same_however_long(client, vouch, owner, how_many, django_assert_num_queries):
    for _ in range(how_many):
        make.vouch(voucher=vouch.voucher)
        make.vouch(voucher=vouch.voucher, state="given")
    as_(client, owner).get(reverse("institutions:vouches", args=[vouch.voucher.slug]))

    with django_assert_num_queries(6):  # session, account, mailbox, institution, right, vouches
        body = client.get(reverse("institutions:vouches", args=[vouch.voucher.slug])).content.decode()

    assert body.count("/vouches/") > how_many


def test_the_page_of_the_institution_leads_its_owners_to_the_question(client, vouch, owner):
    address = reverse("institutions:institution", args=[vouch.voucher.slug])
    there = reverse("institutions:vouches", args=[vouch.voucher.slug])

    assert there not in client.get(address).content.decode()
    assert "asks you to vouch" in as_(client, owner).get(address).content.decode()


# -- the desk --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["asked", "declined", "withdrawn"])
def test_nobody_says_yes_before_both_have(client, state):
    first, second = pair()
    asked, _ = asked_and_given(first)
    make.vouch(asked, second, state=state)
    as_(client, make.moderator())

    response = client.post(reverse("desk:yes", args=[asked.pk]))

    assert response.status_code == 422
    assert "must vouch for it" in response.content.decode()
    asked.refresh_from_db()
    assert asked.first_yes_by is None


def test_a_yes_taken_back_between_the_two_of_the_desk_stops_the_second():
    asked, vouches = asked_and_given()
    actions.say_yes(asked, by=make.moderator(), at=make.NOW)
    actions.withdraw_vouch(vouches[0], by=make.officer(vouches[0].voucher), at=make.NOW)

    with pytest.raises(ValidationError, match="must vouch"):
        actions.say_yes(asked, by=make.moderator(), at=make.NOW)

    assert not Institution.objects.filter(name=asked.name).exists()


def test_a_voucher_whose_verification_ended_counts_no_more():
    asked, vouches = asked_and_given()
    Institution.objects.filter(pk=vouches[0].voucher_id).update(expires_at=make.NOW)

    with pytest.raises(ValidationError, match="must vouch"):
        actions.say_yes(asked, by=make.moderator(), at=make.NOW)


def test_two_persons_and_two_institutions_make_a_verification(client):
    asked, vouches = asked_and_given()

    office = verified(asked)

    assert (office.is_vouched_for, office.expires_at) == (True, YEAR)
    assert set(office.vouches.all()) == set(vouches)
    assert queries.who_vouches_for_whom() == {office.pk: {one.voucher_id for one in vouches}}
    body = client.get(reverse("institutions:institution", args=[office.slug])).content.decode()
    assert all(one.voucher.name in body for one in vouches)
    assert vouches[0].why not in body


def test_one_person_alone_verifies_nobody():
    asked, _ = asked_and_given()
    moderator = make.moderator()

    for _ in range(2):
        actions.say_yes(asked, by=moderator, at=make.NOW)

    asked.refresh_from_db()
    assert asked.state == "confirmed"
    with pytest.raises(PermissionDenied):
        actions.say_yes(asked, by=make.officer(), at=make.NOW)


def test_the_desk_reads_who_vouches_from_where_and_how_far_from_papers(client):
    first = make.vouched_for(country="TN")
    asked, vouches = asked_and_given(first, make.institution(country="IT"))

    body = as_(client, make.moderator()).get(reverse("desk:institution", args=[asked.pk])).content.decode()

    assert all(
        word in body for word in ("Tunisia", "Italy", vouches[0].why, "1 step from papers", "with papers")
    )


# -- how long it stands ----------------------------------------------------------------------------------------


def test_a_yes_taken_back_leaves_thirty_days_and_is_told(client):
    asked, vouches = asked_and_given()
    office = verified(asked)
    Notice.objects.all().delete()
    outbox.drain()
    Notice.objects.all().delete()
    owner = office.mandates.get().user

    actions.withdraw_vouch(vouches[0], by=make.officer(vouches[0].voucher), at=make.NOW)
    outbox.drain()

    office.refresh_from_db()
    assert office.expires_at == make.NOW + GRACE
    assert office.is_verified_at(make.NOW + GRACE - dt.timedelta(seconds=1))
    assert not office.is_verified_at(make.NOW + GRACE)
    notice = Notice.objects.get(to=owner)
    assert (notice.kind, notice.facts["voucher"]) == ("institution.vouch-withdrawn", vouches[0].voucher.name)


def test_the_second_yes_taken_back_gives_no_new_days():
    asked, vouches = asked_and_given()
    office = verified(asked)

    for days, vouch in ((0, vouches[0]), (20, vouches[1])):
        moment = make.NOW + dt.timedelta(days=days)
        actions.withdraw_vouch(vouch, by=make.officer(vouch.voucher), at=moment)

    office.refresh_from_db()
    assert office.expires_at == make.NOW + GRACE
    assert office not in queries.who_can_vouch(make.NOW)


def test_the_end_of_a_vouchers_own_verification_leaves_thirty_days_without_anybody_doing_anything():
    ends = make.NOW + dt.timedelta(days=60)
    asked, _ = asked_and_given(
        make.institution(country="FR", expires_at=ends), make.institution(country="IT")
    )

    assert verified(asked).expires_at == ends + GRACE


def test_it_goes_down_the_chain_and_a_renewal_comes_down_too():
    ends = make.NOW + dt.timedelta(days=60)
    root = make.institution(country="FR", kind="ngo", expires_at=ends)
    middle = verified(
        asked_and_given(root, make.institution(country="IT"), country="TN", level="national")[0]
    )
    last = verified(asked_and_given(middle, make.institution(country="IT"))[0])
    assert (middle.expires_at, last.expires_at) == (ends + GRACE, ends + 2 * GRACE)

    actions.verify_institution(root, by=make.moderator(), also_by=make.moderator(), at=make.NOW)

    middle.refresh_from_db()
    last.refresh_from_db()
    assert (middle.expires_at, last.expires_at) == (YEAR, YEAR)


def test_what_has_ended_does_not_come_back_with_the_voucher():
    asked, vouches = asked_and_given()
    office = verified(asked)
    Institution.objects.filter(pk=office.pk).update(expires_at=make.NOW + GRACE)
    later = make.NOW + 2 * GRACE

    actions.verify_institution(vouches[0].voucher, by=make.moderator(), also_by=make.moderator(), at=later)

    office.refresh_from_db()
    assert office.expires_at == make.NOW + GRACE


def test_while_one_is_missing_the_renewal_of_the_other_gives_nothing_back():
    asked, vouches = asked_and_given()
    office = verified(asked)
    actions.withdraw_vouch(vouches[0], by=make.officer(vouches[0].voucher), at=make.NOW)

    actions.verify_institution(vouches[1].voucher, by=make.moderator(), also_by=make.moderator(), at=make.NOW)

    office.refresh_from_db()
    assert office.expires_at == make.NOW + GRACE


def test_papers_end_what_rested_on_vouches():
    now = timezone.now()
    office = make.vouched_for(expires_at=now + dt.timedelta(days=3))
    owner = make.officer(office)

    verified(renew(office, by=owner), now)

    office.refresh_from_db()
    assert (office.is_vouched_for, queries.who_vouches_for_whom()) == (False, {})
    vouch = office.vouches.first()
    once = make.officer(vouch.voucher)
    with pytest.raises(actions.NoLongerOpen):
        actions.withdraw_vouch(vouch, by=once, at=now)


def test_another_voucher_takes_the_place_of_one_who_took_it_back():
    now = timezone.now()
    office = make.vouched_for()
    owner, (lost, stays) = make.officer(office), office.vouches.order_by("pk")
    actions.withdraw_vouch(lost, by=make.officer(lost.voucher), at=now)

    asked = renew(office, stays.voucher, make.institution(country="ES"), by=owner)
    Vouch.objects.filter(request=asked).update(state="given", answered_at=now, why="We know them.")
    verified(asked, now)

    office.refresh_from_db()
    assert office.expires_at == now.replace(year=now.year + 1)
    assert Vouch.objects.resting().filter(institution=office).count() == 2


@pytest.mark.parametrize(("path", "kind"), [("renew", "association"), ("renew", "city")])
def test_only_who_may_be_without_papers_is_asked_about_it(client, path, kind):
    office = make.institution(kind=kind, expires_at=timezone.now() + dt.timedelta(days=3))

    body = as_(client, make.officer(office)).get(reverse(f"institutions:{path}", args=[office.slug])).content

    assert (b'name="is_paperless"' in body) is (kind == "association")


def test_a_public_page_says_who_still_vouches(client):
    first, second = pair()
    office = make.vouched_for(first, second)
    Institution.objects.filter(pk=second.pk).update(expires_at=make.NOW - dt.timedelta(hours=1))

    body = client.get(reverse("institutions:institution", args=[office.slug])).content.decode()

    assert first.name in body
    assert second.name not in body
    assert "not everybody who vouched for it still does" in body


def test_those_who_rest_on_one_that_lapsed_are_told_once():
    first, second = pair()
    office = make.vouched_for(first, second)
    owner = make.officer(office)
    Institution.objects.filter(pk=first.pk).update(expires_at=make.NOW)

    counts = [purge(at=make.NOW)["verifications of those who vouch"] for _ in range(2)]
    outbox.drain()

    assert counts == [1, 0]
    assert (Notice.objects.get().to, Notice.objects.get().kind) == (owner, "institution.vouch-lapsed")


# -- the database ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "given", "why": ""},
        {"state": "given", "answered_at": None},
        {"state": "declined", "answered_at": None},
        {"state": "withdrawn", "ended_at": None},
        {"state": "asked", "answered_at": make.NOW},
        {"state": "asked", "ended_at": make.NOW},
        {"state": "lost"},
    ],
)
def test_state_and_moments_fit(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        make.vouch(**wrong)


def test_one_vouch_of_an_institution_per_request_and_none_for_itself():
    asked, office = make.institution_request(is_paperless=True), make.institution()
    make.vouch(asked, office)

    with pytest.raises(IntegrityError), transaction.atomic():
        make.vouch(asked, office)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.vouch(voucher=office, institution=office, state="given")
    with pytest.raises(IntegrityError), transaction.atomic():
        make.vouch(institution=make.institution(), state="asked")
    with pytest.raises(IntegrityError), transaction.atomic():
        Vouch.objects.update(request=None)
