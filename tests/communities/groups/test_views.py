"""The screens: what each shows to whom, what a bad form keeps, that hidden is as never existed."""

import re

import pytest
from django.urls import reverse

from communities.groups import actions
from communities.groups.models import Community, CommunityPlace, JoinRequest, Membership
from tests import make
from tests.communities.groups.conftest import CAST, ROLES

ABSENT = "never-existed"
GET = ("community", "about", "members", "ask", "requests", "manage", "edit", "institutions")
POST = ("join", "ask", "withdraw", "leave", "edit", "institutions")
TYPED = {
    "name": "Health Workers Abroad",
    "purpose": "We help each other.",
    "language": "en",
    "visibility": "public",
    "ties_0": "GH",
    "lives_0": "DE",
}


def url(name: str, community=None, *more) -> str:
    slug = getattr(community, "slug", community)
    return reverse(f"communities:{name}", args=[slug, *more] if slug else [])


def as_(client, person):
    if person.is_authenticated:
        client.force_login(person)
    return client


def filled(html: str) -> list[str]:
    """The labels of the filled buttons in the page's main part."""
    main = html.split("<main", 1)[1].split("</main>", 1)[0]
    found = re.findall(r'<(?:a|button) class="btn primary"[^>]*>(.*?)</(?:a|button)>', main, re.DOTALL)
    return [re.sub(r"<svg.*?</svg>", "", label, flags=re.DOTALL).strip() for label in found]


# -- hidden is as never existed ---------------------------------------------------------------------------


@pytest.mark.parametrize("visibility", ["invite", "hidden"])
@pytest.mark.parametrize("who", [who for who in ROLES if who not in ("CM", "CO")])
def test_hidden_answers_byte_for_byte_as_what_never_existed(client, who, visibility):
    hidden = make.community(visibility=visibility, slug="truly-hidden")
    as_(client, CAST[who](hidden))

    for method, names in (("get", GET), ("post", POST)):
        for name in names:
            there = getattr(client, method)(url(name, hidden))
            absent = getattr(client, method)(url(name, ABSENT))
            assert (there.status_code, absent.status_code) == (404, 404), name
            assert there.content == absent.content
            assert dict(there.headers) == dict(absent.headers)


@pytest.mark.parametrize("who", ["CM", "CO"])
def test_those_who_belong_find_their_hidden_community(client, who):
    hidden = make.community(visibility="hidden", name="Quiet Place")
    as_(client, CAST[who](hidden))

    assert "Quiet Place" in client.get(url("community", hidden)).content.decode()
    assert "Quiet Place" in client.get(url("list")).content.decode()


# -- the list ---------------------------------------------------------------------------------------------


def test_the_finder_answers_without_an_account(client):
    ecuador = make.community(name="Ecuatorianos en Europa")
    CommunityPlace.objects.create(community=ecuador, relation="ties", country="EC")
    CommunityPlace.objects.create(community=ecuador, relation="lives", country="ES")
    make.community(name="Other People")

    html = client.get(url("list"), {"ties": "EC", "lives": "ES"}).content.decode()

    assert "Ecuatorianos en Europa" in html
    assert "Other People" not in html
    assert "1 community fits" in html
    assert '<option value="EC" selected>' in html


@pytest.mark.parametrize("query", [{"ties": "XX"}, {"q": "\x00"}, {"q": "x" * 81}, {"language": "klingon"}])
def test_the_finder_says_what_is_wrong(client, query):
    response = client.get(url("list"), query)

    assert response.status_code == 422
    assert 'class="err-sum"' in response.content.decode()


@pytest.mark.parametrize("page", ["0", "99", "x", "-1", "9" * 40])
def test_any_page_number_answers(client, page):
    make.community()

    assert client.get(url("list"), {"page": page}).status_code == 200


def test_a_community_has_the_same_band_on_every_page_and_another_than_its_neighbour(client):
    one, other = make.community(), make.community()

    def band(community):
        html = client.get(url("community", community)).content.decode()
        return re.search(r'<header class="community-head">\s*(<svg.*?</svg>)', html, re.DOTALL).group(1)

    assert band(one) == band(one)
    assert band(one) != band(other)


