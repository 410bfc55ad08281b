"""Having one's account erased: the page, the days of grace, the mails, the job (trust.md 5.3, D03)."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts import actions, erasing, erasures, names
from accounts.bylines import MEMBERS, byline
from accounts.events import by_line_changed, standing_changed
from accounts.models import ErasedAccount, User
from communities.groups.models import JoinRequest, Membership
from core.models import Outbox
from core.outbox import drain
from core.retention import purge
from institutions.models import InstitutionRequest, Invitation, Mandate
from messaging.threads.models import Post
from notifications.actions import notify
from tests import make
from tests.accounts import steps

PAGE, UNDO, SAFETY = "settings:erase", "settings:undo-erasure", "settings:safety"
DUE = make.NOW + erasures.GRACE
KEEP = {"words": "keep", "password": steps.PASSWORD}


@pytest.fixture
def person():
    return make.user(password=steps.PASSWORD)


@pytest.fixture
def client(person):
    client = Client()
    steps.sign_in(client, person)
    return client


def asked(**given) -> User:
    return erasures.ask(make.user(**given), words=False, at=make.NOW)


# -- asking and undoing ---------------------------------------------------------------------------------------


def test_asking_hides_at_once_and_says_until_when(person):
    erasures.ask(person, words=True, at=make.NOW)

    person.refresh_from_db()
    assert (person.dark_since, person.erase_at, person.erase_words) == (make.NOW, DUE, True)
    assert byline(person, audience=MEMBERS, voice=1).kind == "hidden"
    assert person.epoch == 1  # open sockets end


def test_asking_twice_keeps_the_first_day_and_choice(person):
    erasures.ask(person, words=True, at=make.NOW)
    erasures.ask(person, words=False, at=make.LATER)

    person.refresh_from_db()
    assert (person.erase_at, person.erase_words) == (DUE, True)


def test_undoing_restores_all_and_twice_is_once(person, django_capture_on_commit_callbacks):
    heard = []
    hear = lambda sender, signal, **facts: heard.append(signal is by_line_changed)  # noqa: E731
    before = {field.attname: getattr(person, field.attname) for field in User._meta.concrete_fields}
    erasures.ask(person, words=True, at=make.NOW)
    for signal in (standing_changed, by_line_changed):
        signal.connect(hear)

    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            erasures.undo(person, at=DUE)

    person.refresh_from_db()
    after = {field.attname: getattr(person, field.attname) for field in User._meta.concrete_fields}
    assert {name for name in before if before[name] != after[name]} == {"epoch"}
    assert heard == [False, True]
    for signal in (standing_changed, by_line_changed):
        signal.disconnect(hear)


def test_who_was_dark_before_stays_dark_after_undoing():
    before = make.NOW - dt.timedelta(days=30)
    person = asked(dark_since=before)

    assert erasures.undo(person, at=make.NOW).dark_since == before


def test_nobody_comes_back_from_the_dark_while_they_wait():
    person = asked()

    actions.come_back(person, at=make.LATER)

    person.refresh_from_db()
    assert person.dark_since == make.NOW


def test_who_waits_and_is_not_dark_is_refused_by_the_database(person):
    with pytest.raises(IntegrityError, match="waits_to_be_erased"), transaction.atomic():
        User.objects.filter(pk=person.pk).update(erase_at=DUE)


def test_who_was_erased_can_neither_ask_nor_undo():
    erased = make.user(erased_at=make.NOW)

    for deed in (
        lambda: erasures.ask(erased, words=True, at=make.NOW),
        lambda: erasures.undo(erased, at=make.NOW),
    ):
        with pytest.raises(PermissionDenied):
            deed()


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_a_mail_confirms_each_of_both_and_names_nothing(language):
    person = make.user(language=language, name="Zqname")

    erasures.ask(person, words=True, at=make.NOW)
    erasures.undo(person, at=make.NOW)
    sent = steps.mails()

    assert [message.to for message in sent] == [[person.email]] * 2
    for message in sent:
        assert "Zqname" not in message.body and person.handle not in message.body
    assert f"/{language}/settings/erase/" in sent[0].body
    assert "2026" in sent[0].body and sent[0].subject != sent[1].subject


def test_no_mail_about_news_comes_while_they_wait():
    person = asked()
    drain()
    mail.outbox.clear()

    notify(person.pk, "post.reply", key="x", facts={"title": "A"}, path="/discussions/x/1/")

    assert steps.mails() == []


# -- the page -----------------------------------------------------------------------------------------------


def test_the_page_offers_both_choices_with_keeping_the_words_first(client):
    text = client.get(reverse(PAGE)).content.decode()

    assert re.findall(r'name="words" value="(\w+)"[^>]*?( checked)?', text)[0][0] == "keep"
    assert re.search(r'value="keep"[^>]*checked', text) and not re.search(r'value="remove"[^>]*checked', text)


def test_the_page_takes_the_password_and_ends_all_other_log_ins(client, person):
    other = Client()
    steps.sign_in(other, person)

    answer = client.post(reverse(PAGE), KEEP)

    assert (answer.status_code, answer.url) == (303, reverse(PAGE))
    assert "Keep my account" in client.get(reverse(PAGE)).content.decode()
    assert "Your account will be erased on" in client.get(reverse("settings:index")).content.decode()
    assert other.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [{}, {"words": "keep"}, {**KEEP, "password": "no"}, {**KEEP, "words": "all"}, {**KEEP, "words": "keep\x00"},
     {"password": steps.PASSWORD}, {**KEEP, "words": ["remove", "x"]}],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_done(client, person, wrong):
    answer = client.post(reverse(PAGE), wrong)

    person.refresh_from_db()
    assert (answer.status_code, person.erase_at) == (422, None)


def test_one_press_undoes_it(client, person):
    client.post(reverse(PAGE), KEEP)

    answer = client.post(reverse(UNDO), follow=True)

    person.refresh_from_db()
    assert (person.erase_at, person.dark_since) == (None, None)
    assert "Your account stays." in answer.content.decode()


def test_undoing_what_was_not_asked_for_says_nothing(client):
    assert "Your account stays." not in client.post(reverse(UNDO), follow=True).content.decode()


def test_going_dark_and_coming_back_lead_here_meanwhile(client):
    client.post(reverse(PAGE), KEEP)

    for address in (reverse(SAFETY), reverse("settings:come-back")):
        answer = client.post(address, {"password": steps.PASSWORD})
        assert (answer.status_code, answer.url) == (303, reverse(PAGE))


def test_who_signs_in_again_reads_it_on_every_page(client, person):
    client.post(reverse(PAGE), KEEP)
    later = Client()
    steps.sign_in(later, person)

    assert "Look, or keep it" in later.get("/en/communities/").content.decode()


def test_who_has_a_second_factor_proves_it_elsewhere_first(person):
    steps.add_factor(person)
    client = Client()
    client.force_login(person)

    answer = client.post(reverse(PAGE), {"words": "keep"})

    person.refresh_from_db()
    assert (answer.status_code, person.erase_at) == (302, None)
    assert "reauthenticate" in answer.url


@pytest.mark.parametrize("who", [make.suspended, make.unverified])
def test_suspended_and_unverified_accounts_may(who):
    person = who(password=steps.PASSWORD)
    client = Client()
    client.force_login(person)

    assert client.post(reverse(PAGE), KEEP).status_code == 303


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_many_duties(client, person, number, django_assert_num_queries):
    for _ in range(number):
        make.community(stewards=[person], members=[make.user()])

    with django_assert_num_queries(8):
        client.get(reverse(PAGE))


# -- who has something to hand over ---------------------------------------------------------------------------


def test_the_last_steward_of_others_hands_over_first(client, person):
    alone = make.community(stewards=[person])
    shared = make.community(stewards=[person, make.user()])
    held = make.community(stewards=[person], members=[make.user()], name="Zq weavers")

    page, answer = client.get(reverse(PAGE)), client.post(reverse(PAGE), KEEP)

    person.refresh_from_db()
    assert (page.status_code, answer.status_code, person.erase_at) == (200, 409, None)
    text = answer.content.decode()
    assert "Zq weavers" in text and reverse("communities:manage", args=[held.slug]) in text
    assert alone.name not in text and shared.name not in text
    assert 'name="words"' not in text


def test_the_last_owner_of_a_team_hands_over_first():
    office = make.institution()
    owner = make.officer(office)
    assert erasing.duties(owner) == []  # alone
    make.officer(office, role="editor")

    with pytest.raises(erasures.MustHandOver) as found:
        erasures.ask(owner, words=False, at=make.NOW)

    assert [duty.path for duty in found.value.duties] == [reverse("institutions:team", args=[office.slug])]


def test_who_is_suspended_is_not_asked_to_hand_over_what_they_cannot():
    person = make.suspended()
    make.community(stewards=[person], members=[make.user()])

    assert erasing.duties(person) == []


def test_whoever_became_the_last_steward_meanwhile_hands_over_to_a_moderator():
    person, heir = make.user(), make.user()
    home = make.community(stewards=[person, make.user()], moderators=[heir])
    erasures.ask(person, words=False, at=make.NOW)
    Membership.objects.filter(community=home, role="steward").exclude(user=person).delete()

    purge(at=DUE)

    assert Membership.objects.get(community=home, user=heir).role == "steward"
    assert not Membership.objects.filter(user=person).exists()


# -- the job ------------------------------------------------------------------------------------------------


def test_the_job_waits_for_the_moment_and_then_once_more_does_nothing():
    person = asked()

    assert purge(at=DUE - dt.timedelta(seconds=1))["erasures"] == 0
    assert purge(at=DUE)["erasures"] == 1
    assert purge(at=DUE)["erasures"] == 0
    assert not User.objects.filter(pk=person.pk).exists()


def test_whoever_undid_it_is_not_erased():
    person = asked()
    erasures.undo(person, at=DUE)

    assert purge(at=make.LATER)["erasures"] == 0


def rooms_with(monkeypatch, name: str, steps) -> None:
    room = erasing.ROOMS[name]
    monkeypatch.setitem(erasing.ROOMS, name, erasing.Room(name, steps, room.covers, room.mentions))


@pytest.mark.parametrize("room", list(erasing.ROOMS))
def test_a_job_that_is_killed_in_any_room_is_taken_up(monkeypatch, room):
    person = make.user()
    thread = make.thread(posts=2, author=person)
    home = make.community(members=[person])
    erasures.ask(person, words=True, at=make.NOW)

    class Killed(BaseException):
        pass

    def dies(*given):
        yield
        raise Killed

    with monkeypatch.context() as patch:
        rooms_with(patch, room, dies)
        with pytest.raises(Killed):
            purge(at=DUE)

    person.refresh_from_db()
    assert person.erased_at == DUE and person.erase_at is not None
    with pytest.raises(PermissionDenied):
        erasures.undo(person, at=DUE)
    assert purge(at=DUE + dt.timedelta(hours=1))["erasures"] == 1
    person.refresh_from_db()
    assert person.email.endswith("@erased.invalid") and person.erased_at == DUE
    assert set(Post.objects.filter(thread=thread).values_list("state", "text")) == {("removed", "")}
    assert not Membership.objects.filter(community=home).exists()
    assert ErasedAccount.objects.count() == 1


def test_an_account_that_fails_holds_up_no_other(monkeypatch):
    first, second = asked(), asked()
    room = erasing.ROOMS["profiles"].steps

    def fails(person, words, at):
        if person.pk == first.pk:
            raise RuntimeError("a discussion is busy")
        yield from room(person, words, at)

    rooms_with(monkeypatch, "profiles", fails)

    assert purge(at=DUE)["erasures"] == 1
    assert [User.objects.filter(pk=one.pk).exists() for one in (first, second)] == [True, False]


def test_a_post_that_was_under_way_loses_its_words_at_the_next_run():
    person = make.user()
    thread = make.thread(posts=1, author=person)
    erasures.ask(person, words=True, at=make.NOW)
    purge(at=DUE)
    late = make.post(thread, author=User.objects.get(pk=person.pk), text="Just in time.")

    purge(at=DUE + dt.timedelta(hours=1))

    late.refresh_from_db()
    assert (late.state, late.text, late.number) == ("removed", "", 2)


def test_the_row_that_stays_says_nothing_and_lets_nobody_in():
    person = make.user(
        password=steps.PASSWORD, name="Zq", language="fr", suspended_at=make.NOW, suspended_why="Why."
    )
    make.thread(posts=1, author=person)
    erasures.ask(person, words=False, at=make.NOW)
    purge(at=DUE)

    row = User.objects.get(pk=person.pk)
    said = {"zone", "language", "name_audience", "password", "email", "name", "name_skeleton", "handle"}
    blank = User()
    told = {
        field.name: getattr(row, field.name)
        for field in User._meta.concrete_fields
        if field.name not in said and getattr(row, field.name) != getattr(blank, field.name)
    }
    assert told.keys() == {"id", "erased_at", "epoch", "is_active", "joined_at"}
    assert (told["joined_at"], row.is_active, row.has_usable_password()) == (DUE, False, False)
    assert (row.language, row.name_audience, str(row.zone)) == ("en", "members", "UTC")
    assert byline(row, audience=MEMBERS, voice=1)[:3] == ("former", "Former member", None)
    assert purge(at=make.LATER)["unconfirmed accounts"] == 0


def test_two_erased_accounts_keep_apart():
    for person in (make.user(), make.user()):
        make.thread(posts=1, author=person)
        erasures.ask(person, words=False, at=make.NOW)

    assert purge(at=DUE)["erasures"] == 2


def test_a_name_becomes_free_and_the_sign_in_unknown(client):
    person = make.user(name="Ester Lind")
    erasures.ask(person, words=False, at=make.NOW)
    purge(at=DUE)

    assert not names.is_taken("Ester Lind")
    assert names.free_handle("Former member").startswith("member-")


def test_answers_that_come_later_get_a_number_of_their_own():
    from communities.opportunities import actions as opportunities

    offer = make.opportunity()
    first = make.answer(offer)
    make.answer(offer)
    erasures.ask(first.user, words=False, at=make.NOW)
    purge(at=DUE)

    sent = opportunities.answer(offer, by=make.user(), text="I can.", language="en", at=make.NOW)

    assert sent.number == 3


def test_what_others_asked_of_them_is_answered_for_them():
    person = make.user()
    waits = make.institution_request(second=person, state="requested")
    made = make.invitation(make.institution(), make.user(), by=person)
    erasures.ask(person, words=False, at=make.NOW)
    purge(at=DUE)

    assert InstitutionRequest.objects.get(pk=waits.pk).state == "declined"
    assert not InstitutionRequest.objects.get(pk=waits.pk).evidence
    assert not Invitation.objects.filter(pk=made.pk, state="open").exists()
    assert User.objects.get(pk=person.pk).erased_at == DUE  # another's request needs the row


def test_an_officer_leaves_the_institution_as_it_is():
    office = make.institution()
    offer = make.opportunity(office=office)
    officer, other = offer.author, make.officer(office)
    erasures.ask(officer, words=True, at=make.NOW)
    purge(at=DUE)

    offer.refresh_from_db()
    assert (offer.text, offer.author.erased_at, offer.state) == ("What it is about.", DUE, "published")
    assert list(Mandate.objects.filter(institution=office).values_list("user", flat=True)) == [other.pk]


def test_requests_that_they_decided_about_stay_decided():
    steward = make.user()
    home = make.community(stewards=[steward, make.user()], visibility="request")
    asked_for = JoinRequest.objects.create(
        community=home,
        user=make.user(),
        state="declined",
        reason="Not now.",
        decided_by=steward,
        decided_at=make.NOW,
    )
    erasures.ask(steward, words=True, at=make.NOW)
    purge(at=DUE)

    assert JoinRequest.objects.get(pk=asked_for.pk).reason == "Not now."


def test_mails_to_others_stay_queued():
    erasures.ask(make.user(), words=False, at=make.NOW)
    Outbox.objects.all().delete()
    stays = erasures.ask(make.user(), words=False, at=DUE)

    purge(at=DUE)

    assert [row.payload["to"] for row in Outbox.objects.filter(kind="account mail")] == [[stays.email]]


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("@zq-a", "@former-member"),
        ("Ask @ZQ-A, please", "Ask @former-member, please"),
        ("@zq-ab and @zq-a-b", "@zq-ab and @zq-a-b"),
        ("me@zq-a.example", "me@zq-a.example"),
        ("/fr/people/zq-a/?x", "/fr/people/former-member/?x"),
        ("/people/zq-a", "/people/former-member"),
        ("/people/zq-ab/", "/people/zq-ab/"),
        ("zq-a", "zq-a"),
    ],
)
def test_only_the_handle_itself_is_replaced(text, becomes):
    assert erasing.unmentioned(text, "zq-a") == becomes


def test_a_name_that_would_be_called_former_member_gets_another_handle():
    assert names.free_handle("Former member") != "former-member"
    with pytest.raises(ValidationError):
        names.allowed("")
