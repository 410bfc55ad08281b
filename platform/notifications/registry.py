"""The kinds of notices: each room registers how its own news reads, from its `kinds.py`.

A notice keeps plain facts, never a sentence: the sentence is made when it is read, in the reader's language.
`facts` never hold a person's name. Who did it is `about_id`, and `says` finds their name under ``who``, as it
is today and as this reader may know it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

BECAUSE = gettext_lazy("You get this because it concerns you or something you wrote.")


def _news(facts: dict) -> str:
    return _("There is news for you.")


@dataclass(frozen=True)
class Kind:
    """`says(facts)` gives one translated sentence, `why` one that says for what reason the reader was told.

    `knows(viewer, list of facts)` answers for many notices at once whether the reader may still know of each
    (a query or none, however many); without it all may be read. What may not reads as no longer available.
    """

    name: str
    says: Callable[[dict], str]
    icon: str = "bell"
    why: str | Promise = BECAUSE
    knows: Callable[[Any, list[dict]], list[bool]] | None = None


KINDS: dict[str, Kind] = {}
UNKNOWN = Kind("", _news)


def register(*kinds: Kind) -> None:
    """Make kinds known. A name registered again is replaced, so that importing twice does no harm."""
    for kind in kinds:
        KINDS[kind.name] = kind


def kind(name: str) -> Kind:
    """The kind of that name; for one that no room registers any more, a neutral sentence."""
    return KINDS.get(name, UNKNOWN)