def test_the_empty_list_invites(client):
    assert "There is no community yet" in client.get(url("list")).content.decode()
    assert "No community fits all of this" in client.get(url("list"), {"q": "nothing"}).content.decode()


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_costs_a_visitor_few_queries_however_long(client, how_many, django_assert_max_num_queries):
    for _ in range(how_many):
        community = make.community(members=[make.user()])
        CommunityPlace.objects.create(community=community, relation="ties", country="EC")
    client.get(url("list"))

    with django_assert_max_num_queries(4):
        client.get(url("list"))


# -- a community's page -----------------------------------------------------------------------------------


def test_the_page_has_exactly_one_filled_button_that_says_how_one_stands(client):
    public, ask = make.community(), make.community(visibility="request")
    person = make.user()

    def buttons(community):
        return filled(client.get(url("community", community)).content.decode())

    assert (buttons(public), buttons(ask)) == (["Join"], ["Request to join"])
    client.force_login(person)
    assert (buttons(public), buttons(ask)) == (["Join"], ["Request to join"])
    actions.join(public, by=person, at=make.NOW)
    actions.ask(ask, by=person, answer="", at=make.NOW)
    assert (buttons(public), buttons(ask)) == (["Start a discussion"], ["Requested (withdraw)"])


def test_what_is_pressed_keeps_the_focus(client):
    community, person = make.community(), make.user()
    client.force_login(person)

    for name in ("join", "leave"):
        response = client.post(url(name, community))
        page = client.get(response.url.split("#")[0]).content.decode()
        assert (response.status_code, response.url) == (303, url("community", community) + "#join")
        assert page.count('id="join"') == 1


def test_a_visitor_who_presses_join_signs_in_and_comes_back(client):
    community = make.community()
    page = url("community", community)

    response = client.post(url("join", community), headers={"Referer": f"http://testserver{page}"})

    assert response.status_code == 302
    assert response.url == f"/en/accounts/login/?next={page}"


def test_the_page_states_before_joining_what_institutions_can_do(client):
    closed = client.get(url("community", make.community())).content.decode()
    writing = client.get(url("community", make.community(institutions="write"))).content.decode()

    assert "Institutions cannot join or write." in closed
    assert "Institutions can join and write, always under their own name." in writing


def test_an_officer_is_told_why_there_is_no_button(client):
    community = make.community()
    client.force_login(make.officer())

    html = client.get(url("community", community)).content.decode()

    assert filled(html) == []
    assert "does not let institutions join" in html


def test_discussions_of_a_community_by_request_are_for_members(client):
    community = make.community(visibility="request")
    make.thread(community, title="Secret plans", posts=1)
    member = make.member(community)

    outside = client.get(url("community", community)).content.decode()
    client.force_login(member)
    inside = client.get(url("community", community)).content.decode()

    assert "Secret plans" not in outside
    assert "Discussions are for members" in outside
    assert "Secret plans" in inside


def test_a_discussion_row_shows_its_language_and_replies(client):
    community = make.community()
    make.thread(community, title="من يتبرّع بالكتب؟", language="ar", posts=3)

    html = client.get(url("community", community)).content.decode()

    assert '<h3 lang="ar" dir="rtl">' in html
    assert "2 replies" in html


def test_older_discussions_are_a_page_further(client):
    community = make.community()
    for n in range(21):
        make.thread(community, title=f"Talk {n:02}", last_post_at=make.NOW.replace(hour=n), posts=0)

    first = client.get(url("community", community)).content.decode()
    older = re.search(r'rel="next" href="([^"]+)"', first).group(1)
    second = client.get(url("community", community) + older).content.decode()

    assert ("Talk 20" in first, "Talk 00" in first) == (True, False)
    assert ("Talk 20" in second, "Talk 00" in second) == (False, True)
    assert client.get(url("community", community), {"before": "\x00~x"}).status_code == 200


