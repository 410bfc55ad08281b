"""Names that would promise what a person can't: the platform's own people, governments, bodies."""

import re
from functools import cache

from django.conf import settings

from accounts.lookalikes import skeleton

# What only the people who run this site are called: no member and no institution bears these words.
TEAM = """
admin admins moderator moderators mod mods helpdesk webmaster root
modérateur modératrice modération
moderador moderadora moderación
مشرف مشرفة مشرفون
""".split()

# The words of offices: no member bears them, and among institutions only states and what states have founded.
OFFICES = """
ministry minister embassy consulate consul government ambassador
ministère ministre ambassade ambassadeur ambassadrice consulat gouvernement
ministerio ministro ministra embajada embajador embajadora consulado gobierno
وزارة الوزارة وزير الوزير سفارة السفارة سفير السفير قنصلية القنصلية قنصل حكومة الحكومة
""".split()

# A member's name is refused when one of its words is one of these, however it is spelt.
WORDS = [*TEAM, *OFFICES, *"""
administrator administration editor editors staff team support official officials system security
administrateur administratrice équipe rédaction rédacteur rédactrice assistance officiel officielle système
administrador administradora administración equipo soporte oficial sistema
إدارة الإدارة مدير المدير فريق الفريق دعم الدعم رسمي الرسمي رسمية
""".split()]  # fmt: skip

# Short names of bodies are refused in capitals, or as the whole name: "un" is an ordinary word in French.
BODIES = "UN UNO IOM UNHCR UNDP UNICEF EU AU ILO WHO ONU OIM HCR PNUD UE UA OIT OMS ACNUR".split()

# Long names of bodies are refused as the whole name.
BODIES_IN_FULL = [
    "United Nations", "Nations unies", "Naciones Unidas", "الأمم المتحدة", "المنظمة الدولية للهجرة",
    "International Organization for Migration", "African Union", "European Union", "Union africaine",
    "Union européenne", "Unión Africana", "Unión Europea",
]  # fmt: skip

# The names of this site: institutions may not even have them inside their name.
SITE = ["Both Shores", "Les deux rives", "Ambas orillas", "الضفتان", "Diaspora Commons", "iDiaspora"]

# Refused as the whole name.
WHOLE = [
    *SITE,
    *BODIES_IN_FULL,
    "Former member", "A member", "Ancien membre", "Un membre", "Antiguo miembro", "Un miembro",
    "عضو سابق", "عضو",
    "Hidden member", "Membre masqué", "Membre masquée", "Miembro oculto", "عضو مخفي",
    "Member", "Membre", "Miembro", "Anonymous", "Anonyme", "Anónimo", "مجهول", "Deleted",
    "Everyone", "Nobody",
]  # fmt: skip


def is_reserved(name: str) -> bool:
    """True for a name that reads like an office, whichever letters it is written with."""
    words = _words_of(name)
    if skeleton(name) in _wholes() or any(skeleton(word) in _words() for word in words):
        return True
    return any(word.isupper() and skeleton(word) in _bodies() for word in words)


def reads_like_the_team(name: str) -> bool:
    """True for an institution's name that would pass for this site or for those who run it."""
    look = skeleton(name)
    ours = [*SITE, *([settings.SITE_NAME] if settings.SITE_NAME else [])]
    if look in _plain_wholes() or any(skeleton(site) in look for site in ours):
        return True
    return any(skeleton(word) in _team() for word in _words_of(name))


def reads_like_an_office(name: str) -> bool:
    """True for an institution's name that would pass for an office of a state, or for a body of states."""
    words = _words_of(name)
    if skeleton(name) in _body_wholes() or any(skeleton(word) in _offices() for word in words):
        return True
    return any(word.isupper() and skeleton(word) in _bodies() for word in words)


def _words_of(name: str) -> list[str]:
    return [word for word in re.split(r"[\s\W_]+", name) if word]


@cache
def _team() -> frozenset[str]:
    return frozenset(skeleton(word) for word in TEAM)


@cache
def _offices() -> frozenset[str]:
    return frozenset(skeleton(word) for word in OFFICES)


@cache
def _plain_wholes() -> frozenset[str]:
    """What is no name of any institution: the words of the team, and what stands for members."""
    plain = [*WORDS, *WHOLE]
    return frozenset(skeleton(name) for name in plain) - _body_wholes()


@cache
def _body_wholes() -> frozenset[str]:
    return frozenset(skeleton(name) for name in [*OFFICES, *BODIES, *BODIES_IN_FULL])


@cache
def _words() -> frozenset[str]:
    return frozenset(skeleton(word) for word in WORDS)


@cache
def _bodies() -> frozenset[str]:
    return frozenset(skeleton(word) for word in BODIES)


@cache
def _wholes() -> frozenset[str]:
    return frozenset(skeleton(name) for name in [*WORDS, *BODIES, *WHOLE])
