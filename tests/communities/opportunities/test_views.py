"""The pages of this room: who gets them, what they say, and what a form answers."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.opportunities.models import Application, Opportunity
from moderation.models import Case
from tests import make

A_DAY = dt.timedelta(days=1)
COUNTS = pytest.mark.parametrize("how_many", [1, 3])


def page(name, opportunity=None):
    return reverse(f"opportunities:{name}", args=[opportunity.slug] if opportunity else [])


def signed_in(client, person):
    client.force_login(person)
    return client


def typed(**more):
    """What an officer types, complete and valid."""
    return {
        "kind": "skills",
        "title": "Teaching exchange",
        "text": "You **teach**.",
        "language": "en",
        "place": "Kumasi",
        "languages_0": "en",
        "cost": "Travel is covered.",
        "closes_at_day": f"{timezone.now() + 30 * A_DAY:%Y-%m-%d}",
        "closes_at_hour": "18:00",
        "zone": "Africa/Accra",
    } | more


def primaries(response):
    """Labels of the primary buttons of the page's own part (the header has its own)."""
    main = response.content.decode().split("<main", 1)[1].split("<footer", 1)[0]
    found = re.findall(r'class="btn primary"[^>]*>(.*?)</(?:a|button)>', main, re.DOTALL)
    return [re.sub(r"<svg.*?</svg>", "", label).strip() for label in found]


# -- the list ----------------------------------------------------------------------------------------------


def test_list_shows_on_each_card_what_one_needs_to_decide(client):
    make.opportunity(
        office=make.institution(name="Health Desk"),
        title="Exchange",
        languages=["fr"],
        closes_at=timezone.now() + 9 * A_DAY,
    )

    shown = client.get(page("list")).content.decode()

    for words in (
        "Skills exchange",
        "Exchange",
        "Kumasi",
        "Français",
        "Health Desk (verified)",
        "Closes in 9 days",
    ):
        assert words in shown


def test_list_calls_nobody_verified_whose_verification_ran_out(client):
    lapsed = make.institution(verified_at=make.NOW - 400 * A_DAY, expires_at=make.NOW - 35 * A_DAY)
    make.opportunity(office=lapsed)

    assert "(verified)" not in client.get(page("list")).content.decode()


def test_list_hides_closed_ones_until_asked(client):
    make.opportunity(title="Long over", closes_at=make.NOW - A_DAY)

    assert "Long over" not in client.get(page("list")).content.decode()
    assert "Long over" in client.get(page("list"), {"closed": "1"}).content.decode()


def test_list_explains_a_filter_that_does_not_exist(client):
    response = client.get(page("list"), {"kind": "raffle"})

    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999"])
def test_list_survives_any_page_number(client, number):
    make.opportunity()

    assert client.get(page("list"), {"page": number}).status_code == 200


def test_list_pages_by_twenty_and_keeps_the_filters(client):
    office = make.institution()
    author, released_by = make.officer(office), make.moderator()
    for _number in range(21):
        make.opportunity(office=office, author=author, released_by=released_by)

    first = client.get(page("list"), {"kind": "skills"}).content.decode()
    second = client.get(page("list"), {"kind": "skills", "page": "2"}).content.decode()

    assert (first.count('class="op"'), second.count('class="op"')) == (20, 1)
    assert "kind=skills&amp;page=2" in first


@COUNTS
def test_list_costs_the_same_however_many(client, how_many, django_assert_num_queries):
    for _number in range(how_many):
        make.opportunity()
    client.get(page("list"))

    with django_assert_num_queries(3):  # choices of the filters, count, page
        client.get(page("list"))


# -- one opportunity -----------------------------------------------------------------------------------------


def test_page_sums_up_before_it_describes(client):
    opportunity = make.opportunity(
        office=make.institution(name="Health Desk"),
        closes_at=dt.datetime(2098, 12, 15, 18, tzinfo=dt.UTC),
        zone="Africa/Accra",
        html="<p>Described.</p>",
    )

    shown = client.get(page("opportunity", opportunity)).content.decode()

    parts = (
        "Health Desk",
        "Verified until 1 January 2099",
        "15 December 2098, 18:00 Africa/Accra",
        "<p>Described.</p>",
    )
    assert [shown.find(part) for part in parts] == sorted(shown.find(part) for part in parts)
    assert all(part in shown for part in parts)


def test_page_tells_the_readers_own_hour_when_it_is_another(client):
    opportunity = make.opportunity(closes_at=dt.datetime(2098, 12, 15, 18, tzinfo=dt.UTC))
    reader = make.user(zone="Asia/Tokyo")

    shown = signed_in(client, reader).get(page("opportunity", opportunity)).content.decode()

    assert "For you: 16 December 2098, 03:00 Asia/Tokyo" in shown


