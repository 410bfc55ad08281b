"""A person whose every field says something of its own."""

import pytest

from communities.profiles.fields import FIELDS
from communities.profiles.models import Pick, Profile, Spoken, Tie
from tests import make
from tests.uploads.conftest import folder, quick  # noqa: F401

WORDS = {  # field → what stands on a page where it is shown, and nowhere else
    "about": "zqabout", "self_description": "zqself", "full_name": "zqfull", "residence": "zqresidence",
    "heritage": "zqheritage", "mother_tongues": "Kiswahili", "languages": "Nederlands", "skills": "Fundraising",
    "interests": "Help after disasters", "availability": "17 hours a month",
    "picture": "/files/",
}  # fmt: skip


def told(person=None, **audiences) -> Profile:
    """A profile that says something in every field; `audiences` by field, else the defaults."""
    person = person or make.user()
    columns = {FIELDS[key].audience_column: audience for key, audience in audiences.items()}
    profile = Profile.objects.create(
        user=person,
        picture=make.stored_file(person, object_id=str(person.pk)),
        about="zqabout",
        self_description="zqself",
        full_name="zqfull",
        hours=17,
        **columns,
    )
    Tie.objects.create(profile=profile, kind="residence", place="zqresidence")
    Tie.objects.create(profile=profile, kind="heritage", place="zqheritage")
    Spoken.objects.create(profile=profile, language="sw", level="native")
    Spoken.objects.create(profile=profile, language="nl", level="working")
    Pick.objects.create(profile=profile, kind="skill", key="fundraising")
    Pick.objects.create(profile=profile, kind="theme", key="relief")
    return profile


def for_all(audience: str, **others) -> dict[str, str]:
    """Every field for one audience, as far as it may be."""
    allowed = {key: [value for value, _label in field.audiences] for key, field in FIELDS.items()}
    return {key: audience if audience in allowed[key] else "only_me" for key in FIELDS} | others


def on_page(body: str) -> set[str]:
    """The fields whose words stand there."""
    return {key for key, words in WORDS.items() if words in body}


@pytest.fixture
def person():
    return make.user(name="Amina Diallo", handle="amina-diallo")
