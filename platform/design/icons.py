"""Line icons from the `lucide` package as inline SVG, drawn once and kept."""

import re
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe
from lucide import IconDoesNotExist
from lucide.templatetags.lucide import lucide

SIZE = 20  # what a page without style sheets shows; `.i` scales it with the text


class UnknownIcon(Exception):
    """Lucide draws no icon of that name."""


@lru_cache(maxsize=256)
def draw(name: str, *, flip: bool = False) -> SafeString:
    """The icon `name`, hidden from screen readers; `flip` mirrors it in right-to-left pages."""
    try:
        svg = lucide(name, size=SIZE, aria_hidden="true", **{"class": "i flip" if flip else "i"})
    except IconDoesNotExist as error:
        raise UnknownIcon(name) from error
    return mark_safe(re.sub(r"\s*\n\s*", "", svg))  # the package's own drawing
