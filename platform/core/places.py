"""Countries and territories by code, named in the reader's language (Unicode CLDR, through Babel)."""

from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language

# Entries of CLDR's territory list that are not places people live in or come from.
_NOT_PLACES = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "AC", "CP", "DG", "EA", "IC", "TA", "AQ", "BV", "HM"}


@lru_cache(maxsize=8)
def _names(language: str) -> dict[str, str]:
    territories = Locale.parse(language).territories
    return {c: n for c, n in territories.items() if len(c) == 2 and c.isalpha() and c not in _NOT_PLACES}


def country_name(code: str) -> str:
    """The name of a country code in the reader's language; the code itself when unknown."""
    return _names((get_language() or "en").split("-")[0]).get(code, code)


def country_choices() -> list[tuple[str, str]]:
    """(code, name) of every country and territory, by name in the reader's language."""
    return sorted(_names((get_language() or "en").split("-")[0]).items(), key=lambda pair: pair[1])


def country_or_none_choices() -> list[tuple[str, str]]:
    """The same, with a first choice that names none."""
    return [("", "–"), *country_choices()]


def is_country(code: str) -> bool:
    return code in _names("en")
