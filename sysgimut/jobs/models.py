"""Batches and their chunks: who asked for what, how far it has come, who works on which part.

These rows say how work stands; what the work changed is in the journal, under the chunks' own command identifiers.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

WAITING, TAKEN, DONE, FAILED = "waiting", "taken", "done", "failed"


class Batch(models.Model):
    """One operation to carry out on everything that waits for it within a scope, cut into chunks.

    `author` started it, or resumed it last: what waits is carried out in their name. `error` says why no chunks could
    be made, as packed reasons.
    """

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=80, help_text="The operation that each chunk carries out.")
    scope = models.CharField(max_length=160)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    planned_at = models.DateTimeField(null=True, help_text="When the chunks were made.")
    finished_at = models.DateTimeField(null=True, help_text="When no chunk waited or was at work any more.")
    error = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "scope"], condition=models.Q(finished_at__isnull=True), name="jobs_batch_once"
            ),
        ]
        indexes = [models.Index(fields=["-started_at"], name="jobs_batch_latest")]


class Chunk(models.Model):
    """A part of a batch: what one command carries out. A worker takes it for a time, the lease.

    `author` goes with `command_id`: an identifier that is sent again in another name is another command's, and refused.
    """

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="chunks")
    number = models.PositiveIntegerField()
    items = models.JSONField()
    size = models.PositiveIntegerField()
    command_id = models.UUIDField(unique=True, help_text="Fixed beforehand: carried out twice, it counts once.")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=8, default=WAITING)
    worker = models.CharField(max_length=80, blank=True, default="")
    lease = models.DateTimeField(null=True, help_text="Until when the worker has it for itself.")
    takes = models.PositiveSmallIntegerField(default=0)
    reasons = models.JSONField(default=list, help_text="Why it failed, as packed reasons.")
    result = models.JSONField(default=dict, help_text="Counts of the command's outcome.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="jobs_chunk_number"),
            models.CheckConstraint(
                condition=models.Q(state__in=[WAITING, TAKEN, DONE, FAILED]), name="jobs_chunk_state"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=TAKEN) | models.Q(lease__isnull=False), name="jobs_chunk_lease"
            ),
        ]
        indexes = [
            models.Index(
                fields=["batch", "number"], condition=models.Q(state__in=[WAITING, TAKEN]), name="jobs_chunk_open"
            ),
        ]
