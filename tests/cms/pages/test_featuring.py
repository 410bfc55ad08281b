"""Moderators pick what the home page shows, for a time, and only what everybody may see."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.pages.models import Feature
from tests import make


def address(kind, thing) -> str:
    return reverse("pages:feature", args=[kind, thing.pk])


def in_days(days: int) -> str:
    return (timezone.now() + dt.timedelta(days=days)).date().isoformat()


@pytest.mark.parametrize(
    ("maker", "status"),
    [
        (make.moderator, 303),
        (make.editor, 303),
        (make.administrator, 303),
        (make.user, 403),
        (make.officer, 403),
        (make.suspended, 403),
        (make.unverified, 403),
    ],
)
def test_who_may_feature(client, maker, status):
    thread = make.thread(posts=1)
    client.force_login(maker())

    response = client.post(address("thread", thread), {"until": in_days(7)})

    assert (response.status_code, Feature.objects.count()) == (status, int(status == 303))


@pytest.mark.parametrize("day", ["", "yesterday", "2020-01-01", "2999-01-01", "\x00"])
def test_a_day_that_makes_no_sense_is_refused_and_kept(client, day):
    thread = make.thread(posts=1)
    client.force_login(make.moderator())

    response = client.post(address("thread", thread), {"until": day})

    assert (response.status_code, Feature.objects.count()) == (422, 0)


@pytest.mark.parametrize("visibility", ["request", "invite", "hidden"])
def test_what_not_everybody_reads_is_never_featured(client, visibility):
    thread = make.thread(make.community(visibility=visibility), posts=1)
    client.force_login(make.moderator())

    response = client.post(address("thread", thread), {"until": in_days(7)})

    assert (response.status_code, Feature.objects.count()) == (404, 0)


def test_a_draft_opportunity_is_never_featured(client):
    client.force_login(make.moderator())

    response = client.post(address("opportunity", make.opportunity(state="draft")), {"until": in_days(7)})

    assert response.status_code == 404


@pytest.mark.parametrize("ident", ["nonsense", "0", "999999999999999999999", "%00"])
@pytest.mark.parametrize("kind", ["thread", "article", "opportunity", "person"])
def test_what_does_not_exist_is_not_found(client, kind, ident):
    client.force_login(make.moderator())

    assert client.get(f"/en/feature/{kind}/{ident}/").status_code == 404


def test_taking_it_off_again(client):
    offer = make.opportunity()
    person = make.moderator()
    Feature.objects.create(
        kind="opportunity", ident=str(offer.pk), by=person, since=make.NOW, until=make.LATER
    )
    client.force_login(person)

    response = client.post(address("opportunity", offer), {"remove": "1", "back": "/en/opportunities/"})

    assert (response.status_code, response.url) == (303, "/en/opportunities/")
    assert not Feature.objects.exists()


def test_featuring_never_leads_to_another_site(client):
    thread = make.thread(posts=1)
    client.force_login(make.moderator())

    response = client.post(address("thread", thread), {"until": in_days(7), "back": "https://evil.example/"})

    assert response.url == "/"