def test_hidden_answers_as_what_never_existed(client, django_user_model):
    make.opportunity(slug="hidden-one", state="pending")
    client.force_login(make.user())

    for name in ("opportunity", "edit", "answers", "answer"):
        hidden, never = (
            client.get(reverse(f"opportunities:{name}", args=[slug])) for slug in ("hidden-one", "never-was")
        )
        assert (hidden.status_code, hidden.content) == (404, never.content)
        assert dict(hidden.headers) == dict(never.headers)
    for name in ("submit", "close", "answer", "withdraw"):
        hidden, never = (
            client.post(reverse(f"opportunities:{name}", args=[slug])) for slug in ("hidden-one", "never-was")
        )
        assert (hidden.status_code, hidden.content) == (404, never.content)


FACES = [
    ("AN", "Sign in to answer", "Members answer here."),
    ("ME", "Send your answer", "You can answer once."),
    ("UN", "See other opportunities", "Confirm your e-mail address first."),
    ("SU", "See other opportunities", "Your account is suspended."),
    ("GO", "See other opportunities", "answer opportunities. They are for members."),
    ("AD", "See other opportunities", "You look after the platform"),
]


@pytest.mark.parametrize(("who", "primary", "sentence"), FACES)
def test_page_has_one_thing_to_do_and_says_why_not_to_answer(client, who, person, primary, sentence):
    opportunity = make.opportunity()
    if person.is_authenticated:
        client.force_login(person)

    response = client.get(page("opportunity", opportunity))

    assert primaries(response) == [primary]
    assert sentence in response.content.decode()


@pytest.mark.parametrize(
    ("state", "primary"),
    [("draft", "Submit for release"), ("returned", "Submit for release"), ("pending", "See all of yours")],
)
def test_page_of_what_is_not_published_is_a_preview_for_its_writers(client, state, primary):
    opportunity = make.opportunity(state=state)

    response = signed_in(client, opportunity.author).get(page("opportunity", opportunity))

    assert primaries(response) == [primary]
    assert ("Please say who may answer." in response.content.decode()) is (state == "returned")


def test_page_leads_whoever_may_release_to_the_case(client):
    opportunity = make.opportunity(state="draft")
    signed_in(client, opportunity.author).post(page("submit", opportunity))

    response = signed_in(client, make.editor()).get(page("opportunity", opportunity))

    assert primaries(response) == ["Read and decide"]
    assert reverse("moderation:case", args=[Case.objects.get().pk]) in response.content.decode()


# -- writing -------------------------------------------------------------------------------------------------


def test_new_saves_a_draft_and_leads_to_its_preview(client):
    officer = make.officer()

    response = signed_in(client, officer).post(page("new"), typed())

    made = Opportunity.objects.get()
    assert (response.status_code, response["Location"]) == (303, page("opportunity", made))
    assert (made.author, made.institution.slug, made.state) == (officer, officer.office_slug, "draft")


def test_new_sent_twice_from_one_page_is_one_draft(client):
    client.force_login(make.officer())
    key = re.search(r'name="key" value="([^"]+)"', client.get(page("new")).content.decode())[1]

    for _number in range(2):
        client.post(page("new"), typed(key=key))

    assert Opportunity.objects.count() == 1


def test_new_keeps_what_was_typed_and_says_what_is_wrong(client):
    client.force_login(make.officer())

    response = client.post(page("new"), typed(closes_at_day="2020-01-01", text="My <b>words</b>"))

    shown = response.content.decode()
    assert response.status_code == 422
    assert shown.count("Enter a closing date that is in the future.") == 2  # in the summary and by the field
    assert "My &lt;b&gt;words&lt;/b&gt;" in shown
    assert 'value="2020-01-01"' in shown
    assert "<title>Error: " in shown
    assert not Opportunity.objects.exists()


@pytest.mark.parametrize("text", ["a\x00b", "x" * 8001, "> " * 60 + "x"])
def test_new_refuses_text_that_cannot_be_kept(client, text):
    response = signed_in(client, make.officer()).post(page("new"), typed(text=text))

    assert (response.status_code, Opportunity.objects.exists()) == (422, False)


def test_editors_say_for_which_institution(client):
    office = make.institution()
    client.force_login(make.editor())

    missing = client.post(page("new"), typed())
    client.post(page("new"), typed(institution=office.pk))

    assert missing.status_code == 422
    assert Opportunity.objects.get().institution == office


