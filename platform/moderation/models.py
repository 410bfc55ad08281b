"""Cases: what was reported or waits for release, what was decided, by whom and why."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.permissions import is_editor, is_member, is_moderator
from core.models import Stamped
from institutions.models import Institution
from moderation import registry

CLAIMED_FOR = dt.timedelta(minutes=15)


class CaseQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=Case.State.OPEN)

    def claimed_at(self, moment: dt.datetime):
        """Taken by somebody, and not left lying."""
        return self.filter(claimed_by__isnull=False, claimed_at__gt=moment - CLAIMED_FOR)

    def within_reach_of(self, viewer):
        """The cases that `viewer` decides about by office: moderators all, editors what waits for release,
        a community's own moderators those of its scope."""
        if is_moderator(viewer):
            return self
        reach = Q(scope__in=registry.scopes(viewer)) if is_member(viewer) else Q(pk__in=[])
        if is_editor(viewer):
            reach |= Q(kind__in=release_kinds())
        return self.filter(reach)

    def visible_to(self, viewer):
        """The queue: what is within reach, without what concerns the viewer's own words."""
        return self.within_reach_of(viewer).exclude(subject_user=viewer.pk)


def release_kinds() -> list[str]:
    """The kinds of things that wait for release, which editors may decide about too (O03)."""
    return [kind.name for kind in registry.KINDS.values() if Decision.Verdict.RELEASE in kind.verdicts]


class Case(Stamped):
    """One thing to decide. The room that owns the thing registers how in `moderation.registry`.

    `scope` names the place whose own moderators may decide too, e.g. ``board:12``; empty: platform only.
    `title`, `snapshot` and `version` say how the thing read when the case was opened.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DECIDED = "decided", _("decided")

    kind = models.CharField(max_length=24)
    object_id = models.CharField(max_length=64)
    scope = models.CharField(max_length=40, blank=True, default="")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    subject_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )  # whose thing it is: they never decide about it
    institution = models.ForeignKey(
        Institution, models.SET_NULL, null=True, related_name="+"
    )  # whose people never decide about it either
    language = models.CharField(max_length=16, blank=True, default="")
    title = models.CharField(max_length=200, blank=True, default="")
    snapshot = models.TextField(blank=True, default="")
    version = models.CharField(max_length=64, blank=True, default="")
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    claimed_at = models.DateTimeField(null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"], condition=Q(state="open"), name="one_open_case_per_thing"
            ),
            models.CheckConstraint(
                condition=Q(claimed_by=None) | Q(claimed_at__isnull=False), name="case_claimed_at_a_moment"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="cases_oldest_first"),
            models.Index(fields=["kind", "object_id"], name="cases_of_a_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def claimed_until(self) -> dt.datetime | None:
        return self.claimed_at + CLAIMED_FOR if self.claimed_by_id and self.claimed_at else None

    def is_claimed_at(self, moment: dt.datetime) -> bool:
        """Whether somebody has taken it, and not let it lie for too long."""
        return self.claimed_until is not None and self.claimed_until > moment


class Report(Stamped):
    """Somebody says that a thing breaks the rules. Who said so is shown to nobody who decides."""

    class Reason(models.TextChoices):
        SPAM = "spam", _("Spam or fraud")
        HARASSMENT = "harassment", _("Harassment or threats")
        HATE = "hate", _("Hatred against a group")
        PRIVATE = "private", _("Shows somebody's private information")
        UNSAFE = "unsafe", _("Puts somebody in danger")
        FALSE = "false", _("False or misleading information")
        OTHER = "other", _("Something else")

    case = models.ForeignKey(Case, models.CASCADE, related_name="reports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=16, choices=Reason.choices)
    note = models.CharField(_("what should moderators know"), max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "by"], condition=Q(by__isnull=False), name="one_report_per_person_and_case"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reason} on {self.case_id}"


class Unalterable(Exception):
    """Decisions and appeals are written once: what was decided otherwise later is a further row."""


class KeptQuerySet(models.QuerySet):
    def update(self, **facts):
        raise Unalterable

    def delete(self):
        raise Unalterable


class Kept(Stamped):
    """A row that is written once, never changed and never deleted."""

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise Unalterable
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise Unalterable


class Decision(Kept):
    """What somebody decided about a case, and the reason that its author was given."""

    class Verdict(models.TextChoices):
        KEEP = "keep", _("Keep")
        HIDE = "hide", _("Hide")
        RESTORE = "restore", _("Restore")
        SUSPEND = "suspend", _("Suspend for 30 days")
        UPHOLD = "uphold", _("Let the decision stand")
        RELEASE = "release", _("Release")
        RETURN = "return", _("Return")

    NEED_A_REASON = (Verdict.HIDE, Verdict.SUSPEND, Verdict.UPHOLD, Verdict.RETURN)
    CAN_BE_APPEALED = (Verdict.HIDE, Verdict.SUSPEND)
    STANDS_AGAINST = (*CAN_BE_APPEALED, Verdict.UPHOLD)  # and so can be restored

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    reason = models.CharField(_("reason"), max_length=500, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict__in=["hide", "suspend", "uphold", "return"]) | ~Q(reason=""),
                name="what_goes_against_an_author_needs_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.verdict} on {self.case_id}"

    @property
    def outcome(self) -> str | Promise:
        """The verdict as something that was done; its label is what a button says."""
        return OUTCOMES[self.Verdict(self.verdict)]


OUTCOMES = {
    Decision.Verdict.KEEP: _("Kept"),
    Decision.Verdict.HIDE: pgettext_lazy("decision", "Hidden"),
    Decision.Verdict.RESTORE: _("Restored"),
    Decision.Verdict.SUSPEND: _("Suspended for 30 days"),
    Decision.Verdict.UPHOLD: _("The decision stands"),
    Decision.Verdict.RELEASE: _("Released"),
    Decision.Verdict.RETURN: _("Returned"),
}


class Appeal(Kept):
    """The author asks that somebody else looks at a decision again: once for each decision."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="appeal")
    text = models.CharField(_("why the decision should change"), max_length=1000)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"appeal of {self.decision_id}"
