"""What changes opportunities and answers for good: each asks for the right itself and locks its row."""

import datetime as dt
import secrets
import uuid
from typing import TypedDict
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from communities.opportunities import queries
from communities.opportunities.closing import moment_in_words
from communities.opportunities.models import Application, Opportunity
from communities.opportunities.permissions import (
    can_answer,
    can_close,
    can_create,
    can_edit,
    can_release,
    can_withdraw,
    writes_for,
)
from core import languages, limits, text
from core.access import require
from institutions.models import Institution, Mandate
from moderation.actions import open_case
from notifications.actions import notify

FARTHEST = dt.timedelta(days=2 * 366)
State = Opportunity.State


class Facts(TypedDict):
    """What an officer writes about an opportunity; `closes_at` is aware."""

    kind: str
    title: str
    text: str
    language: str
    place: str
    is_remote: bool
    languages: list[str]
    cost: str
    closes_at: dt.datetime
    zone: ZoneInfo


@transaction.atomic
def draft(
    institution: Institution, *, by: User, facts: Facts, key: uuid.UUID, at: dt.datetime
) -> Opportunity:
    """Begin an opportunity. The same form (`key`) sent twice gives the same draft.

    Raises ValidationError, by the names of the facts.
    """
    require(can_create, by, institution)
    written = Opportunity.objects.filter(author=by, key=key).first()
    if written is not None:
        return written
    limits.spend("opportunity", by.pk)
    fresh = Opportunity(institution=institution, author=by, key=key)
    _write(fresh, facts, at=at)
    fresh.slug = _slug(fresh.title)
    values = {field.attname: getattr(fresh, field.attname) for field in Opportunity._meta.concrete_fields}
    for chosen_by_the_row in ("id", "author_id", "key", "created_at", "updated_at"):
        del values[chosen_by_the_row]
    return Opportunity.objects.get_or_create(author=by, key=key, defaults=values)[0]


@transaction.atomic
def edit(opportunity: Opportunity, *, by: User, facts: Facts, at: dt.datetime) -> Opportunity:
    """Change every word of a draft or of what was returned. Raises ValidationError."""
    opportunity = _locked(opportunity)
    require(can_edit, by, opportunity)
    _write(opportunity, facts, at=at)
    opportunity.save()
    return opportunity


@transaction.atomic
def submit(opportunity: Opportunity, *, by: User, at: dt.datetime) -> Opportunity:
    """Hand it to the moderators, with what it says now. Submitting twice is submitting once.

    Raises ValidationError when its closing moment has come meanwhile.
    """
    opportunity = _locked(opportunity)
    if opportunity.state == State.PENDING and writes_for(by, opportunity):
        return opportunity
    require(can_edit, by, opportunity)
    _must_lie_ahead(opportunity.closes_at, at=at)
    opportunity.state, opportunity.submitted_at = State.PENDING, at
    opportunity.save(update_fields=["state", "submitted_at", "updated_at"])
    open_case(
        "opportunity",
        str(opportunity.pk),
        subject_user_id=opportunity.author_id,
        snapshot=queries.in_plain_words(opportunity),
        language=opportunity.language,
    )
    return opportunity


@transaction.atomic
def release(opportunity: Opportunity, *, by: User, at: dt.datetime) -> Opportunity:
    """Publish what was submitted, and tell its author. Raises ValidationError when it can't be now."""
    opportunity = _locked(opportunity)
    require(can_release, by, opportunity)
    if opportunity.is_published:
        return opportunity
    if opportunity.state != State.PENDING:
        raise ValidationError(_("This opportunity is not waiting for release."), code="not_pending")
    if opportunity.closes_at <= at:
        raise ValidationError(
            _("Its closing moment has passed. Return it, so that a later one can be chosen."), code="closed"
        )
    opportunity.state, opportunity.published_at, opportunity.released_by = State.PUBLISHED, at, by
    opportunity.returned_why = ""
    opportunity.save(update_fields=["state", "published_at", "released_by", "returned_why", "updated_at"])
    _tell_writers(opportunity, "opportunity.released", at=at)
    return opportunity


@transaction.atomic
def return_with_reason(opportunity: Opportunity, *, by: User, why: str, at: dt.datetime) -> Opportunity:
    """Give it back to its writers with a reason: instead of releasing it, or taking down what is published.

    What was taken down is seen by its writers, moderators and editors only, and its answers by nobody.
    """
    opportunity = _locked(opportunity)
    require(can_release, by, opportunity)
    if opportunity.state not in (State.PENDING, State.PUBLISHED):
        raise ValidationError(_("This opportunity is not waiting for release."), code="not_pending")
    why = text.clean_line(why)[:500]
    if not why:
        raise ValidationError({"why": _("Say why it is returned.")})
    opportunity.state, opportunity.returned_why = State.RETURNED, why
    opportunity.published_at = opportunity.released_by = opportunity.closed_at = None
    opportunity.save(
        update_fields=["state", "returned_why", "published_at", "released_by", "closed_at", "updated_at"]
    )
    _tell_writers(opportunity, "opportunity.returned", at=at)
    return opportunity


@transaction.atomic
def close(opportunity: Opportunity, *, by: User, at: dt.datetime) -> Opportunity:
    """Take no more answers from now on. Closing what has ended changes nothing."""
    opportunity = _locked(opportunity)
    require(can_close, by, opportunity)
    if opportunity.is_open_at(at):
        opportunity.closed_at = at
        opportunity.save(update_fields=["closed_at", "updated_at"])
    return opportunity


