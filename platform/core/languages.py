"""The languages people write in: their own names and their direction."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError

# What a writer can choose from: the interface languages first, then by frequency in diaspora communities.
POST_LANGUAGES = (
    "en fr es ar pt zh ru am ti so sw ha yo ig wo ff ln rw mg zgh kab fa ps ur hi bn pa ta te ml si "
    "ne my th vi km lo tl id ms jv ko ja tr ku az uz kk ky hy ka uk pl ro bg sr hr bs sq mk el he it "
    "de nl sv da nb fi hu cs sk ca eu gl ht qu gn"
).split()
RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "ps", "ku-arab", "ckb", "yi", "dv", "sd", "ug"}


def direction(code: str) -> str:
    """``rtl`` or ``ltr`` for a BCP 47 tag."""
    return "rtl" if code.lower() in RIGHT_TO_LEFT or code.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=512)
def own_name(code: str) -> str:
    """A language's name in itself, e.g. ``Français``; the code when nobody recorded one."""
    try:
        name = Locale.parse(code.replace("-", "_")).get_display_name()
    except (UnknownLocaleError, ValueError):
        name = None
    return (name[:1].upper() + name[1:]) if name else code


@lru_cache(maxsize=8)
def choices() -> list[tuple[str, str]]:
    """(code, own name) of every language a text can be written in."""
    return [(code, own_name(code)) for code in POST_LANGUAGES]