@pytest.mark.parametrize(
    ("who", "status"), [("ME", 403), ("PM", 403), ("SU", 403), ("AN", 302), ("GO", 200), ("ED", 200)]
)
def test_new_and_mine_are_for_those_who_write(client, who, person, status):
    if person.is_authenticated:
        client.force_login(person)

    assert [client.get(page(name)).status_code for name in ("new", "mine")] == [status] * 2


def test_edit_shows_the_reason_and_changes_the_text(client):
    opportunity = make.opportunity(state="returned")
    client.force_login(opportunity.author)

    shown = client.get(page("edit", opportunity)).content.decode()
    response = client.post(page("edit", opportunity), typed(title="Better"))

    opportunity.refresh_from_db()
    assert "Please say who may answer." in shown
    assert (response.status_code, opportunity.title) == (303, "Better")


def test_submit_that_comes_too_late_is_explained_on_the_preview(client):
    opportunity = make.opportunity(state="draft", closes_at=make.NOW - A_DAY)

    response = signed_in(client, opportunity.author).post(page("submit", opportunity))

    assert response.status_code == 422
    assert "Enter a closing date that is in the future." in response.content.decode()
    assert primaries(response) == ["Edit"]


def test_mine_shows_state_reason_and_answers(client):
    office = make.institution()
    make.opportunity(office=office, state="returned", returned_why="Say who pays.")
    make.answer(make.opportunity(office=office))

    response = signed_in(client, make.officer(office)).get(page("mine"))

    shown = response.content.decode()
    assert "Say who pays." in shown
    assert "1 answer" in shown
    assert primaries(response) == ["Write an opportunity"]


def test_close_is_for_officers_of_the_institution(client):
    office = make.institution()
    opportunity = make.opportunity(office=office)

    refused = signed_in(client, make.user()).post(page("close", opportunity))
    done = signed_in(client, make.officer(office)).post(page("close", opportunity))

    opportunity.refresh_from_db()
    assert (refused.status_code, done.status_code) == (403, 303)
    assert not opportunity.is_open_at(timezone.now())


# -- answering -----------------------------------------------------------------------------------------------


def test_answer_sent_twice_is_one_row_and_the_same_page(client):
    opportunity, member = make.opportunity(), make.user()
    client.force_login(member)

    responses = [
        client.post(page("answer", opportunity), {"text": "I taught.", "language": "en"}) for _n in range(2)
    ]

    assert [(r.status_code, r["Location"]) for r in responses] == [
        (303, page("opportunity", opportunity))
    ] * 2
    assert Application.objects.get().text == "I taught."


def test_answer_shows_ones_own_words_in_their_direction_and_the_way_to_withdraw(client):
    sent = make.answer(make.opportunity(), text="درّست <b>", language="ar")

    response = signed_in(client, sent.user).get(page("opportunity", sent.opportunity))

    shown = response.content.decode()
    assert '<div class="body" lang="ar" dir="rtl"><p>درّست &lt;b&gt;</p></div>' in shown
    assert shown.find("answer this opportunity again.") < shown.find("Withdraw it for good")
    assert primaries(response) == ["See other opportunities"]


def test_answer_that_is_wrong_keeps_what_was_typed(client):
    opportunity = make.opportunity()
    client.force_login(make.user())

    response = client.post(page("answer", opportunity), {"text": "My words", "language": "xx"})

    shown = response.content.decode()
    assert (response.status_code, "My words" in shown) == (422, True)
    assert primaries(response) == ["Send your answer"]
    assert not Application.objects.exists()


def test_answer_after_the_end_is_refused_with_the_moment_and_the_text_kept(client):
    opportunity = make.opportunity(closes_at=dt.datetime(2020, 1, 2, 3, 4, tzinfo=dt.UTC))
    client.force_login(make.user())

    response = client.post(page("answer", opportunity), {"text": "My words", "language": "en"})

    shown = response.content.decode()
    assert response.status_code == 422
    assert "This opportunity closed on 2 January 2020, 03:04 UTC." in shown
    assert "My words" in shown
    assert not Application.objects.exists()


def test_a_closed_one_says_when_it_closed(client):
    opportunity = make.opportunity(closes_at=dt.datetime(2020, 1, 2, 3, 4, tzinfo=dt.UTC))

    response = signed_in(client, make.user()).get(page("opportunity", opportunity))

    assert "It closed on 2 January 2020, 03:04 UTC" in response.content.decode()
    assert primaries(response) == ["See open opportunities"]


@pytest.mark.parametrize("who", ["UN", "GO", "SU", "AD"])
def test_answer_is_refused_to_whoever_does_not_answer(client, who, person):
    opportunity = make.opportunity()

    response = signed_in(client, person).post(page("answer", opportunity), {"text": "I.", "language": "en"})

    assert (response.status_code, Application.objects.exists()) == (403, False)


