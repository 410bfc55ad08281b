"""What every table may share, and the outbox through which everything leaves."""

from django.db import models


class Stamped(models.Model):
    """Adds when a row was written and last touched: for audit and sorting, not for rules."""

    created_at = models.DateTimeField(auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        abstract = True


class Outbox(models.Model):
    """A promise to do something after the commit, written in the transaction that made it necessary.

    `kind` names the handler (`core.outbox.handles`); `key` is unique, so that the same effect is never
    promised twice. A row that is done is deleted; one that fails is tried again later.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["due_at", "id"], name="outbox_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
