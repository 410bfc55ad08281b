"""Writing, submitting, releasing, returning, closing, answering, withdrawing."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from communities.opportunities import actions
from communities.opportunities.models import Application, Opportunity
from core.limits import TooMany
from institutions.models import Mandate
from moderation.actions import decide
from moderation.models import Case
from notifications.models import Notice
from tests import make

AN_HOUR = dt.timedelta(hours=1)


def drafted(officer, facts, key=None):
    office = officer.mandates.get().institution
    return actions.draft(office, by=officer, facts=facts, key=key or uuid.uuid4(), at=make.NOW)


def notices(kind):
    return list(Notice.objects.filter(kind=kind).order_by("pk").values_list("to", flat=True))


def test_draft_keeps_what_was_written_with_clean_html(facts):
    officer = make.officer()

    made = drafted(
        officer, facts | {"title": "  Teaching \n exchange ", "text": "<script>x</script> **Two** days"}
    )

    assert made.title == "Teaching exchange"
    assert made.html == "<p>&lt;script&gt;x&lt;/script&gt; <strong>Two</strong> days</p>"
    assert (made.author, made.state, made.closes_at) == (officer, "draft", facts["closes_at"])
    assert made.slug.startswith("teaching-exchange-")


def test_draft_finds_a_slug_for_a_title_without_latin_letters(facts):
    officer = make.officer()

    slugs = {drafted(officer, facts | {"title": "تبادل تعليمي"}).slug for _ in range(2)}

    assert len(slugs) == 2
    assert all(slug.isascii() and len(slug) == 12 for slug in slugs)


def test_the_same_form_sent_twice_is_one_draft(facts):
    officer, key = make.officer(), uuid.uuid4()

    first, second = drafted(officer, facts, key), drafted(officer, facts | {"title": "Other"}, key)

    assert (first.pk, Opportunity.objects.count()) == (second.pk, 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("closes_at", make.NOW - AN_HOUR),
        ("closes_at", make.NOW + dt.timedelta(days=900)),
        ("kind", "raffle"),
        ("language", "xx"),
        ("languages", []),
        ("languages", ["en", "xx"]),
        ("title", "\u202e"),
        ("text", "x" * 8001),
        ("text", "> " * 60 + "x"),
        ("cost", ""),
        ("place", ""),
    ],
)
def test_draft_refuses_and_names_the_fact(facts, name, value):
    with pytest.raises(ValidationError) as refused:
        drafted(make.officer(), facts | {name: value})

    assert list(refused.value.error_dict) == [name]
    assert not Opportunity.objects.exists()


def test_drafts_are_limited(facts, settings):
    settings.LIMITS_FACTOR = 0.05  # one a day
    officer = make.officer()
    drafted(officer, facts)

    with pytest.raises(TooMany):
        drafted(officer, facts)


def test_draft_is_refused_for_another_institution(facts):
    with pytest.raises(PermissionDenied):
        actions.draft(make.institution(), by=make.officer(), facts=facts, key=uuid.uuid4(), at=make.NOW)


def test_submit_opens_one_case_with_what_it_says():
    office = make.institution()
    written = make.opportunity(office=office, state="draft", text="Teach with us.", language="fr")

    for _ in range(2):
        actions.submit(written, by=make.officer(office), at=make.NOW)

    written.refresh_from_db()
    case = Case.objects.get()
    assert (written.state, written.submitted_at) == ("pending", make.NOW)
    assert (case.kind, case.object_id, case.subject_user) == ("opportunity", str(written.pk), written.author)
    assert (case.language, case.institution_id, "Teach with us." in case.snapshot) == ("fr", office.pk, True)


def test_submit_is_refused_when_its_closing_moment_has_come():
    written = make.opportunity(state="draft", closes_at=make.NOW)

    with pytest.raises(ValidationError):
        actions.submit(written, by=written.author, at=make.NOW)

    assert not Case.objects.exists()


def test_edit_changes_a_returned_one_which_is_submitted_again(facts):
    written = make.opportunity(state="returned")

    actions.edit(written, by=written.author, facts=facts, at=make.NOW)
    actions.submit(written, by=written.author, at=make.NOW)

    written.refresh_from_db()
    assert (written.title, written.state) == (facts["title"], "pending")
    assert written.html == "<p>You teach <strong>two days</strong> a week.</p>"


@pytest.mark.parametrize("state", ["pending", "published"])
def test_edit_is_refused_once_others_read_it(facts, state):
    written = make.opportunity(state=state)

    with pytest.raises(PermissionDenied):
        actions.edit(written, by=written.author, facts=facts, at=make.NOW)


def test_a_moderator_releases_it_in_the_queue_and_the_author_is_told():
    written, moderator = make.opportunity(state="draft"), make.moderator()
    actions.submit(written, by=written.author, at=make.NOW)

    decide(Case.objects.get(), by=moderator, verdict="release", reason="", at=make.NOW)

    written.refresh_from_db()
    assert (written.state, written.published_at, written.released_by) == ("published", make.NOW, moderator)
    assert notices("opportunity.released") == [written.author_id]


def test_an_editor_returns_it_with_a_reason_and_the_author_is_told():
    written = make.opportunity(state="draft")
    actions.submit(written, by=written.author, at=make.NOW)

    decide(Case.objects.get(), by=make.editor(), verdict="return", reason="Say who pays.", at=make.NOW)

    written.refresh_from_db()
    assert (written.state, written.returned_why) == ("returned", "Say who pays.")
    assert notices("opportunity.returned") == [written.author_id]


def test_each_return_is_news_of_its_own():
    written = make.opportunity(state="draft")

    for at in (make.NOW, make.NOW + AN_HOUR):
        actions.submit(written, by=written.author, at=at)
        decide(Case.objects.get(state="open"), by=make.moderator(), verdict="return", reason="No.", at=at)

    assert notices("opportunity.returned") == [written.author_id] * 2


def test_whoever_holds_the_office_now_is_told_in_place_of_an_author_who_left():
    office = make.institution()
    written, colleague = make.opportunity(office=office, state="pending"), make.officer(office)
    Mandate.objects.filter(user=written.author).update(ended_at=make.NOW - dt.timedelta(hours=23))

    actions.return_with_reason(written, by=make.moderator(), why="Say who pays.", at=make.NOW)

    assert notices("opportunity.returned") == [colleague.pk]


def test_release_is_refused_to_the_author_and_after_the_closing_moment():
    editor = make.editor()
    own = make.opportunity(author=editor, office=make.institution(), state="pending")
    late = make.opportunity(state="pending", closes_at=make.NOW)

    with pytest.raises(PermissionDenied):
        actions.release(own, by=editor, at=make.NOW)
    with pytest.raises(ValidationError):
        actions.release(late, by=editor, at=make.NOW)


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_only_what_was_submitted_is_released(state):
    with pytest.raises(ValidationError):
        actions.release(make.opportunity(state=state), by=make.moderator(), at=make.NOW)


def test_returning_needs_a_reason():
    with pytest.raises(ValidationError):
        actions.return_with_reason(
            make.opportunity(state="pending"), by=make.moderator(), why=" \n", at=make.NOW
        )


def test_a_reported_one_is_taken_down_and_its_answers_are_closed_to_the_institution():
    office = make.institution()
    published = make.opportunity(office=office)
    make.answer(published)

    actions.return_with_reason(published, by=make.moderator(), why="Asks for a fee.", at=make.NOW)

    published.refresh_from_db()
    assert (published.state, published.published_at) == ("returned", None)
    assert not Application.objects.visible_to(make.officer(office)).exists()


def test_close_ends_it_at_once_and_for_good():
    office = make.institution()
    published = make.opportunity(office=office)

    for at in (make.NOW, make.NOW + AN_HOUR):
        actions.close(published, by=make.officer(office), at=at)

    published.refresh_from_db()
    assert published.ended_at == make.NOW


def test_answer_is_kept_once_and_officers_hear_of_it_without_a_name():
    office = make.institution()
    officers = [make.officer(office), make.officer(office)]
    published = make.opportunity(office=office, author=officers[0])
    member = make.user(name="Amina Diallo")

    first = actions.answer(published, by=member, text=" I taught. ", language="en", at=make.NOW)
    second = actions.answer(published, by=member, text="Again.", language="fr", at=make.NOW + AN_HOUR)

    assert (first, first.text, first.number) == (second, "I taught.", 1)
    assert notices("opportunity.answered") == [officer.pk for officer in officers]
    for notice in Notice.objects.all():
        assert notice.about is None
        assert "Amina" not in f"{notice.facts}{notice.path}{notice.key}"


def test_answer_is_refused_from_the_closing_moment_on_which_it_names():
    published = make.opportunity(closes_at=make.NOW, zone="Africa/Accra")

    with pytest.raises(ValidationError, match="20 November 2026, 12:00 Africa/Accra"):
        actions.answer(published, by=make.user(), text="Late.", language="en", at=make.NOW)

    assert not Application.objects.exists()


@pytest.mark.parametrize(
    ("text", "language"), [("", "en"), ("\u200e\u202e", "en"), ("x" * 2001, "en"), ("x", "xx")]
)
def test_answer_refuses_what_is_no_answer(text, language):
    with pytest.raises(ValidationError):
        actions.answer(make.opportunity(), by=make.user(), text=text, language=language, at=make.NOW)


def test_answers_are_limited(settings):
    settings.LIMITS_FACTOR = 0.05
    member = make.user()
    actions.answer(make.opportunity(), by=member, text="One.", language="en", at=make.NOW)

    with pytest.raises(TooMany):
        actions.answer(make.opportunity(), by=member, text="Two.", language="en", at=make.NOW)


def test_the_database_keeps_one_answer_per_person():
    sent = make.answer(make.opportunity())

    with pytest.raises(IntegrityError), transaction.atomic():
        make.answer(sent.opportunity, sent.user)


def test_withdraw_takes_it_from_the_officers_and_cannot_be_answered_again():
    office = make.institution()
    sent = make.answer(make.opportunity(office=office))

    for at in (make.NOW, make.NOW + AN_HOUR):
        actions.withdraw(sent.opportunity, by=sent.user, at=at)

    assert Application.objects.get().withdrawn_at == make.NOW
    assert not Application.objects.visible_to(make.officer(office)).exists()
    with pytest.raises(ValidationError):
        actions.answer(sent.opportunity, by=sent.user, text="Again.", language="en", at=make.NOW)


def test_withdraw_finds_nobody_elses():
    sent = make.answer(make.opportunity())

    with pytest.raises(Application.DoesNotExist):
        actions.withdraw(sent.opportunity, by=make.user(), at=make.NOW)


@pytest.mark.parametrize(
    "broken",
    [
        {"place": "", "is_remote": False},
        {"state": "returned", "returned_why": ""},
        {"state": "pending", "submitted_at": None},
        {"state": "draft", "closed_at": make.NOW},
    ],
)
def test_the_database_refuses(broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        make.opportunity(**broken)


def test_the_database_refuses_an_author_who_released_it():
    office = make.institution()
    author = make.officer(office)

    with pytest.raises(IntegrityError), transaction.atomic():
        make.opportunity(office=office, author=author, released_by=author)
