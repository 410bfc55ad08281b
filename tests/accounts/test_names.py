"""Names people may take, and what stands in an address for them."""

import pytest
from django.core.exceptions import ValidationError

from accounts import names
from tests import make


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Amina", "amina"),
        ("Amina", "Аmina"),  # Cyrillic А
        ("Amina", "Arnina"),
        ("Amina", "Ａｍｉｎａ"),
        ("Amina", "𝔸mina"),
        ("Amina", "A-mi na."),
        ("Amina", "Am\u200bina"),
        ("José", "JOSE"),
        ("Ilya", "llya"),
        ("Bob", "B0b"),
        ("AHHA", "АННА"),  # the second is Cyrillic
        ("Нина", "нина"),
        ("Willow", "VVillow"),
        ("Σοφία", "σοφια"),
    ],
)
def test_skeleton_is_one_for_names_that_look_alike(one, other):
    assert names.skeleton(one) == names.skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hana", "Nana"),
        ("Yu", "Vu"),
        ("कमल", "कमला"),
        ("أمينة", "أميرة"),
        ("金", "全"),
        ("Amina 2", "Amina 3"),
    ],
)
def test_skeleton_differs_for_names_that_differ(one, other):
    assert names.skeleton(one) != names.skeleton(other)


@pytest.mark.parametrize(
    "name",
    ["Amina Diallo", "أمينة ديالو", "金秀英", "たなか ゆき", "Nguyễn Thị Ánh", "O'Brien-Ní Shé", "Dr. Kofi 2",
     "አበበ", "कमला", "Un Ami", "می\u200cخواهم", "Amina أمينة"],
)  # fmt: skip
def test_allowed_takes_names_of_any_script(name):
    assert names.allowed(name) == name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "required"),
        ("\u200b\u202e", "required"),
        ("…", "required"),
        ("A", "short"),
        ("x" * 41, "long"),
        ("Amina ✓", "signs"),
        ("<b>Amina</b>", "signs"),
        ("@amina", "signs"),
        ("2026", "signs"),
        ("Аmina", "mixed"),
        ("Pаul Smith", "mixed"),
        ("Admin", "reserved"),
        ("ADMIN Kofi", "reserved"),
        ("M0derator", "reserved"),
        ("Équipe", "reserved"),
        ("Embajada de Ghana", "reserved"),
        ("سفارة غانا", "reserved"),
        ("Ministère des Affaires", "reserved"),
        ("IOM", "reserved"),
        ("UN Kumasi", "reserved"),
        ("United Nations", "reserved"),
        ("Both-Shores", "reserved"),
        ("Former member", "reserved"),
    ],
)
def test_allowed_refuses_and_says_why(name, code):
    with pytest.raises(ValidationError) as refused:
        names.allowed(name)

    assert refused.value.code == code


def test_cleaned_drops_what_nobody_sees():
    assert names.cleaned("  Ami\u202ena\u2066 \n Dia\u200bllo\u00ad ") == "Amina Diallo"


def test_is_taken_knows_look_alikes_and_leaves_oneself_out():
    amina = make.user(name="Amina")

    assert names.is_taken("Аmina")
    assert not names.is_taken("Amina", but=amina.pk)
    assert not names.is_taken("Bintou")


def test_two_accounts_never_share_a_skeleton():
    from django.db import IntegrityError, transaction

    make.user(name="Amina")

    with pytest.raises(IntegrityError, match="name_skeleton"), transaction.atomic():
        make.user(name="Arnina")


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("Amina Diallo", "amina-diallo"),
        ("Łukasz Øster", "lukasz-oster"),
        ("Nguyễn Thị Ánh", "nguyen-thi-anh"),
    ],
)
def test_free_handle_is_made_from_latin_names(name, handle):
    assert names.free_handle(name) == handle


@pytest.mark.parametrize("name", ["أمينة", "金秀英", "Me", "Нина"])
def test_free_handle_of_other_names_is_random(name):
    made = {names.free_handle(name) for _ in range(5)}

    assert len(made) == 5
    assert all(handle.startswith("member-") for handle in made)


def test_free_handle_of_a_second_person_tells_no_number():
    make.user(name="Amina Diallo")

    handle = names.free_handle("Amina Diallo")

    assert handle.startswith("amina-diallo-")
    assert not handle.removeprefix("amina-diallo-").isdecimal()
