"""Names that would promise what a person can't: the platform's own people, governments, bodies."""

import re
from functools import cache

from accounts.lookalikes import skeleton

# A name is refused when one of its words is one of these, however it is spelt.
WORDS = """
admin admins administrator administration moderator moderators mod mods editor editors staff team support
helpdesk official officials system root webmaster security ministry minister embassy consulate consul
government ambassador
administrateur administratrice modérateur modératrice modération équipe rédaction rédacteur rédactrice
assistance officiel officielle système
ministère ministre ambassade ambassadeur ambassadrice consulat gouvernement
administrador administradora administración moderador moderadora moderación equipo soporte oficial
sistema ministerio ministro ministra embajada embajador embajadora consulado gobierno
مشرف مشرفة مشرفون إدارة الإدارة مدير المدير فريق الفريق دعم الدعم رسمي الرسمي رسمية وزارة الوزارة وزير الوزير
سفارة السفارة سفير السفير قنصلية القنصلية قنصل حكومة الحكومة
""".split()

# Short names of bodies are refused in capitals, or as the whole name: "un" is an ordinary word in French.
BODIES = "UN UNO IOM UNHCR UNDP UNICEF EU AU ILO WHO ONU OIM HCR PNUD UE UA OIT OMS ACNUR".split()

# Refused as the whole name.
WHOLE = [
    "Both Shores", "Les deux rives", "Ambas orillas", "الضفتان", "Diaspora Commons", "iDiaspora",
    "United Nations", "Nations unies", "Naciones Unidas", "الأمم المتحدة", "المنظمة الدولية للهجرة",
    "International Organization for Migration", "African Union", "European Union", "Union africaine",
    "Union européenne", "Unión Africana", "Unión Europea",
    "Former member", "A member", "Ancien membre", "Un membre", "Antiguo miembro", "Un miembro",
    "عضو سابق", "عضو",
    "Hidden member", "Membre masqué", "Membre masquée", "Miembro oculto", "عضو مخفي",
    "Member", "Membre", "Miembro", "Anonymous", "Anonyme", "Anónimo", "مجهول", "Deleted",
    "Everyone", "Nobody",
]  # fmt: skip


def is_reserved(name: str) -> bool:
    """True for a name that reads like an office, whichever letters it is written with."""
    words = [word for word in re.split(r"[\s\W_]+", name) if word]
    if skeleton(name) in _wholes() or any(skeleton(word) in _words() for word in words):
        return True
    return any(word.isupper() and skeleton(word) in _bodies() for word in words)


@cache
def _words() -> frozenset[str]:
    return frozenset(skeleton(word) for word in WORDS)


@cache
def _bodies() -> frozenset[str]:
    return frozenset(skeleton(word) for word in BODIES)


@cache
def _wholes() -> frozenset[str]:
    return frozenset(skeleton(name) for name in [*WORDS, *BODIES, *WHOLE])
