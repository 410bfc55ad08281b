"""The pages of moderation: for whom they open, what they show, and whom they never name."""

import re

import pytest
from django.conf import settings

from accounts.models import User
from moderation import actions, registry
from moderation.models import Appeal, Case, Decision, Report
from tests import make
from tests.moderation import things

QUEUE = "/en/moderation/"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
ROLES = ["AN", "UN", "ME", "CM", "CO", "PM", "ED", "GO", "SU", "AD"]


def report_url(note, kind="note", language="en"):
    return f"/{language}/moderation/report/{kind}/{note}/"


def case_url(case, act=""):
    return f"{QUEUE}cases/{case.pk}/{act and act + '/'}"


def report(ident, /, **given):
    facts = {"by": make.user(), "reason": "spam", "at": make.NOW} | given
    return actions.report("note", ident, **facts)


def sign_in(client, person):
    if person.pk:
        client.force_login(User.objects.get(pk=person.pk))
    return client


@pytest.fixture
def moderator(client):
    person = make.moderator()
    client.force_login(person)
    return person


# -- reporting --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_everybody_reports_what_is_public(role, cast, note, client):
    sign_in(client, cast[role])

    asked = client.get(report_url(note))
    sent = client.post(report_url(note), {"reason": "hate", "note": "Line two."})

    assert asked.status_code == 200
    assert (sent.status_code, sent.url) == (303, registry.subject("note", note).url)
    assert list(Report.objects.values_list("by", "reason", "note")) == [(cast[role].pk, "hate", "Line two.")]


@pytest.mark.parametrize("role", ROLES)
def test_what_is_private_answers_like_what_never_existed(role, cast, author, community, client):
    private = things.write(author, community, public=False)
    sign_in(client, cast[role])

    hidden, nothing = client.get(report_url(private)), client.get(report_url("99"))

    assert hidden.status_code == (200 if role in ("ME", "CM", "CO") else 404)
    assert nothing.status_code == 404
    if hidden.status_code == 404:
        assert hidden.content == nothing.content
        assert client.post(report_url(private), {"reason": "spam"}).status_code == 404
        assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("kind", "ident"), [("unheard-of", "1"), ("note", "x"), ("note", "%00"), ("note", "9" * 70)]
)
def test_a_report_about_nothing_is_not_found(kind, ident, client):
    assert client.get(report_url(ident, kind)).status_code == 404


@pytest.mark.parametrize(
    "typed",
    [
        {"note": "My words."},
        {"reason": "dislike", "note": "My words."},
        {"reason": "spam", "note": "x" * 501},
    ],
)
def test_a_report_that_does_not_fit_comes_back_with_what_was_typed(typed, note, client):
    response = client.post(report_url(note), typed)

    html = response.content.decode()
    assert response.status_code == 422
    assert "There is a problem" in html
    assert typed["note"] in html
    assert not Report.objects.exists()


@pytest.mark.parametrize("typed", ["%00", "a%00b", "%ED%A0%80"])
def test_a_report_with_what_no_database_keeps_is_refused_or_mended(typed, note, client):
    response = client.post(
        report_url(note), f"reason=spam&note={typed}", content_type="application/x-www-form-urlencoded"
    )

    stored = "".join(Report.objects.values_list("note", flat=True))
    assert response.status_code == (303 if "%00" not in typed else 422)
    assert "\x00" not in stored
    stored.encode()


def test_the_report_page_says_who_sees_it_and_what_happens_next(note, client):
    html = client.get(report_url(note)).content.decode()

    assert "They do not see who you are" in html
    assert "Words of the note." in html
    assert html.count('type="radio"') == len(Report.Reason.choices)


def test_too_many_reports_are_told_when_again(note, client, settings):
    settings.LIMITS_FACTOR = 0.05
    client.post(report_url(note), {"reason": "spam"})

    response = client.post(report_url(note), {"reason": "spam"})

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert Report.objects.count() == 1


