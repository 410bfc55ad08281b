"""Editors work in their own sections, a second editor publishes, nobody else finds the door."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, TaskState

from cms.pages.actions import open_desk
from cms.pages.models import ArticlePage, ReviewTask, SectionPage
from tests import make
from tests.cms.pages.test_pages import article, section

NOBODYS = [make.user, make.unverified, make.suspended, make.moderator, make.officer]


def editor_of(within: SectionPage):
    person = make.editor()
    person.groups.add(open_desk(within))
    return person


def draft_by(person, within: SectionPage, title="A draft") -> ArticlePage:
    page = ArticlePage(title=title, slug="a-draft", summary="About drafts.", live=False, owner=person)
    within.add_child(instance=page)
    page.save_revision(user=person)
    return page


@pytest.mark.parametrize("maker", NOBODYS)
@pytest.mark.parametrize(
    "path", ["/cms/", "/cms/pages/", "/cms/users/", "/cms/login/", "/cms/password_reset/"]
)
def test_the_door_is_not_there_for(client, maker, path):
    client.force_login(maker())

    there = client.get(path)
    nowhere = client.get("/en/never-existed/")

    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert "wagtail" not in there.content.decode().lower()


def test_visitors_are_sent_to_our_sign_in_never_to_wagtails(client):
    response = client.get("/cms/")

    assert response.status_code == 302
    assert response.url.startswith("/en/accounts/login/")


@pytest.mark.parametrize("path", ["/cms/login/", "/cms/password_reset/", "/cms/failwhale/"])
def test_doors_of_wagtails_own_are_closed_to_editors_too(client, path):
    client.force_login(make.editor())

    assert client.get(path).status_code == 404


def test_an_editor_without_a_second_factor_is_led_to_set_it_up(client):
    client.force_login(make.in_group("editors", second_factor_since=None))

    response = client.get("/cms/")

    assert (response.status_code, response.url) == (302, reverse("mfa_activate_totp"))


def test_an_editor_reaches_their_section_and_no_other(client):
    mine, other = section("Stories"), section("News")
    client.force_login(editor_of(mine))

    own = client.get(reverse("wagtailadmin_pages:edit", args=[article(mine).pk]))
    foreign = client.get(reverse("wagtailadmin_pages:edit", args=[article(other, title="Elsewhere").pk]))

    assert own.status_code == 200
    assert foreign.status_code in (302, 403)


def test_an_editor_never_publishes_their_own_words(client):
    within = section()
    writer = editor_of(within)
    page = draft_by(writer, within)
    client.force_login(writer)

    submit_and_publish(client, page)

    assert not Page.objects.get(pk=page.pk).live


def test_a_second_editor_publishes_what_the_first_submitted(client):
    within = section()
    writer, reader = editor_of(within), editor_of(within)
    page = draft_by(writer, within)
    page.get_workflow().start(page, writer)
    state = TaskState.objects.get(status="in_progress")

    task = state.task.specific
    assert task.get_actions(page, writer) == []

    client.force_login(reader)
    approve = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    response = client.post(approve, {"next": "/cms/"})

    assert response.status_code in (200, 302)
    assert Page.objects.get(pk=page.pk).live


def test_an_editor_of_another_section_reviews_nothing_here():
    within = section()
    page = draft_by(editor_of(within), within)
    page.get_workflow().start(page, page.owner)

    actions = ReviewTask.objects.get().get_actions(page, editor_of(section("News")))

    assert actions == []


def test_one_desk_serves_a_section_in_all_its_languages():
    within = section()

    desks = {
        page.desk for page in SectionPage.objects.filter(translation_key=within.translation_key) if page.desk
    }

    assert desks == {SectionPage.objects.get(pk=within.pk).desk}


def test_wagtails_own_groups_and_review_are_gone():
    assert not Group.objects.filter(name__in=["Moderators", "Editors"]).exists()
    assert not GroupApprovalTask.objects.exists()


def test_editors_are_mailed_addresses_of_the_site_as_it_is_reached(settings):
    page = article(section())

    assert page.full_url == settings.PUBLIC_ORIGIN + page.url


def test_the_editors_pages_have_their_own_looser_policy(client):
    client.force_login(make.administrator())

    admin = client.get("/cms/")
    public = client.get("/en/")

    assert "'unsafe-inline'" in admin.headers["Content-Security-Policy"]
    assert "'unsafe-inline'" not in public.headers["Content-Security-Policy"]
    assert public.headers["X-Frame-Options"] == "DENY"


def submit_and_publish(client, page) -> None:
    data = {
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "1",
    }
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def test_the_root_of_all_pages_is_nobodys_to_move(client):
    client.force_login(make.administrator())

    response = client.post(
        reverse("wagtailadmin_pages:set_page_position", args=[Page.get_first_root_node().pk])
    )

    assert response.status_code == 404
