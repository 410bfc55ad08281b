"""What a profile can never hold, and what it says before its owner chose anything."""

import re

import pytest
from django import forms
from django.apps import apps
from django.db import DataError, IntegrityError, transaction

from communities.profiles.fields import FIELDS, OPEN_TO_INSTITUTIONS, PRESETS, Audience
from communities.profiles.forms import FORMS
from communities.profiles.lists import LISTS
from communities.profiles.models import Pick, Profile, Spoken, Tie
from config.url_map import routes
from institutions.models import OptIn
from tests import make

OURS = ("accounts.", "institutions.", "communities.", "messaging.", "moderation.", "notifications.", "core.",
        "cms.", "desk.", "api.", "design.", "config.")  # fmt: skip
NEVER = re.compile(
    r"nationalit|citizen|passport|legal|immigra|visa|permit|birth|(^|_)dob($|_)|(^|_)age_|phone|mobile|whatsapp|relig|faith|church"
    r"|ethni|(^|_)race($|_)|tribe|caste|latitude|longitude|street|postcode|zip_code|(^|_)city($|_)|(^|_)town($|_)"
)


@pytest.mark.parametrize(
    ("make_row", "constraint"),
    [
        (lambda p: Profile.objects.filter(pk=p.pk).update(hours=41), "hours"),
        (lambda p: Profile.objects.filter(pk=p.pk).update(about="x" * 601), "about|too long"),
        (lambda p: Profile.objects.filter(pk=p.pk).update(about_audience="friends"), "about_audience"),
        (lambda p: Profile.objects.filter(pk=p.pk).update(heritage_audience="everyone"), "heritage"),
        (lambda p: Profile.objects.filter(pk=p.pk).update(residence_audience="everyone"), "residence"),
        (lambda p: Profile.objects.filter(pk=p.pk).update(mother_tongues_audience="everyone"), "mother"),
        (lambda p: Profile.objects.filter(pk=p.pk).update(self_description_audience="everyone"), "self"),
        (lambda p: Profile.objects.create(user=p.user), "user"),
        (lambda p: Tie.objects.create(profile=p, kind="heritage"), "country_or_a_place"),
        (lambda p: Tie.objects.create(profile=p, kind="heritage", country="GH", place="Gold Coast"), "country_or_a_place"),
        (lambda p: Tie.objects.create(profile=p, kind="transit", country="GH"), "tie_kind"),
        (lambda p: [Tie.objects.create(profile=p, kind="heritage", country="GH") for _ in "12"], "tie"),
        (lambda p: [Tie.objects.create(profile=p, kind="heritage", place="Here") for _ in "12"], "tie"),
        (lambda p: Spoken.objects.create(profile=p, language="fr", level="perfect"), "spoken_level"),
        (lambda p: [Spoken.objects.create(profile=p, language="fr", level=how) for how in ("native", "fluent")], "spoken"),
        (lambda p: Pick.objects.create(profile=p, kind="wish", key="health"), "pick_kind"),
        (lambda p: [Pick.objects.create(profile=p, kind="theme", key="health") for _ in "12"], "pick"),
    ],
)  # fmt: skip
def test_what_must_never_be_stored_is_refused_by_the_database(make_row, constraint):
    profile = Profile.objects.create(user=make.user())

    with pytest.raises((IntegrityError, DataError), match=constraint), transaction.atomic():
        make_row(profile)


def test_a_tie_is_both_a_place_to_live_and_a_place_to_come_from():
    profile = Profile.objects.create(user=make.user())

    for kind in ("heritage", "residence"):
        Tie.objects.create(profile=profile, kind=kind, country="GH")

    assert [tie.name for tie in profile.ties.all()] == ["Ghana", "Ghana"]


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_one_opt_in_stands_at_a_time(is_withdrawn):
    member, office = make.user(), make.institution()
    first = OptIn.objects.create(member=member, institution=office, since=make.NOW)
    if is_withdrawn:
        OptIn.objects.filter(pk=first.pk).update(withdrawn_at=make.NOW)
        OptIn.objects.create(member=member, institution=office, since=make.NOW)
        assert OptIn.objects.standing().count() == 1
        return

    with pytest.raises(IntegrityError), transaction.atomic():
        OptIn.objects.create(member=member, institution=office, since=make.NOW)