# -- the queue --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_the_queue_opens_for_those_who_decide(role, cast, note, client):
    case = report(note)
    sign_in(client, cast[role])

    queue, page = client.get(QUEUE), client.get(case_url(case))

    if role == "AN":
        assert [queue.status_code, page.status_code] == [302, 302]
        assert queue.url == f"/en/accounts/login/?next={QUEUE}"
    elif role in ("CM", "CO", "PM"):
        assert [queue.status_code, page.status_code] == [200, 200]
        assert case_url(case) in queue.content.decode()
    else:
        assert [queue.status_code, page.status_code] == [403, 404]


@pytest.mark.parametrize("act", ["claim", "unclaim", "decide"])
@pytest.mark.parametrize("role", ROLES)
def test_acts_on_a_case_are_for_those_who_decide(role, act, cast, note, client):
    case = report(note)
    sign_in(client, cast[role])

    by_get = client.get(case_url(case, act)).status_code
    by_post = client.post(case_url(case, act), {"verdict": "keep"}).status_code

    decides = role in ("CM", "CO", "PM")
    assert by_get == 405
    assert by_post == (303 if decides else 302 if role == "AN" else 404)
    case.refresh_from_db()
    assert case.is_open is not (decides and act == "decide")


def test_an_editor_decides_what_waits_for_release_and_has_no_queue(note, client):
    case = actions.report("waiting", note, by=make.user(), reason="spam", at=make.NOW)
    client.force_login(make.editor())

    queue, page = client.get(QUEUE), client.get(case_url(case))
    decided = client.post(case_url(case, "decide"), {"verdict": "release"})

    assert (queue.status_code, page.status_code) == (403, 200)
    assert (decided.status_code, decided.url) == (303, case_url(case))


def test_powers_wait_for_a_second_factor(note, client):
    moderator = make.moderator()
    User.objects.filter(pk=moderator.pk).update(second_factor_since=None)
    case = report(note)
    client.force_login(moderator)

    answers = [
        client.get(QUEUE),
        client.get(case_url(case)),
        client.post(case_url(case, "decide"), {"verdict": "keep"}),
    ]

    set_up = "/en/accounts/2fa/totp/activate/?next="
    assert [(answer.status_code, answer.url.split("%2F")[0]) for answer in answers] == [(303, set_up)] * 3
    case.refresh_from_db()
    assert case.is_open


@pytest.mark.parametrize(
    "query",
    [
        "?show=everything",
        "?kind=unheard-of",
        "?after=x",
        "?after=-1",
        "?after=" + "9" * 30,
        "?after=" + "9" * 5000,
        "?after=",
    ],
)
def test_the_queue_of_nonsense_is_not_found(query, client, moderator):
    assert client.get(QUEUE + query).status_code == 404


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "Nothing waits"),
        ("?show=mine", "You have taken no case"),
        ("?show=decided", "Nothing decided yet"),
    ],
)
def test_an_empty_queue_says_what_belongs_here(query, says, client, moderator):
    assert says in client.get(QUEUE + query).content.decode()


def test_ones_own_words_are_not_in_the_queue_and_refused(client, community):
    moderator = make.moderator()
    case = report(things.write(moderator, community), note="zqcanary of the reporter")
    client.force_login(moderator)

    queue, page = client.get(QUEUE), client.get(case_url(case))

    assert case_url(case) not in queue.content.decode()
    assert page.status_code == 403
    assert "zqcanary" not in page.content.decode()


def test_nobody_who_decides_learns_who_reported(note, client, moderator, cast):
    reporter = make.user(name="zqreporter", email="zqreporter@example.org")
    case = report(note, by=reporter, note="A note of theirs.")
    pages = []
    for viewer in (moderator, cast["CM"], cast["CO"]):
        client.force_login(viewer)
        pages += [client.get(QUEUE), client.get(case_url(case))]
    client.force_login(moderator)
    pages.append(
        client.post(case_url(case, "decide"), {"verdict": "hide", "reason": "Because."}, follow=True)
    )
    pages += [client.get(f"{QUEUE}?show=decided"), client.get(case_url(case))]
    client.force_login(things.NOTES[note].author)
    pages.append(client.get(case_url(case, "decision")))

    assert [page.status_code for page in pages] == [200] * len(pages)
    assert [page for page in pages if "zqreporter" in page.content.decode()] == []
    assert "A note of theirs." in pages[1].content.decode()
    assert "A note of theirs." not in pages[-1].content.decode()  # the author reads the reason only


