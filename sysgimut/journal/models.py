"""Rows of the journal, and the base of every row that a command records.

Journaled tables are append-only: database triggers refuse to delete a row or to change anything but the
mark that it was superseded (journal/guards.py).
"""

from __future__ import annotations

from django.db import models


class Claim(models.Model):
    """A command's identifier, taken before anything else and remembered for ever.

    The primary key is what makes a command run once: the second comer waits for the first, then finds it.
    """

    id = models.UUIDField(primary_key=True)
    digest = models.CharField(max_length=64)


class Entry(models.Model):
    """One command that was accepted, held or refused: who, when, why, and the digests of what it wrote."""

    id = models.BigAutoField(primary_key=True)
    command = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="entry")
    chain = models.CharField(max_length=32, help_text="Code of the mutual (or of the union) whose chain this is.")
    name = models.CharField(max_length=80)
    author = models.UUIDField(help_text="Opaque identifier of the author.")
    device = models.CharField(max_length=64, blank=True, default="")
    client_time = models.DateTimeField(null=True)
    server_time = models.DateTimeField()
    status = models.CharField(max_length=8)
    reasons = models.JSONField(default=list)
    result = models.JSONField(default=dict)
    payload = models.JSONField(null=True, help_text="Null once erased; the chain stays verifiable.")
    salt = models.CharField(max_length=32, null=True)
    payload_digest = models.CharField(max_length=64)
    effects = models.JSONField(default=dict, help_text="Table → [rows, digest] of what the command wrote.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["accepted", "held", "refused"]), name="journal_entry_status"
            ),
            models.CheckConstraint(
                condition=models.Q(payload__isnull=True, salt__isnull=True)
                | models.Q(payload__isnull=False, salt__isnull=False),
                name="journal_entry_erased_whole",
            ),
        ]
        indexes = [models.Index(fields=["chain", "id"], name="journal_entry_chain")]


class Seal(models.Model):
    """An entry's place in the chain of its mutual: its number and the hash that binds it to all before it."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True)
    chain = models.CharField(max_length=32)
    number = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="journal_seal_number"),
        ]


class HealthAccess(models.Model):
    """Someone read health data: kept apart from the journal, for the control of access."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    reader = models.UUIDField()
    subject = models.CharField(max_length=80, help_text="What was read, e.g. request:<id>.")
    purpose = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["subject", "at"], name="journal_health_subject")]


class Recorded(models.Model):
    """A row that a command recorded. Never updated, never deleted."""

    # Neither index nor foreign key in the database: `sysgimut verify` proves every row's command, and a batch
    # writes hundreds of thousands of rows.
    command = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)

    class Meta:
        abstract = True


class Superseded(Recorded):
    """A recorded row that a later command may supersede, once: the newer fact takes its place."""

    superseded_by = models.ForeignKey(
        Claim, on_delete=models.PROTECT, related_name="+", null=True, db_index=False, db_constraint=False
    )

    class Meta:
        abstract = True
