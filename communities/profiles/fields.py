"""The fields of a profile: whom each is for until its owner says otherwise, and how far it may ever go."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Who may see a field, from nobody else to everybody; each contains the ones before it."""

    ONLY_ME = "only_me", _("Only me")
    COMMUNITIES = "communities", _("Members of my communities")
    MEMBERS = "members", _("All members")
    EVERYONE = "everyone", _("Everyone, visitors and institutions too")


@dataclass(frozen=True)
class Field:
    """`is_guarded`: never for institutions, and so never for everyone, whom they are part of."""

    key: str
    label: Any
    default: str
    is_guarded: bool = False

    @property
    def slug(self) -> str:
        return self.key.replace("_", "-")

    @property
    def audiences(self) -> list[tuple[str, Any]]:
        """What its owner can choose from."""
        return [(a.value, a.label) for a in Audience if not (self.is_guarded and a == Audience.EVERYONE)]

    @property
    def audience_column(self) -> str:
        return f"{self.key}_audience"

    @property
    def institutions_column(self) -> str:
        return f"{self.key}_institutions"


FIELDS = {
    field.key: field
    for field in (  # in the order in which a page shows them
        Field("picture", _("Picture"), Audience.MEMBERS),
        Field("about", _("About me"), Audience.MEMBERS),
        Field("self_description", _("In my own words"), Audience.ONLY_ME, is_guarded=True),
        Field("residence", _("Where I live"), Audience.ONLY_ME, is_guarded=True),
        Field("heritage", _("Where I have ties"), Audience.ONLY_ME, is_guarded=True),
        Field("mother_tongues", _("Mother tongues"), Audience.ONLY_ME, is_guarded=True),
        Field("languages", _("Languages I can work in"), Audience.COMMUNITIES),
        Field("skills", _("What I can do"), Audience.COMMUNITIES),
        Field("interests", _("What I look for"), Audience.MEMBERS),
        Field("availability", _("Time I can give"), Audience.COMMUNITIES),
        Field("full_name", _("Full name"), Audience.ONLY_ME),
    )
}
OPEN_TO_INSTITUTIONS = tuple(key for key, field in FIELDS.items() if not field.is_guarded)
PICTURE = "picture"  # the one field that is a file
NAME = "name"  # what others call the person: of the account, shown with the same care


def label_of(key: str) -> Any:
    """What a field is called, for people; one that there is no more keeps its key."""
    if key == NAME:
        return _("Your name")
    return FIELDS[key].label if key in FIELDS else key


OPEN, CAREFUL, HIDDEN = "open", "careful", "hidden"
PRESETS: dict[
    str, dict[str, str]
] = {  # field → audience; institutions are named one by one, never by a preset
    OPEN: {key: Audience.MEMBERS if field.is_guarded else Audience.EVERYONE for key, field in FIELDS.items()}
    | {"full_name": Audience.ONLY_ME, "picture": Audience.MEMBERS},
    CAREFUL: {key: field.default for key, field in FIELDS.items()},
    HIDDEN: dict.fromkeys(FIELDS, Audience.ONLY_ME),
}