# -- a case -----------------------------------------------------------------------------------------------


def buttons(html: str) -> list[str]:
    return re.findall(r'name="verdict" value="(\w+)"', html)


def test_a_case_offers_exactly_the_verdicts_of_its_kind(note, client, moderator):
    case = report(note)
    waiting = actions.report("waiting", note, by=make.user(), reason="spam", at=make.NOW)

    pages = [client.get(case_url(one)).content.decode() for one in (case, waiting)]

    assert [buttons(page) for page in pages] == [["keep", "hide"], ["release", "return"]]


def test_a_case_shows_words_in_their_language_and_direction(note, client, moderator, monkeypatch):
    case = report(note)
    Case.objects.filter(pk=case.pk).update(language="ar", snapshot="كلمات <b>الملاحظة</b>\n\nسطر")

    html = client.get(case_url(case)).content.decode()

    assert '<blockquote lang="ar" dir="rtl"><p>كلمات &lt;b&gt;الملاحظة&lt;/b&gt;</p>' in html


def test_the_queue_and_the_report_page_escape_words_once(author, community, client, moderator):
    note = things.write(author, community, text="Salt & <b>pepper</b>")
    report(note)

    pages = [client.get(address).content.decode() for address in (QUEUE, report_url(note))]

    assert ["Salt &amp; &lt;b&gt;pepper" in page for page in pages] == [True, True]


def test_a_case_shows_words_that_changed_since(note, client, moderator):
    case = report(note)
    before = client.get(case_url(case)).content.decode()
    things.NOTES[note].text = "Other words."

    after = client.get(case_url(case)).content.decode()

    assert "The text as it is now" not in before
    assert "Words of the note." in after
    assert "Other words." in after


def test_a_case_shows_who_has_it_and_lets_nobody_else_decide_silently(note, client, moderator):
    other = make.moderator(name="Other Moderator")
    case = report(note)
    client.post(case_url(case, "claim"))
    mine = client.get(case_url(case)).content.decode()
    client.force_login(other)

    theirs = client.get(case_url(case)).content.decode()
    decided = client.post(case_url(case, "decide"), {"verdict": "keep"})
    taken = client.post(case_url(case, "claim"))
    taken_over = client.post(case_url(case, "claim"), {"over": "1"})

    assert "You have taken this case until" in mine
    assert f"{moderator.name} has taken this case until" in theirs
    assert buttons(theirs) == []
    assert [decided.status_code, taken.status_code, taken_over.status_code] == [409, 409, 303]
    assert "Nothing was changed." in decided.content.decode()
    case.refresh_from_db()
    assert (case.is_open, case.claimed_by) == (True, other)


def test_the_second_to_decide_reads_what_was_decided(note, client, moderator):
    case = report(note)
    other = make.moderator(name="Other Moderator")
    actions.decide(case, by=other, verdict="hide", reason="It names a person.", at=make.NOW)

    response = client.post(case_url(case, "decide"), {"verdict": "keep"})

    html = response.content.decode()
    assert response.status_code == 409
    assert "already decided by somebody else" in html
    assert "Other Moderator" in html
    assert "It names a person." in html
    assert Decision.objects.count() == 1


def test_a_decision_without_its_reason_comes_back(note, client, moderator):
    case = report(note)

    response = client.post(case_url(case, "decide"), {"verdict": "hide", "reason": ""})

    html = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_reason"' in html
    assert "Say why: whoever it is about reads this reason." in html
    case.refresh_from_db()
    assert case.is_open


@pytest.mark.parametrize("typed", [{}, {"verdict": "burn"}, {"verdict": "hide", "reason": "x" * 501}])
def test_a_decision_that_does_not_fit_stores_nothing(typed, note, client, moderator):
    case = report(note)

    response = client.post(case_url(case, "decide"), typed)

    assert response.status_code == 422
    assert not Decision.objects.exists()


