"""How a batch is carried out: cut into chunks, taken chunk by chunk by whoever is free, closed when none is left.

Any number of processes may call `advance` on the same batch, on any machines. Rules: docs/algorithms/batches.md.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q

from sysgimut.identity.access import viewer_of
from sysgimut.jobs.kinds import KINDS
from sysgimut.jobs.models import DONE, FAILED, TAKEN, WAITING, Batch, Chunk
from sysgimut.journal import clock
from sysgimut.journal.failpoints import reach
from sysgimut.journal.runner import submit
from sysgimut.kernel.outcomes import REFUSED, Reason

MOST_TAKES = 3
"""A chunk whose workers all died is put aside after so many: it may be what kills them."""
AT_ONCE = 200
STEP = "jobs.advance"

logger = logging.getLogger(__name__)


def worker_name() -> str:
    """This process, as the pages name who works on a chunk."""
    return f"{socket.gethostname()}:{os.getpid()}"[:80]


def advance(batch: UUID, worker: str) -> bool:
    """One step of a batch: make its chunks, or carry out the next free one. False when there is none to take.

    Raises OperationalError or InterfaceError when the database fails: the chunk is free again after its lease.
    """
    if plan(batch):
        return True
    chunk = take(batch, worker)
    if chunk is not None:
        reach(STEP, "taken")
        _carry_out(chunk)
        reach(STEP, "settled")
    close(batch)
    return chunk is not None


def plan(identifier: UUID) -> bool:
    """Make the chunks of a batch that has none yet, in one transaction. False when that is done already.

    A plan that fails closes the batch, with the reason.
    """
    try:
        with transaction.atomic():
            unplanned = Batch.objects.filter(pk=identifier, planned_at__isnull=True, finished_at__isnull=True)
            batch = unplanned.select_for_update(of=("self",)).first()
            if batch is None:
                return False
            chunks = _chunks(batch)
            while block := list(islice(chunks, AT_ONCE)):
                Chunk.objects.bulk_create(block)
            unplanned.update(planned_at=clock.now())
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        logger.exception("batch %s cannot be planned", identifier)
        unplanned.update(finished_at=clock.now(), error=[_defect(error).packed()])
    close(identifier)
    return True


def _chunks(batch: Batch) -> Iterator[Chunk]:
    for number, items in enumerate(KINDS[batch.kind].plan(batch.scope), 1):
        yield Chunk(
            batch=batch,
            number=number,
            items=list(items),
            size=len(items),
            command_id=clock.new_id(),
            author_id=batch.author_id,
        )


def free() -> Q:
    """The filter “nobody has this chunk”: it waits, or its worker's time is over."""
    return Q(state=WAITING) | Q(state=TAKEN, lease__lt=clock.now())


def take(batch: UUID, worker: str) -> Chunk | None:
    """The next free chunk of a batch, for this worker until the lease ends; None when there is none."""
    while True:
        with transaction.atomic():
            waiting = Chunk.objects.filter(free(), batch=batch).order_by("number")
            chunk = waiting.select_related("batch").select_for_update(skip_locked=True, of=("self",)).first()
            if chunk is None:
                return None
            row = Chunk.objects.filter(pk=chunk.pk)
            if chunk.takes < MOST_TAKES:
                lease = clock.now() + timedelta(seconds=settings.BATCH_LEASE)
                row.update(state=TAKEN, worker=worker, lease=lease, takes=chunk.takes + 1)
                return chunk
            row.update(state=FAILED, reasons=[Reason("LOT-ABANDON", {"takes": chunk.takes}).packed()])


def _carry_out(chunk: Chunk) -> None:
    """Submit the chunk's command in its author's name, and write down how it ended."""
    batch = chunk.batch
    try:
        message = KINDS[batch.kind].command(batch.scope, chunk.items)
        outcome = submit(message, viewer_of(chunk.author_id), command_id=chunk.command_id)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        logger.exception("chunk %s of batch %s failed", chunk.number, batch.pk)
        _settle(chunk, FAILED, [_defect(error)], {})
        return
    reach(STEP, "carried_out")
    state = FAILED if outcome.status == REFUSED else DONE
    counts = {name: value for name, value in outcome.result.items() if isinstance(value, int)}
    _settle(chunk, state, outcome.reasons if state == FAILED else (), counts)


def _settle(chunk: Chunk, state: str, reasons: Sequence[Reason], counts: dict[str, Any]) -> None:
    """How a chunk ended; unless it was resumed meanwhile, under another command identifier."""
    packed = [reason.packed() for reason in reasons]
    same = Chunk.objects.filter(pk=chunk.pk, command_id=chunk.command_id, state=TAKEN)
    same.update(state=state, reasons=packed, result=counts)


def _defect(error: Exception) -> Reason:
    """Names the kind of error only: its text may quote what people typed."""
    return Reason("LOT-DEFAUT", {"error": type(error).__name__})


def close(batch: UUID) -> None:
    """Finish a batch none of whose chunks waits or is at work. Doing it again changes nothing.

    The batch is locked before one looks for the last time: somebody who resumes it meanwhile comes before or after.
    """
    left = Chunk.objects.filter(batch=batch, state__in=[WAITING, TAKEN])
    if left.exists():
        return
    with transaction.atomic():
        running = Batch.objects.filter(pk=batch, planned_at__isnull=False, finished_at__isnull=True)
        if running.select_for_update(of=("self",)).first() and not left.exists():
            running.update(finished_at=clock.now())


def reopen(batch: Batch) -> int:
    """Let what failed, and what a stopped worker left, wait again under fresh command identifiers; returns how many.

    Within the caller's transaction. What the old identifiers may have recorded is done, and a kind leaves it alone.
    All that waits is then in the name of the batch's author; what a worker still has keeps the name it was taken in.
    """
    left = Chunk.objects.filter(Q(state=FAILED) | Q(state=TAKEN) & free(), batch=batch)
    again = list(left.select_for_update().order_by("id").values_list("id", flat=True))
    for chunk in again:
        fresh = {"command_id": clock.new_id(), "takes": 0, "worker": "", "lease": None, "reasons": []}
        Chunk.objects.filter(pk=chunk).update(state=WAITING, **fresh)
    Chunk.objects.filter(batch=batch, state=WAITING).update(author=batch.author_id)
    return len(again)
