"""What changes in a profile, and that nothing changes by halves."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import Consent, User
from communities.profiles import actions
from communities.profiles.actions import Told
from communities.profiles.fields import FIELDS, PRESETS
from communities.profiles.models import Profile
from institutions import actions as institutions
from institutions.models import OptIn
from tests import make
from tests.communities.profiles.conftest import told


def now():
    return timezone.now()


def test_a_profile_is_made_with_the_first_word(person):
    profile = actions.tell("about", Told(audience="everyone", columns={"about": "I mend."}), by=person)
    again = actions.tell("about", Told(audience="members", columns={"about": ""}), by=person)

    assert Profile.objects.get() == profile == again
    assert (profile.about, profile.about_audience) == ("I mend.", "everyone")
    assert (again.about, again.about_audience) == ("", "members")


def test_one_field_changes_and_the_others_stay(person):
    told(person, skills="everyone")

    actions.tell("heritage", Told(audience="members", columns={"generation": "moved"}, countries=["GH", "IT", "GH"]),
                 by=person)  # fmt: skip

    profile = Profile.objects.get()
    places = sorted((tie.kind, tie.country, tie.place) for tie in profile.ties.all())
    assert places == [("heritage", "GH", ""), ("heritage", "IT", ""), ("residence", "", "zqresidence")]
    assert (profile.generation, profile.heritage_audience) == ("moved", "members")
    assert (profile.about, profile.skills_audience, profile.picks.count()) == ("zqabout", "everyone", 2)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("about", Told(audience="friends", columns={"about": "x"})),
        ("about", Told(audience="members", columns={"about": "x" * 601})),
        ("heritage", Told(audience="everyone", columns={"generation": ""})),
        ("heritage", Told(audience="members", columns={"generation": "third"})),
        ("heritage", Told(audience="members", columns={"generation": ""}, countries=["ZZ"])),
        ("availability", Told(audience="members", columns={"hours": 41, "works": "", "paused": False})),
        ("availability", Told(audience="members", columns={"hours": 1, "works": "moon", "paused": False})),
        ("skills", Told(audience="members", picks={"skill": ["juggling"]})),
        ("languages", Told(audience="members", spoken=[("xx", "fluent")])),
        ("languages", Told(audience="members", spoken=[("fr", "native")])),
        ("languages", Told(audience="members", spoken=[("sw", "fluent")])),
        ("mother_tongues", Told(audience="members", spoken=[("nl", "native")])),
    ],
)
def test_nonsense_changes_nothing(person, key, said):
    told(person)
    before = rows()

    with pytest.raises(ValidationError):
        actions.tell(key, said, by=person)

    assert rows() == before


def rows():
    profile = Profile.objects.values().get()
    found = Profile.objects.get()
    return profile, *(sorted(getattr(found, name).values_list()) for name in ("ties", "spoken", "picks"))


def test_a_tick_for_a_guarded_field_is_no_tick(person):
    profile = actions.tell("residence", Told(audience="members", is_ticked=True, countries=["DE"]), by=person)

    assert profile.is_ticked("residence") is False


def test_suspended_members_change_nothing(person):
    told(person)
    User.objects.filter(pk=person.pk).update(suspended_at=make.NOW)
    person.refresh_from_db()
    office = make.institution()

    for deed in (
        lambda: actions.tell("about", Told(audience="everyone", columns={"about": "x"}), by=person),
        lambda: actions.take_preset("open", by=person, at=now()),
        lambda: institutions.opt_in(office, by=person, language="en", at=now()),
        lambda: institutions.opt_out(office, by=person, at=now()),
    ):
        with pytest.raises(PermissionDenied):
            deed()
    assert Profile.objects.get().about == "zqabout"


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_sets_all_readers_and_leaves_what_is_said(person, preset):
    ticks = {FIELDS[key].institutions_column: True for key in ("about", "skills", "full_name")}
    profile = told(person)
    Profile.objects.filter(pk=profile.pk).update(**ticks)

    actions.take_preset(preset, by=person, at=now())

    profile = Profile.objects.get()
    assert {key: profile.audience(key) for key in FIELDS} == PRESETS[preset]
    assert not any(profile.is_ticked(key) for key in FIELDS)
    assert (profile.about, profile.ties.count()) == ("zqabout", 2)
    assert User.objects.get(pk=person.pk).checked_up_at is not None


@pytest.mark.parametrize(("preset", "stands"), [("open", True), ("careful", True), ("hidden", False)])
def test_only_hidden_takes_institutions_back(person, preset, stands):
    office = make.institution()
    institutions.opt_in(office, by=person, language="en", at=now())

    actions.take_preset(preset, by=person, at=now())

    assert OptIn.objects.standing().filter(member=person).exists() is stands


def test_the_first_check_up_is_the_one_that_is_remembered(person):
    actions.take_preset("open", by=person, at=make.NOW)
    actions.take_preset("hidden", by=person, at=make.LATER)

    assert User.objects.get(pk=person.pk).checked_up_at == make.NOW


# -- opt-ins and their consents ------------------------------------------------------------------------------


def consents(person):
    return list(
        Consent.objects.filter(user=person).order_by("pk").values_list("purpose", "recipient", "withdrawn_at")
    )


def test_naming_an_institution_is_a_consent_by_recipient(person):
    one, other = make.institution(), make.institution()

    institutions.opt_in(one, by=person, language="en", at=make.NOW)
    institutions.opt_in(one, by=person, language="en", at=now())
    institutions.opt_in(other, by=person, language="en", at=make.NOW)

    kept = Consent.objects.filter(user=person).first()
    assert OptIn.objects.filter(member=person).count() == 2
    assert consents(person) == [("institution", one.slug, None), ("institution", other.slug, None)]
    assert (kept.language, kept.given_at, len(kept.text_hash)) == ("en", make.NOW, 64)


def test_taking_back_ends_this_one_and_deletes_nothing(person):
    one, other = make.institution(), make.institution()
    for office in (one, other):
        institutions.opt_in(office, by=person, language="en", at=make.NOW)
    later = now()

    first = institutions.opt_out(one, by=person, at=later)
    second = institutions.opt_out(one, by=person, at=later)
    institutions.opt_in(one, by=person, language="en", at=later)

    assert (first, second) == (True, False)
    assert consents(person) == [
        ("institution", one.slug, later), ("institution", other.slug, None), ("institution", one.slug, None)
    ]  # fmt: skip
    assert OptIn.objects.filter(member=person).count() == 3
    assert OptIn.objects.standing().filter(member=person).count() == 2


def test_an_institution_that_is_not_verified_cannot_be_named(person):
    lapsed = make.institution(expires_at=make.NOW)
    never = make.institution(verified_at=None, expires_at=None)

    for office in (lapsed, never):
        with pytest.raises(ValidationError):
            institutions.opt_in(office, by=person, language="en", at=now())
    assert (OptIn.objects.count(), consents(person)) == (0, [])


@pytest.mark.parametrize("deed", ["in", "out"])
def test_opt_ins_are_announced(person, deed, django_capture_on_commit_callbacks):
    from institutions.events import opted_in, opted_out

    office, heard = make.institution(), []
    if deed == "out":
        institutions.opt_in(office, by=person, language="en", at=make.NOW)

    def listen(sender, user_id, institution_id, **_):
        heard.append((user_id, institution_id))

    signal = opted_in if deed == "in" else opted_out
    signal.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            if deed == "in":
                institutions.opt_in(office, by=person, language="en", at=now())
            else:
                institutions.opt_out(office, by=person, at=now())
    finally:
        signal.disconnect(listen)

    assert heard == [(person.pk, office.pk)]