def test_a_decision_about_words_that_changed_is_asked_again(note, client, moderator):
    case = report(note)
    seen = registry.subject("note", note).version
    things.NOTES[note].text = "Other words."

    typed = {"verdict": "hide", "reason": "My reason.", "seen": seen}
    response = client.post(case_url(case, "decide"), typed)

    html = response.content.decode()
    assert response.status_code == 409
    assert "The text has changed while you were reading." in html
    assert "Other words." in html
    assert "My reason." in html


def test_a_thing_that_refuses_says_why(note, client, moderator):
    case = report(note)
    things.NOTES[note].refuses = "It was withdrawn meanwhile."

    response = client.post(case_url(case, "decide"), {"verdict": "hide", "reason": "Because."})

    assert response.status_code == 409
    assert "It was withdrawn meanwhile." in response.content.decode()


def test_what_was_hidden_is_restored_on_the_same_case(note, client, moderator):
    case = report(note)
    client.post(case_url(case, "decide"), {"verdict": "hide", "reason": "Because."})

    page = client.get(case_url(case)).content.decode()
    client.post(case_url(case, "decide"), {"verdict": "restore"})
    after = client.get(case_url(case)).content.decode()

    assert buttons(page) == ["restore"]
    assert buttons(after) == []
    assert things.NOTES[note].state == "stands"


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 25])
def test_a_case_that_is_not_there_is_not_found(pk, client, moderator):
    assert client.get(f"{QUEUE}cases/{pk}/").status_code == 404


# -- the author -------------------------------------------------------------------------------------------


@pytest.fixture
def hidden(note):
    case = report(note)
    actions.decide(case, by=make.moderator(name="Decider"), verdict="hide", reason="Because.", at=make.NOW)
    return case


@pytest.mark.parametrize("is_suspended", [False, True])
def test_the_author_reads_the_reason_and_appeals(is_suspended, hidden, author, client):
    if is_suspended:
        User.objects.filter(pk=author.pk).update(suspended_at=make.NOW.replace(year=2020))
    client.force_login(author)

    page = client.get(case_url(hidden, "decision"))
    sent = client.post(case_url(hidden, "decision"), {"text": "But it is true."})
    after = client.get(case_url(hidden, "decision"))

    assert (page.status_code, sent.status_code, after.status_code) == (200, 303, 200)
    assert "Because." in page.content.decode()
    assert "Decider" not in page.content.decode()
    assert "Somebody else looks at it now." in after.content.decode()
    assert "<textarea" not in after.content.decode()
    assert Appeal.objects.get().text == "But it is true."


@pytest.mark.parametrize("typed", [{}, {"text": "  "}, {"text": "\u2060\ufeff"}, {"text": "x" * 1001}])
def test_an_appeal_that_does_not_fit_comes_back(typed, hidden, author, client):
    client.force_login(author)

    response = client.post(case_url(hidden, "decision"), typed)

    assert response.status_code == 422
    assert not Appeal.objects.exists()


def test_a_decision_is_not_found_by_anybody_but_its_author(hidden, client):
    visitor = client.get(case_url(hidden, "decision"))
    client.force_login(make.user())
    stranger = client.get(case_url(hidden, "decision"))
    posted = client.post(case_url(hidden, "decision"), {"text": "Mine."})

    assert (visitor.status_code, stranger.status_code, posted.status_code) == (302, 404, 404)
    assert not Appeal.objects.exists()


# -- every language ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_renders_in_every_language(language, note, author, client, moderator):
    case = report(note, note="A note of theirs.")
    prefix = f"/{language}/moderation/"
    pages = [
        client.get(address)
        for address in (report_url(note, language=language), prefix, f"{prefix}cases/{case.pk}/")
    ]
    actions.decide(case, by=moderator, verdict="hide", reason="Because.", at=make.NOW)
    client.force_login(author)
    pages.append(client.get(f"{prefix}cases/{case.pk}/decision/"))

    templates = [{used.name for used in page.templates} & OURS for page in pages]
    assert templates == [{f"moderation/{name}.html"} for name in ("report", "queue", "case", "decision")]
    assert all(f'<html lang="{language}"' in page.content.decode() for page in pages)


OURS = {f"moderation/{name}.html" for name in ("report", "queue", "case", "decision")}