def test_small_numbers_of_members_are_for_members(client):
    member = make.user()
    small = make.community(members=[member, *[make.user() for _ in range(8)]])
    large = make.community(members=[make.user() for _ in range(10)])

    def shown(community):
        html = client.get(url("community", community)).content.decode()
        return re.search(r"(Fewer than 10|\d+) members", html).group(1)

    assert (shown(small), shown(large)) == ("Fewer than 10", "10")
    client.force_login(member)
    assert (shown(small), shown(large)) == ("9", "10")


def test_pages_of_communities_ask_not_to_be_indexed(client):
    assert client.get(url("community", make.community()))["X-Robots-Tag"] == "noindex, noarchive"


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_page_costs_the_same_however_much_is_there(client, how_many, django_assert_num_queries):
    person = make.user()
    community = make.community(
        members=[person], moderators=[make.user() for _ in range(how_many)], stewards=[make.user()]
    )
    for _ in range(how_many):
        make.thread(community, posts=1)
    client.force_login(person)
    client.get(url("community", community))

    with django_assert_num_queries(8):  # log-in 2, community 2, who runs it 1, discussions 2, unread 1
        client.get(url("community", community))


@pytest.mark.parametrize("role, is_led_there", [("member", False), ("moderator", True), ("steward", True)])
def test_who_runs_a_community_is_led_to_its_reports(client, role, is_led_there):
    community = make.community()
    client.force_login(make.member(community, role=role))

    page = client.get(url("community", community)).content.decode()

    assert (f'href="{reverse("moderation:queue")}"' in page) is is_led_there


# -- asking -----------------------------------------------------------------------------------------------


def test_asking_shows_the_question_and_keeps_the_answer(client):
    community = make.community(visibility="request", question="Where do you live?")
    person = make.user()
    client.force_login(person)

    page = client.get(url("ask", community)).content.decode()
    empty = client.post(url("ask", community), {"answer": " "})
    long = client.post(url("ask", community), {"answer": "kept " * 300})
    sent = client.post(url("ask", community), {"answer": "In Lyon."})
    again = client.get(url("ask", community))

    assert "Where do you live?" in page
    assert (empty.status_code, long.status_code) == (422, 422)
    assert "kept kept" in long.content.decode()
    assert (sent.status_code, again.status_code) == (303, 303)
    assert JoinRequest.objects.get().answer == "In Lyon."


def test_asking_leads_a_visitor_to_sign_in_and_back_to_the_question(client):
    community = make.community(visibility="request")

    response = client.get(url("ask", community))

    assert response.url == f"/en/accounts/login/?next={url('ask', community)}"


def test_a_refusal_is_shown_with_its_reason_and_the_day_to_ask_again(client):
    steward, person = make.user(), make.user()
    community = make.community(visibility="request", stewards=[steward])
    request = actions.ask(community, by=person, answer="", at=make.NOW)
    client.force_login(steward)
    declined = client.post(url("decline", community, request.pk), {"reason": "For nurses only."})
    client.force_login(person)

    html = client.get(url("community", community)).content.decode()
    again = client.post(url("ask", community), {"answer": "Please."})

    assert declined.status_code == 303
    assert "For nurses only." in html
    assert "You can ask again from" in html
    assert again.status_code == 422
    assert "Please." in again.content.decode()


def test_withdrawing_makes_room_for_asking_again(client):
    community, person = make.community(visibility="request"), make.user()
    client.force_login(person)
    client.post(url("ask", community), {"answer": ""})

    response = client.post(url("withdraw", community))

    assert response.status_code == 303
    assert JoinRequest.objects.get().state == "withdrawn"
    assert filled(client.get(url("community", community)).content.decode()) == ["Request to join"]