def test_a_visitor_is_led_to_sign_in_and_back(client):
    opportunity = make.opportunity()
    here = page("opportunity", opportunity)

    shown = client.get(here).content.decode()
    response = client.post(
        page("answer", opportunity), {"text": "I."}, headers={"Referer": f"http://testserver{here}"}
    )

    way_back = f"?next={here.replace('/', '%2F')}"
    assert f'{reverse("account_login")}{way_back}"' in shown
    assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next={here}")


def test_the_address_of_the_form_leads_back_to_the_page(client):
    opportunity = make.opportunity()

    assert client.get(page("answer", opportunity))["Location"] == page("opportunity", opportunity)


def test_withdraw_takes_back_ones_own_even_when_suspended(client):
    sent = make.answer(make.opportunity(), make.suspended())

    response = signed_in(client, sent.user).post(page("withdraw", sent.opportunity))

    assert response.status_code == 303
    assert Application.objects.get().withdrawn_at is not None


@pytest.mark.parametrize(("who", "status"), [("ME", 404), ("GO", 403), ("AD", 403), ("UN", 403), ("AN", 302)])
def test_withdraw_finds_nothing_of_others(client, who, person, status):
    sent = make.answer(make.opportunity())
    if person.is_authenticated:
        client.force_login(person)

    response = client.post(page("withdraw", sent.opportunity))

    assert (response.status_code, Application.objects.get().withdrawn_at) == (status, None)


# -- reading answers -----------------------------------------------------------------------------------------


def test_answers_show_words_day_and_a_letter_and_nothing_else_of_the_member(client):
    office = make.institution()
    opportunity = make.opportunity(office=office)
    member = make.user(name="Amina Diallo", email="amina@example.org")
    open_member = make.user(name="Kofi Mensah", name_audience="everyone")
    make.answer(opportunity, member, text="درّست", language="ar")
    make.answer(opportunity, open_member)

    shown = signed_in(client, make.officer(office)).get(page("answers", opportunity)).content.decode()

    assert "A member (A)" in shown
    assert '<div class="body" lang="ar" dir="rtl"><p>درّست</p></div>' in shown
    assert "20 November 2026" in shown
    assert "<bdi>Kofi Mensah</bdi>" in shown
    for secret in ("Amina", member.handle, open_member.handle, "amina@", "12:00"):
        assert secret not in shown
    assert not re.search(r"/people/\w", shown)


def test_a_name_is_not_told_once_its_bearer_holds_an_office(client):
    office = make.institution()
    sent = make.answer(
        make.opportunity(office=office), make.officer(name="Kofi Mensah", name_audience="everyone")
    )

    shown = signed_in(client, make.officer(office)).get(page("answers", sent.opportunity)).content.decode()

    assert "A member (A)" in shown
    assert "Kofi" not in shown
    assert sent.user.office_name not in shown


def test_a_letter_stays_when_another_answer_is_withdrawn(client):
    office = make.institution()
    opportunity = make.opportunity(office=office)
    make.answer(opportunity, withdrawn_at=make.NOW, text="Gone.")
    make.answer(opportunity)

    shown = signed_in(client, make.officer(office)).get(page("answers", opportunity)).content.decode()

    assert ("A member (B)" in shown, "Gone." in shown, "1 answer" in shown) == (True, False, True)


@pytest.mark.parametrize("who", ["AN", "UN", "ME", "CM", "CO", "PM", "ED", "GO", "SU", "AD"])
def test_answers_do_not_exist_for_anybody_else(client, who, person):
    sent = make.answer(make.opportunity())
    if person.is_authenticated:
        client.force_login(person)

    found = client.get(page("answers", sent.opportunity))
    never = client.get(reverse("opportunities:answers", args=["never-was"]))

    assert (found.status_code, found.content) == (404, never.content)


@COUNTS
def test_answers_cost_the_same_however_many(client, how_many, django_assert_num_queries):
    office = make.institution()
    opportunity = make.opportunity(office=office)
    for _number in range(how_many):
        make.answer(opportunity)
    client.force_login(make.officer(office))
    client.get(page("answers", opportunity))

    with django_assert_num_queries(7):
        client.get(page("answers", opportunity))


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_every_page_is_drawn_in_every_language(client, language):
    office = make.institution()
    officer, opportunity = make.officer(office), make.opportunity(office=office)
    make.answer(opportunity)
    client.force_login(officer)

    addresses = [
        page("list"),
        page("mine"),
        page("new"),
        page("opportunity", opportunity),
        page("answers", opportunity),
    ]
    statuses = [client.get(address.replace("/en/", f"/{language}/", 1)).status_code for address in addresses]

    assert statuses == [200] * 5
