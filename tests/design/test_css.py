"""The style sheets keep the numbers they promise: directions, contrast, weight."""

import gzip
import re
from pathlib import Path

import pytest

SHEETS = sorted((Path(__file__).resolve().parents[2] / "platform/design/static/design/css").glob("*.css"))
ALL = "\n".join(sheet.read_text() for sheet in SHEETS)
RULES = re.sub(r"/\*.*?\*/", "", ALL, flags=re.DOTALL)

# Each pair is text on ground; the last number is what WCAG asks of it.
PAIRS = [
    ("ink", "bg", 4.5), ("ink", "surface", 4.5), ("ink", "sunken", 4.5), ("ink", "tint", 4.5),
    ("muted", "bg", 4.5), ("muted", "surface", 4.5), ("muted", "sunken", 4.5), ("muted", "tint", 4.5),
    ("link", "bg", 4.5), ("link", "surface", 4.5), ("link", "tint", 4.5),
    ("on-primary", "primary", 4.5), ("on-primary", "primary-hover", 4.5),
    ("new", "bg", 4.5), ("new", "surface", 4.5), ("new", "new-tint", 4.5), ("surface", "new", 4.5),
    ("ok", "bg", 4.5), ("ok", "surface", 4.5), ("ok", "ok-tint", 4.5),
    ("warn-ink", "warn-tint", 4.5), ("bg", "ink", 4.5),
    ("on-hero", "hero", 4.5), ("on-hero-muted", "hero", 4.5), ("dark-ink", "turmeric", 4.5),
    ("control", "bg", 3), ("control", "surface", 3), ("focus", "bg", 3), ("focus", "surface", 3),
    ("turmeric", "hero", 3),
]  # fmt: skip
ON_WHITE_INITIALS = ["indigo", "madder", "verdigris", "logwood", "walnut", "dark-ink"]


def tokens(scheme: int) -> dict[str, str]:
    """Colours by name in one scheme: 0 light, 1 dark."""
    plain = dict(re.findall(r"--([\w-]+): (#[0-9A-Fa-f]{6});", ALL))
    pairs = re.findall(r"--([\w-]+): light-dark\((#[0-9A-Fa-f]{6}), (#[0-9A-Fa-f]{6})\);", ALL)
    return plain | {name: (light, dark)[scheme] for name, light, dark in pairs}


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("text, ground, needed", PAIRS)
def test_contrast_is_enough(text, ground, needed, scheme):
    known = tokens(scheme)

    assert contrast(known[text], known[ground]) >= needed


def test_initials_read_on_every_dye_of_an_avatar():
    known = tokens(0)

    assert {dye: contrast("#FFFFFF", known[dye]) >= 4.5 for dye in ON_WHITE_INITIALS} == dict.fromkeys(
        ON_WHITE_INITIALS, True
    )


def test_older_browsers_keep_the_light_scheme():
    plain = dict(re.findall(r"--([\w-]+): (#[0-9A-Fa-f]{6});", ALL))
    pairs = re.findall(r"--([\w-]+): light-dark\((#[0-9A-Fa-f]{6}), #[0-9A-Fa-f]{6}\);", ALL)

    assert {name: plain.get(name) for name, _ in pairs} == dict(pairs)


def test_nothing_in_the_sheets_says_left_or_right():
    physical = re.compile(
        r"(?<![\w-])(?:left|right|(?:margin|padding|border|inset)-(?:left|right|top|bottom)|width|height)\s*:"
        r"|:\s*(?:left|right)\b|(?<!-)float\s*:|translateX"
    )
    declarations = re.sub(r"@(?:media|container|supports)[^{]*", "", RULES)

    assert physical.findall(declarations) == []


def test_no_shorthand_names_four_sides():
    four = re.compile(
        r"(?:margin|padding|inset|border-radius|border-width):\s*[^;()]+\s[^;()]+\s[^;()]+\s[^;()]+;"
    )

    assert four.findall(re.sub(r"\([^()]*\)", "x", RULES)) == []


def test_the_sheets_fetch_nothing():
    assert "url(" not in RULES
    assert "@import" not in RULES
    assert "@font-face" not in RULES


def test_the_sheets_weigh_at_most_14_kilobytes_compressed():
    assert len(SHEETS) <= 5
    assert sum(len(gzip.compress(sheet.read_bytes(), 6)) for sheet in SHEETS) <= 14 * 1024


def test_text_never_goes_below_14_pixels_but_in_count_badges():
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)rem", RULES)]

    assert sorted(size for size in sizes if size < 0.875) == [0.75]