def test_requests_are_answered_by_moderators(client):
    moderator, person = make.user(), make.user(name="Amina")
    community = make.community(visibility="request", moderators=[moderator], question="Where?")
    request = actions.ask(community, by=person, answer="In <b>Lyon</b>.", at=make.NOW)
    client.force_login(moderator)

    page = client.get(url("requests", community)).content.decode()
    without_reason = client.post(url("decline", community, request.pk), {"reason": ""})
    admitted = client.post(url("admit", community, request.pk))
    late = client.post(url("decline", community, request.pk), {"reason": "Late."}, follow=True)

    assert "Amina" in page
    assert "In &lt;b&gt;Lyon&lt;/b&gt;." in page
    assert without_reason.status_code == 422
    assert admitted.status_code == 303
    assert "answered or taken back in the meantime" in late.content.decode()
    assert Membership.objects.filter(community=community, user=person).exists()


def test_a_request_is_answered_only_where_it_was_made(client):
    moderator = make.user()
    mine = make.community(visibility="request", moderators=[moderator])
    other = make.community(visibility="request")
    request = actions.ask(other, by=make.user(), answer="", at=make.NOW)
    client.force_login(moderator)

    assert client.post(url("admit", mine, request.pk)).status_code == 404
    assert client.post(url("admit", other, request.pk)).status_code == 403
    assert client.post(url("admit", mine, 10**30)).status_code == 404


# -- members ----------------------------------------------------------------------------------------------


def test_the_list_of_members_is_for_members(client):
    community = make.community(institutions="read")
    officer, member = make.member(community, make.officer()), make.member(community, make.user(name="Amina"))

    assert client.get(url("members", community)).status_code == 302
    answers = {}
    for viewer in (make.user(), officer, make.moderator(), make.administrator(), member):
        client.force_login(viewer)
        answers[viewer.pk] = client.get(url("members", community)).status_code

    assert list(answers.values()) == [404, 404, 404, 404, 200]
    assert "Amina" in client.get(url("members", community), {"order": "newest"}).content.decode()


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_of_members_costs_the_same_however_long(client, how_many, django_assert_num_queries):
    person = make.user()
    community = make.community(members=[person, *[make.user() for _ in range(how_many)]])
    client.force_login(person)
    client.get(url("members", community))

    with django_assert_num_queries(8):  # log-in 2, community 2, who runs it 1, members 2, unread 1
        client.get(url("members", community))


# -- starting and running ---------------------------------------------------------------------------------


def test_starting_a_community_leads_to_it(client):
    person = make.user()
    client.force_login(person)

    response = client.post(url("new"), TYPED)

    made = Community.objects.get()
    assert (response.status_code, response.url) == (303, url("community", made))
    assert (made.created_by, made.ties, made.lives) == (person, ["GH"], ["DE"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "\x00"},
        {"name": "x" * 81},
        {"purpose": "x" * 201},
        {"visibility": "hidden"},
        {"language": "klingon"},
        {"ties_0": "XX"},
        {"about": ">" * 100 + " deep"},
    ],
)
def test_a_bad_form_stores_nothing_and_keeps_what_was_typed(client, wrong):
    client.force_login(make.user())

    response = client.post(url("new"), TYPED | wrong)

    html = response.content.decode()
    assert response.status_code == 422
    assert 'class="err-sum"' in html
    assert "We help each other." in html or "purpose" in wrong
    assert '<option value="DE" selected>' in html
    assert not Community.objects.exists()


def test_the_fourth_community_is_refused_on_the_form(client):
    person = make.user()
    for _ in range(3):
        make.community(created_by=person)
    client.force_login(person)

    response = client.post(url("new"), TYPED)

    assert response.status_code == 422
    assert "You have started three communities." in response.content.decode()


@pytest.mark.parametrize("who, status", [("AN", 302), ("GO", 403), ("SU", 403), ("UN", 403), ("ME", 200)])
def test_who_may_open_the_form_for_a_new_community(client, who, status):
    as_(client, CAST[who](make.community()))

    assert client.get(url("new")).status_code == status


