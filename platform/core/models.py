"""What every table may share, and the outbox through which everything leaves."""

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Mod
from django.db.models.lookups import Exact


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


class PublishedTable(models.Model):
    """The day for which numbers about people were last published. Whoever publishes locks this row."""

    name = models.CharField(max_length=20, unique=True)
    day = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.name} {self.day}"


class PublishedNumber(models.Model):
    """What was said of one cell (`core.counts.Said`). How many people there really are stands nowhere."""

    table = models.CharField(max_length=20)
    cell = models.CharField(max_length=8)
    shown = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    moved_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "cell"], name="one_number_for_a_cell"),
            models.CheckConstraint(
                condition=Exact(Mod(F("shown"), Value(10)), 0), name="numbers_go_in_steps_of_ten"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.cell} {self.shown}"
