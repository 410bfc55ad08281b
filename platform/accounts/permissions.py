"""Standing as sentences: what an account is, before any object is looked at. Every other room asks these."""

from dataclasses import dataclass, replace
from typing import Any

from core.access import right

MODERATORS, EDITORS, ADMINISTRATORS = "moderators", "editors", "administrators"


def takes_part(viewer: Any) -> bool:
    """Signed in, verified, neither suspended nor erased: may do what members or officers do."""
    return viewer.is_authenticated and viewer.is_verified and not viewer.is_suspended and not viewer.erased_at


@dataclass(frozen=True, slots=True)
class StandIn:
    """Stands as a viewer does, and is nobody in particular: what the shape of a compiled query depends on."""

    is_authenticated: bool
    is_verified: bool
    is_suspended: bool
    erased_at: bool
    is_officer: bool
    has_second_factor: bool
    office_terms_at: bool
    pk: Any = None

    def with_pk(self, pk: Any) -> "StandIn":
        return replace(self, pk=pk)


def stand_in(viewer: Any) -> StandIn:
    """Whoever takes the viewer's place while a query is put together for all who stand alike."""
    if not viewer.is_authenticated:
        return StandIn(False, False, False, False, False, False, False)
    return StandIn(
        is_authenticated=True,
        is_verified=viewer.is_verified,
        is_suspended=viewer.is_suspended,
        erased_at=bool(viewer.erased_at),
        is_officer=viewer.is_officer,
        has_second_factor=viewer.has_second_factor,
        office_terms_at=bool(viewer.office_terms_at),
    )


def is_member(viewer: Any) -> bool:
    """Takes part as a person, not for an institution (ME and all roles of persons)."""
    return takes_part(viewer) and not viewer.is_officer


def is_officer(viewer: Any) -> bool:
    """Takes part for an institution, with a second factor and its terms accepted (GO with its powers)."""
    if not (takes_part(viewer) and viewer.is_officer and viewer.has_second_factor):
        return False
    return bool(viewer.office_terms_at)


def is_moderator(viewer: Any) -> bool:
    """Platform moderator (PM) with a second factor."""
    return _holds(viewer, MODERATORS)


def is_editor(viewer: Any) -> bool:
    """Editor (ED) with a second factor."""
    return _holds(viewer, EDITORS)


def is_administrator(viewer: Any) -> bool:
    """Administrator (AD) with a second factor."""
    return _holds(viewer, ADMINISTRATORS)


def _holds(viewer: Any, group: str) -> bool:
    return is_member(viewer) and viewer.has_second_factor and group in viewer.roles


def needs_second_factor(viewer: Any) -> bool:
    """Has powers that wait for a second factor (trust.md K4)."""
    if not takes_part(viewer) or viewer.has_second_factor:
        return False
    return viewer.is_officer or bool(viewer.roles & {MODERATORS, EDITORS, ADMINISTRATORS})


def needs_office_terms(viewer: Any) -> bool:
    """Acts for an institution and has not accepted yet what that means: the powers wait."""
    return takes_part(viewer) and viewer.is_officer and not viewer.office_terms_at


def audience_of(viewer: Any) -> str:
    """Which of the two audiences of by-lines a viewer belongs to: ``members`` or ``outside``."""
    return "members" if is_member(viewer) else "outside"


@right("P04", "P10", kind="person", hides=True)
def can_see_person(viewer: Any, person: Any) -> bool:
    """Members see members, unless one of the two blocked the other's sight of them; officers see nobody.

    Oneself is always seen. Moderators and administrators also see those who blocked them, for safety work.
    """
    if viewer.is_authenticated and viewer.pk == person.pk:
        return True
    if not is_member(viewer) or not person.is_present or person.is_officer:
        return False
    return _works_for_safety(viewer) or not person.blocks_made.filter(whom_id=viewer.pk).exists()


def _works_for_safety(viewer: Any) -> bool:
    return is_moderator(viewer) or is_administrator(viewer)


@right("P08", "N03", kind="settings")
def can_change_settings(viewer: Any) -> bool:
    """Everybody with an account changes their own settings, but not while suspended."""
    return viewer.is_authenticated and not viewer.is_suspended


@right("R07", kind="standing")
def can_read_standing(viewer: Any) -> bool:
    """Everybody may read what was decided about them, above all those who are suspended."""
    return viewer.is_authenticated


@right("D03", kind="own account")
def can_go_dark(viewer: Any) -> bool:
    """Everybody may hide, and come back: also who is suspended, or has not confirmed an address yet."""
    return viewer.is_authenticated and not viewer.erased_at


@right("D03", kind="own erasure")
def can_erase(viewer: Any) -> bool:
    """Everybody may have their account erased, and undo that for seven days: also who is suspended."""
    return viewer.is_authenticated and not viewer.erased_at


@right("D01", kind="own data")
def can_export(viewer: Any) -> bool:
    """Everybody gets a copy of what is kept about them: also who is suspended."""
    return viewer.is_authenticated and not viewer.erased_at


@right("D01", "D02", kind="export", hides=True)
def can_take_export(viewer: Any, export: Any) -> bool:
    """Only whose data it is, whatever office the others hold. Twin: `Export.objects.visible_to`."""
    return viewer.is_authenticated and export.user_id == viewer.pk


@right("D04", kind="consents")
def can_read_consents(viewer: Any) -> bool:
    """Everybody reads what they agreed to, and takes back what can be taken back."""
    return viewer.is_authenticated


@right("R06", kind="person")
def can_suspend(viewer: Any, person: Any) -> bool:
    """Moderators suspend others; those who look after the platform are suspended by administrators."""
    if not viewer.is_authenticated or viewer.pk == person.pk:
        return False
    if person.roles & {MODERATORS, ADMINISTRATORS}:
        return is_administrator(viewer)
    return is_moderator(viewer)


@right("P09", kind="own role")
def can_give_role(viewer: Any, person: Any) -> bool:
    """Administrators give and take roles, never their own."""
    return is_administrator(viewer) and viewer.pk != person.pk
