"""Telling people what institutions promised to tell: that room lies below the one that knows notices."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from core.outbox import handles
from institutions.models import InstitutionRequest, Invitation, Mandate, Vouch
from institutions.queries import owners_of
from notifications.actions import notify


@handles("institution.news")
def tell(payload: dict) -> None:
    """Tell the one person whom this news is for. What is gone meanwhile is told to nobody."""
    what = payload["what"]
    if "request" in payload:
        _of_request(what, InstitutionRequest.objects.filter(pk=payload["request"]).first())
    elif "invitation" in payload:
        _of_invitation(
            Invitation.objects.select_related("institution").filter(pk=payload["invitation"]).first()
        )
    elif "vouch" in payload:
        rows = Vouch.objects.select_related("voucher", "institution", "request")
        _of_vouch(what, rows.filter(pk=payload["vouch"]).first())
    else:
        found = Mandate.objects.select_related("institution").filter(pk=payload["mandate"]).first()
        _of_mandate(what, found)


def _of_request(what: str, found: InstitutionRequest | None) -> None:
    if found is None:
        return
    to_id = found.second_id if what == "second" else found.asker_id
    facts = {"institution": found.name}
    if what == "refused":
        facts["reason"] = found.reason
    path = _path("institutions:request", found.pk)
    if to_id is not None and not (what == "second" and found.state != InstitutionRequest.State.REQUESTED):
        about = found.asker_id if what == "second" else None
        notify(to_id, f"institution.{what}", key=str(found.pk), facts=facts, path=path, about_id=about)


def _of_invitation(found: Invitation | None) -> None:
    if found is None or found.user_id is None or found.state != Invitation.State.OPEN:
        return
    facts = {"institution": found.institution.name}
    notify(
        found.user_id,
        "institution.invited",
        key=f"{found.pk}",
        facts=facts,
        path=_path("institutions:invitations"),
    )


def _of_mandate(what: str, found: Mandate | None) -> None:
    if found is None:
        return
    facts = {"institution": found.institution.name}
    if what == "role":
        facts["role"] = found.role
    key = f"{found.pk}:{found.updated_at:%Y%m%d%H%M%S%f}"
    path = _path("institutions:institution", found.institution.slug)
    notify(found.user_id, f"institution.{what}", key=key, facts=facts, path=path)


def _of_vouch(what: str, found: Vouch | None) -> None:
    """A question is for the owners of who is asked; an answer for who asked, later for the owners of that."""
    about = found and (found.institution or found.request)
    if found is None or about is None:
        return
    facts = {"institution": about.name, "voucher": found.voucher.name}
    if what == "vouch-asked":
        if found.state != Vouch.State.ASKED or found.request is None or not found.request.is_open:
            return
        to, path = (
            owners_of(found.voucher_id, timezone.now()),
            ("institutions:vouch", found.voucher.slug, found.pk),
        )
    elif found.institution is not None:
        to = owners_of(found.institution_id, timezone.now())
        path = ("institutions:institution", found.institution.slug)
    elif found.request is not None:
        to, path = [found.request.asker_id], ("institutions:request", found.request_id)
    lapse = f":{found.lapse_told_at:%Y%m%d%H%M%S}" if what == "vouch-lapsed" and found.lapse_told_at else ""
    for owner in to:
        notify(owner, f"institution.{what}", key=f"{found.pk}{lapse}", facts=facts, path=_path(*path))


def _path(name: str, *args: object) -> str:
    """The address below the language prefix."""
    with override("en"):
        return reverse(name, args=args).removeprefix("/en")