@transaction.atomic
def answer(opportunity: Opportunity, *, by: User, text: str, language: str, at: dt.datetime) -> Application:
    """Answer once: whoever sends twice gets the answer that was kept first.

    Raises ValidationError when it takes no answers any more, when the answer was withdrawn, or for the text.
    """
    opportunity = _locked(opportunity)
    require(can_answer, by, opportunity)
    sent = opportunity.applications.filter(user=by).first()
    if sent is not None and sent.withdrawn_at:
        raise ValidationError(
            _("You withdrew your answer. An opportunity can be answered once."), code="withdrawn"
        )
    if sent is not None:
        return sent
    if not opportunity.is_open_at(at):
        raise ValidationError(
            _("This opportunity closed on %(moment)s. It takes no answers any more.")
            % {"moment": moment_in_words(opportunity.ended_at, opportunity.zone)},
            code="closed",
        )
    limits.spend("application", by.pk)
    number = (opportunity.applications.aggregate(last=Max("number"))["last"] or 0) + 1  # some may be gone
    sent = Application(opportunity=opportunity, user=by, number=number, language=language, sent_at=at)
    sent.text = _cleaned("text", text)
    _must_be_a_language("language", language)
    sent.clean_fields(exclude={"opportunity", "user", "withdrawn_at"})
    sent.save()
    _tell_officers(opportunity, sent, at=at)
    return sent


@transaction.atomic
def withdraw(opportunity: Opportunity, *, by: User, at: dt.datetime) -> Application:
    """Take back one's own answer: from this moment the institution can't read it.

    Raises Application.DoesNotExist when there is none. Withdrawing twice is withdrawing once.
    """
    require(can_withdraw, by, opportunity)
    sent = Application.objects.select_for_update().get(opportunity=opportunity, user=by)
    if sent.withdrawn_at is None:
        sent.withdrawn_at = at
        sent.save(update_fields=["withdrawn_at", "updated_at"])
    return sent


def _locked(opportunity: Opportunity) -> Opportunity:
    rows = Opportunity.objects.select_for_update(of=("self",)).select_related("institution")
    return rows.get(pk=opportunity.pk)


def _write(opportunity: Opportunity, facts: Facts, *, at: dt.datetime) -> None:
    """Put the facts into the row, cleaned, with the HTML that will be shown. Raises ValidationError."""
    for name in ("title", "place", "cost"):
        setattr(opportunity, name, _cleaned(name, facts[name], line=True))  # type: ignore[literal-required]
    opportunity.text = _cleaned("text", facts["text"])
    for name in ("kind", "language", "is_remote", "languages", "closes_at", "zone"):
        setattr(opportunity, name, facts[name])  # type: ignore[literal-required]
    _must_be_a_language("language", opportunity.language)
    for code in opportunity.languages:
        _must_be_a_language("languages", code)
    _must_lie_ahead(opportunity.closes_at, at=at)
    if opportunity.closes_at > at + FARTHEST:
        raise ValidationError({"closes_at": _("Enter a closing date within two years.")}, code="far")
    if not opportunity.is_remote and not opportunity.place:
        raise ValidationError({"place": _("Say where it takes place, or that it can be done from anywhere.")})
    not_facts = {field.name for field in Opportunity._meta.fields} - set(Facts.__annotations__)
    opportunity.full_clean(exclude=not_facts, validate_unique=False)
    try:
        opportunity.html = text.render(opportunity.text)
    except ValidationError as error:
        raise ValidationError({"text": error.messages}) from None


def _cleaned(name: str, value: str, *, line: bool = False) -> str:
    """The text as it is stored; empty when nothing in it can be seen."""
    try:
        kept = text.clean_line(value) if line else text.clean(value)
    except ValidationError as error:
        raise ValidationError({name: error.messages}) from None
    return kept if any(char.isprintable() and not char.isspace() for char in kept) else ""


def _must_be_a_language(name: str, code: str) -> None:
    if code not in dict(languages.choices()):
        raise ValidationError({name: _("Choose a language from the list.")}, code="invalid")


def _must_lie_ahead(closes_at: dt.datetime, *, at: dt.datetime) -> None:
    if closes_at <= at:
        raise ValidationError({"closes_at": _("Enter a closing date that is in the future.")}, code="past")


def _slug(title: str) -> str:
    """Words of the title, when it has Latin ones, and a few random letters.

    The letters are always there: a slug that is taken would tell of somebody else's draft.
    """
    words = slugify(title)[:60].strip("-")
    return f"{words}-{secrets.token_hex(3)}" if words else secrets.token_hex(6)


def _tell_writers(opportunity: Opportunity, kind: str, *, at: dt.datetime) -> None:
    """The author; or, when the author no longer writes for that office, all who do now."""
    author = opportunity.author
    people = [author.pk]
    if not writes_for(author, opportunity):
        people = queries.officer_ids(opportunity, as_=Mandate.Role.EDITOR, at=at)
    for pk in people:
        notify(
            pk,
            kind,
            key=f"{opportunity.pk}:{opportunity.submitted_at:%Y%m%d%H%M%S%f}",
            facts={"opportunity": opportunity.pk, "title": opportunity.title},
            path=f"/opportunities/{opportunity.slug}/",
        )


def _tell_officers(opportunity: Opportunity, sent: Application, *, at: dt.datetime) -> None:
    """A notice for each answer, a mail at most once a day. Neither says who answered."""
    yesterday = at - dt.timedelta(days=1)
    lately = opportunity.applications.filter(sent_at__gt=yesterday).exclude(pk=sent.pk)
    mail = not lately.exists()
    for pk in queries.officer_ids(opportunity, as_=Mandate.Role.REVIEWER, at=at):
        notify(
            pk,
            "opportunity.answered",
            key=f"{opportunity.pk}:{sent.number}",
            facts={"opportunity": opportunity.pk, "title": opportunity.title},
            path=f"/opportunities/{opportunity.slug}/answers/",
            mail=mail,
        )
