"""Resume a batch: its failed chunks wait again, and so does what a stopped worker left."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db.models import Q

from sysgimut.identity.scopes import ROOT
from sysgimut.jobs.chunks import free, reopen
from sysgimut.jobs.models import FAILED, Batch, Chunk
from sysgimut.jobs.running import lock_batches, unfinished
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused


class ResumeBatch(Command):
    """The batch to go on with."""

    operation: ClassVar[str] = "jobs.resume_batch"
    batch: UUID


@handles(ResumeBatch)
def resume_batch(message: ResumeBatch, execution: Execution) -> Outcome:
    """Open the batch again in the name of whoever resumes it. The outcome's result holds `chunks`: how many had failed.

    Refused when nothing failed or waits, and while a later batch of the same kind and scope is unfinished.
    """
    found = Batch.objects.filter(pk=message.batch).first()
    execution.authorise(found.scope if found else ROOT)
    if found is None:
        return refused(Reason("LOT-INCONNU"))
    execution.require(found.kind, found.scope)
    lock_batches(found.kind, found.scope)
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if unfinished(batch.kind, batch.scope).exclude(pk=batch.pk).exists():
        return refused(Reason("LOT-EN_COURS"))
    unplanned = batch.planned_at is None
    if not (unplanned or Chunk.objects.filter(free() | Q(state=FAILED), batch=batch).exists()):
        return refused(Reason("LOT-RIEN_A_REPRENDRE"))
    Batch.objects.filter(pk=batch.pk).update(finished_at=None, error=[], author_id=execution.author.id)
    batch.author_id = execution.author.id
    chunks = reopen(batch)
    execution.written()
    return accepted({"batch": str(batch.pk), "chunks": chunks})
