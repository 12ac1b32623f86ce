"""Start a batch: an operation on everything that waits for it within a scope, carried out in the background."""

from __future__ import annotations

from typing import ClassVar

from sysgimut.identity.scope_tree import TREE
from sysgimut.jobs.kinds import KINDS
from sysgimut.jobs.models import Batch
from sysgimut.jobs.running import lock_batches, unfinished
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused


class StartBatch(Command):
    """The kind of batch (the operation of its chunks), and the scope path whose work it does."""

    operation: ClassVar[str] = "jobs.start_batch"
    kind: str
    scope: str


@handles(StartBatch)
def start_batch(message: StartBatch, execution: Execution) -> Outcome:
    """Record the batch; whoever starts it must be allowed to do its operation there. Its chunks come later.

    Refused while a batch of the same kind and scope is unfinished. The outcome's result holds `batch`.
    """
    execution.authorise(message.scope)
    if message.kind not in KINDS:
        return refused(Reason("LOT-GENRE_INCONNU", {"kind": message.kind}))
    execution.require(message.kind, message.scope)
    if not TREE.names([message.scope]):
        return refused(Reason("ID-PERIMETRE_INCONNU", {"scope": message.scope}))
    lock_batches(message.kind, message.scope)
    if unfinished(message.kind, message.scope).exists():
        return refused(Reason("LOT-EN_COURS"))
    identifier = execution.new_id()
    Batch.objects.create(
        id=identifier,
        kind=message.kind,
        scope=message.scope,
        author_id=execution.author.id,
        started_at=execution.now,
    )
    execution.written()
    return accepted({"batch": str(identifier)})
