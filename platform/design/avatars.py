"""A person or an office: their picture, or else initials on a dye, over a small selvedge."""

import unicodedata
from hashlib import sha256

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from design.selvedge import band

DYES = ("indigo", "madder", "verdigris", "logwood", "walnut", "ink")  # white text reads on each of them
BANDS = {24: 3, 36: 4, 44: 5, 64: 7}  # size in pixels: thickness of its band
SQUARES = {
    24: (48, 48),
    36: (48, 96),
    44: (48, 96),
    64: (96, 192),
}  # size: the files for plain and for fine screens


def initials(name: str) -> str:
    """The first letters of the first and the last word; one letter where words are not spaced."""
    words = [word for word in ("".join(filter(_speaks, part)) for part in name.split()) if word]
    if not words:
        return "·"
    letters = words[0][0] if len(words) == 1 else words[0][0] + words[-1][0]
    return letters.upper()


def dye(seed: str) -> str:
    """The name of the dye that belongs to a seed."""
    return DYES[sha256(seed.encode("utf-8", "replace")).digest()[-1] % len(DYES)]


def draw(name: str, seed: str, size: int, picture: str = "") -> SafeString:
    """The avatar as markup; hidden from screen readers, because the name always stands beside it."""
    if picture:
        return _photograph(picture, size)
    return format_html(
        '<span class="avatar s{} av-{}" aria-hidden="true">{}{}</span>',
        size,
        dye(seed),
        initials(name),
        band(seed, height=BANDS[size]),
    )


def _photograph(key: str, size: int) -> SafeString:
    """A file of somebody's in the smaller format for browsers that know it; on the ground of its own colour
    while it is on its way, and when it is not for this reader any more."""
    plain, fine = (f"{settings.FILES_URL}{key}/{side}" for side in SQUARES[size])
    return format_html(
        '<picture class="avatar s{size}" aria-hidden="true">'
        '<source type="image/avif" srcset="{plain}.avif, {fine}.avif 2x">'
        '<img src="{plain}.webp" srcset="{fine}.webp 2x" width="{size}" height="{size}" alt=""'
        ' loading="lazy" decoding="async">'
        "</picture>",
        size=size,
        plain=plain,
        fine=fine,
    )


def _speaks(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN"