def test_an_opt_in_is_not_withdrawn_before_it_was_given():
    with pytest.raises(IntegrityError, match="after_it_was_given"), transaction.atomic():
        OptIn.objects.create(
            member=make.user(), institution=make.institution(), since=make.LATER, withdrawn_at=make.NOW
        )


def test_defaults_are_those_that_were_promised():
    """docs/privacy.md says them to whoever changes the code; this to whoever changes the model."""
    fresh = Profile(user=make.user())

    assert {key: (fresh.audience(key), fresh.is_ticked(key)) for key in FIELDS} == {
        "picture": ("members", False),
        "about": ("members", False),
        "interests": ("members", False),
        "skills": ("communities", False),
        "languages": ("communities", False),
        "availability": ("communities", False),
        "self_description": ("only_me", False),
        "mother_tongues": ("only_me", False),
        "heritage": ("only_me", False),
        "residence": ("only_me", False),
        "full_name": ("only_me", False),
    }


def test_stored_defaults_are_the_same_as_those_of_who_never_said_anything():
    stored, fresh = Profile.objects.create(user=make.user()), Profile(user=make.user())
    stored.refresh_from_db()

    assert {key: stored.audience(key) for key in FIELDS} == {key: fresh.audience(key) for key in FIELDS}


def test_fields_that_institutions_never_see_have_no_place_to_tick():
    columns = {column.name for column in Profile._meta.get_fields()}
    guarded = set(FIELDS) - set(OPEN_TO_INSTITUTIONS)

    assert guarded == {"self_description", "mother_tongues", "heritage", "residence"}
    assert {key for key in FIELDS if FIELDS[key].institutions_column in columns} == set(OPEN_TO_INSTITUTIONS)


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_give_each_field_an_audience_that_it_may_have(preset):
    for key, audience in PRESETS[preset].items():
        assert audience in dict(FIELDS[key].audiences)
    assert set(PRESETS[preset]) == set(FIELDS)
    assert preset != "hidden" or set(PRESETS[preset].values()) == {Audience.ONLY_ME}


def test_keys_of_the_lists_fit_their_column():
    longest = Pick._meta.get_field("key").max_length

    assert [key for known in LISTS.values() for key in known if len(key) > longest] == []


def forbidden(names) -> set[str]:
    return {name for name in names if NEVER.search(name)}


def test_no_model_has_a_field_for_what_is_never_asked():
    names = {
        f"{model._meta.label_lower}.{field.name}": field.name
        for model in apps.get_models()
        if f"{model.__module__}.".startswith(OURS)
        for field in model._meta.get_fields()
    }

    assert len(names) > 100
    assert {whole for whole, name in names.items() if forbidden([name])} == set()


def all_forms(kind=forms.BaseForm):
    for form in kind.__subclasses__():
        yield form
        yield from all_forms(form)


def test_no_form_asks_for_what_is_never_asked():
    assert len(routes()) > 100  # all rooms with pages, and so their forms, are loaded
    profile = Profile.objects.create(user=make.user())
    asked = {
        name
        for form in all_forms()
        if f"{form.__module__}.".startswith(OURS)
        for name in getattr(form, "base_fields", {})
    }
    asked |= {name for form in FORMS.values() for name in form(profile=profile).fields}

    assert {"about", "country_0", "purpose"} <= asked
    assert forbidden(asked) == set()


def test_the_words_that_are_looked_for_are_found():
    assert forbidden(["nationality", "date_of_birth", "phone_number", "religion", "legal_status", "city"]) == {
        "nationality", "date_of_birth", "phone_number", "religion", "legal_status", "city"
    }  # fmt: skip
    assert forbidden(["language", "place", "capacity", "message", "page"]) == set()
