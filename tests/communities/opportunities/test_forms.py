"""What people type, and how the form answers."""

import datetime as dt

import pytest

from communities.opportunities.forms import FilterForm, OpportunityForm, facts_of
from tests import make

TYPED = {
    "kind": "skills",
    "title": "Teaching exchange",
    "text": "One.\r\nTwo.",
    "language": "en",
    "place": "Kumasi",
    "languages_0": "en",
    "languages_1": "",
    "languages_2": "fr",
    "cost": "None.",
    "closes_at_day": "2026-12-15",
    "closes_at_hour": "18:00",
    "zone": "Africa/Nairobi",
}


def form(**typed):
    return OpportunityForm(TYPED | typed, institutions=None, at=make.NOW)


def test_the_closing_moment_is_read_on_the_chosen_clock():
    written = form()

    assert written.is_valid(), written.errors
    assert written.facts()["closes_at"] == dt.datetime(2026, 12, 15, 15, tzinfo=dt.UTC)
    assert written.facts()["languages"] == ["en", "fr"]
    assert written.facts()["text"] == "One.\nTwo."


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ({"closes_at_day": "soon"}, "closes_at"),
        ({"closes_at_hour": ""}, "closes_at"),
        ({"closes_at_day": "0001-01-01"}, "closes_at"),
        ({"closes_at_day": "9999-12-31"}, "closes_at"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"languages_0": "", "languages_2": ""}, "languages"),
        ({"languages_0": "xx"}, "languages"),
        ({"kind": "raffle"}, "kind"),
        ({"place": ""}, "place"),
        ({"title": "x" * 141}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"text": "x" * 8001}, "text"),
        ({"cost": ""}, "cost"),
    ],
)
def test_a_mistake_is_named_beside_its_field(typed, where):
    assert list(form(**typed).errors) == [where]


def test_no_place_is_needed_for_what_can_be_done_from_anywhere():
    assert form(place="", is_remote="on").is_valid()


def test_changing_it_shows_the_closing_moment_on_its_own_clock():
    opportunity = make.opportunity(
        closes_at=dt.datetime(2026, 12, 15, 15, tzinfo=dt.UTC), zone="Africa/Nairobi"
    )
    opportunity.refresh_from_db()

    shown = facts_of(opportunity)

    assert (shown["closes_at"], shown["zone"]) == (dt.datetime(2026, 12, 15, 18), "Africa/Nairobi")


def test_filters_offer_what_occurs():
    make.opportunity(office=make.institution(slug="desk", name="Desk"), languages=["fr"])

    filters = FilterForm({"institution": "desk", "language": "fr"})

    assert filters.is_valid()
    assert [code for code, _label in filters.fields["institution"].choices] == ["", "desk"]
    assert not FilterForm({"institution": "a\x00b"}).is_valid()