@pytest.mark.parametrize(
    "name, opens_for",
    [
        ("requests", {"CM", "CO"}),
        ("manage", {"CM", "CO"}),
        ("edit", {"CO"}),
        ("institutions", {"CO"}),
    ],
)
def test_who_opens_what_it_takes_to_run_a_community(client, name, opens_for):
    community = make.community()
    answers = {}
    for who in ROLES:
        client.logout()
        as_(client, CAST[who](community))
        answers[who] = client.get(url(name, community)).status_code

    expected = {who: 200 if who in opens_for else 403 for who in ROLES} | {"AN": 302}
    assert answers == expected


def test_describing_a_community_anew(client):
    steward = make.user()
    community = make.community(stewards=[steward])
    client.force_login(steward)

    response = client.post(url("edit", community), TYPED | {"purpose": "Now this.", "rules": "Be **kind**."})

    assert response.status_code == 303
    assert "<strong>kind</strong>" in client.get(url("about", community)).content.decode()
    assert client.post(url("edit", community), TYPED | {"purpose": ""}).status_code == 422


def test_appointing_and_removing(client):
    steward, member = make.user(), make.user(name="Amina")
    community = make.community(stewards=[steward], members=[member])
    membership = Membership.objects.get(user=member)
    client.force_login(steward)

    page = client.get(url("person", community, membership.pk)).content.decode()
    wrong = client.post(url("appoint", community, membership.pk), {"role-role": "king"})
    appointed = client.post(url("appoint", community, membership.pk), {"role-role": "moderator"})
    silent = client.post(url("remove", community, membership.pk), {"removal-reason": ""})
    membership.refresh_from_db()
    removed = client.post(url("remove", community, membership.pk), {"removal-reason": "Sold visas."})

    assert "Amina" in page
    assert (wrong.status_code, appointed.status_code, silent.status_code) == (422, 303, 422)
    assert membership.role == "moderator"
    assert removed.status_code == 303
    assert not Membership.objects.filter(user=member).exists()


def test_the_last_steward_is_told_what_to_do_before_leaving(client):
    steward = make.user()
    community = make.community(stewards=[steward])
    client.force_login(steward)

    html = client.post(url("leave", community), follow=True).content.decode()

    assert "Make somebody else a steward first." in html
    assert Membership.objects.filter(user=steward).exists()


def test_letting_institutions_in_asks_to_sign_in_once_more(client):
    steward = make.user(password="a long password for tests")
    community = make.community(stewards=[steward])
    client.force_login(steward)

    response = client.post(url("institutions", community), {"institutions": "write"})

    community.board.refresh_from_db()
    assert response.url.startswith("/en/accounts/reauthenticate/")
    assert community.board.institutions == "none"


def test_letting_institutions_in_is_said_on_the_page(client):
    steward = make.user()  # without a password or second factor there is nothing to ask again
    community = make.community(stewards=[steward])
    client.force_login(steward)

    wrong = client.post(url("institutions", community), {"institutions": "everything"})
    saved = client.post(url("institutions", community), {"institutions": "write"})

    assert (wrong.status_code, saved.status_code) == (422, 303)
    assert "Institutions can join and write" in client.get(url("about", community)).content.decode()


def test_reading_changes_nothing(client):
    steward, member = make.user(), make.user()
    community = make.community(visibility="request", stewards=[steward], members=[member])
    request = actions.ask(community, by=make.user(), answer="", at=make.NOW)
    membership = Membership.objects.get(user=member)
    client.force_login(steward)

    gets = [url(name, community) for name in ("join", "withdraw", "leave")]
    gets += [url("admit", community, request.pk), url("appoint", community, membership.pk)]

    assert [client.get(address).status_code for address in gets] == [405] * len(gets)
    assert client.get(url("decline", community, request.pk)).status_code == 200
    request.refresh_from_db()
    assert request.state == "pending"
    assert Membership.objects.count() == 2


def test_deeds_need_the_forms_token():
    from django.test import Client

    careful, community = Client(enforce_csrf_checks=True), make.community()
    careful.force_login(make.user())

    assert careful.post(url("join", community)).status_code == 403
    assert not Membership.objects.exists()
