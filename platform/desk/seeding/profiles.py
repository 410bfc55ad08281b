"""What the members of the small world say about themselves, told through the real actions."""

import datetime as dt

from django.utils.translation import override

from accounts.actions import mark_checked_up
from accounts.models import User
from communities.profiles import actions
from communities.profiles.actions import Told
from communities.profiles.fields import FIELDS, PRESETS
from communities.profiles.models import Spoken
from desk.world.profiles import PROFILES
from institutions.actions import opt_in
from institutions.models import Institution


def introduce(by_key: dict[str, User], *, at: dt.datetime) -> None:
    """Give some of the people a profile; the others have looked at the check-up and said nothing."""
    for key, said in PROFILES.items():
        person = by_key[key]
        actions.take_preset(said["preset"], by=person, at=at)
        ticked = {field for fields in said["named"].values() for field in fields}
        readers = PRESETS[said["preset"]] | said["readers"]
        for name in FIELDS:
            told = Told(audience=readers[name], is_ticked=name in ticked, **_content(name, said))
            actions.tell(name, told, by=person)
        if said["listed"]:
            with override(person.language):
                actions.enter_directory(by=person, language=person.language, at=at)
        for slug in said["named"]:
            opt_in(Institution.objects.get(slug=slug), by=person, language=person.language, at=at)
    for person in by_key.values():
        if person.is_verified:
            mark_checked_up(person.pk, at=at)


def _content(name: str, said: dict) -> dict:
    if name == "residence":
        return {"countries": said["lives"]}
    if name == "heritage":
        return {"countries": said["ties"], "columns": {"generation": said["generation"]}}
    if name == "mother_tongues":
        return {"spoken": [(code, Spoken.Level.NATIVE) for code in said["mother_tongues"]]}
    if name == "languages":
        return {"spoken": said["languages"]}
    if name == "skills":
        return {"picks": {"skill": said["skills"], "sector": said["sectors"]}}
    if name == "interests":
        return {"picks": {"theme": said["themes"]}}
    if name == "availability":
        return {"columns": {column: said[column] for column in ("hours", "works", "paused")}}
    return {"columns": {name: said.get(name, "")}}
