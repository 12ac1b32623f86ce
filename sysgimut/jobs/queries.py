"""Reads of batches, within the viewer's scopes: which there are, how far they have come, what failed in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from sysgimut.identity.access import Viewer
from sysgimut.identity.scopes import under
from sysgimut.jobs.chunks import free
from sysgimut.jobs.kinds import KINDS, Kind
from sysgimut.jobs.models import DONE, FAILED, TAKEN, Batch, Chunk
from sysgimut.kernel.outcomes import Reason

READ = "jobs.read_batches"
START = "jobs.start_batch"
RESUME = "jobs.resume_batch"
PENDING, RUNNING = "pending", "running"
SHOWN_FAILURES = 50


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch has come: its chunks and the items in them, in all and by what became of them."""

    chunks: int = 0
    done: int = 0
    failed: int = 0
    at_work: int = 0
    items: int = 0
    items_done: int = 0
    items_failed: int = 0

    @property
    def settled(self) -> int:
        """Items of which nothing more will come by itself: done, or in a chunk that failed."""
        return self.items_done + self.items_failed


def batches(viewer: Viewer) -> QuerySet[Batch]:
    """The batches of the viewer's scopes, the latest first, with their author."""
    found = Batch.objects.filter(under("scope", viewer.scopes(READ)))
    return found.select_related("author").order_by("-started_at", "-id")


def batch(viewer: Viewer, identifier: UUID) -> Batch | None:
    """One batch, or None when there is none that the viewer sees."""
    return batches(viewer).filter(pk=identifier).first()


def progress(identifiers: Iterable[UUID]) -> dict[UUID, Progress]:
    """Batch → how far it has come, in one query."""
    found: dict[UUID, dict[str, int]] = {identifier: Counter() for identifier in identifiers}
    rows = Chunk.objects.filter(batch__in=list(found)).values_list("batch_id", "state").order_by()
    for identifier, state, chunks, items in rows.annotate(Count("id"), Sum("size")):
        sums = found[identifier]
        sums["chunks"] += chunks
        sums["items"] += items
        if state == TAKEN:
            sums["at_work"] = chunks
        elif state == DONE:
            sums["done"], sums["items_done"] = chunks, items
        elif state == FAILED:
            sums["failed"], sums["items_failed"] = chunks, items
    return {identifier: Progress(**sums) for identifier, sums in found.items()}


def progress_of(identifier: UUID) -> Progress:
    """How far one batch has come."""
    return progress([identifier])[identifier]


def state_of(one: Batch, come: Progress) -> str:
    """Where a batch stands: pending (no chunks yet), running, done, or failed (some of it)."""
    if one.finished_at is None:
        return RUNNING if one.planned_at else PENDING
    return FAILED if one.error or come.failed else DONE


@dataclass(frozen=True, slots=True)
class Failure:
    """A chunk that failed: its number, its size, why, and who had it last."""

    number: int
    size: int
    reasons: tuple[Reason, ...]
    worker: str


def failures(one: Batch) -> list[Failure]:
    """The first chunks that failed, by number: at most `SHOWN_FAILURES`."""
    failed = Chunk.objects.filter(batch=one, state=FAILED).order_by("number")[:SHOWN_FAILURES]
    return [Failure(chunk.number, chunk.size, unpacked(chunk.reasons), chunk.worker) for chunk in failed]


def unpacked(stored: Sequence[Any]) -> tuple[Reason, ...]:
    """The reasons that a batch or a chunk keeps."""
    return tuple(Reason.unpacked(reason) for reason in stored)


@dataclass(frozen=True, slots=True)
class Results:
    """What the finished chunks of a batch said that they did, added up by name, and the workers that had a part."""

    counts: dict[str, int] = field(default_factory=dict)
    workers: tuple[str, ...] = ()


def results(one: Batch) -> Results:
    """The counts of the outcomes of the chunks that are done."""
    counts: Counter[str] = Counter()
    workers = set()
    for result, worker in Chunk.objects.filter(batch=one, state=DONE).values_list("result", "worker"):
        counts.update(result)
        workers.add(worker)
    return Results(dict(sorted(counts.items())), tuple(sorted(workers)))


def may_resume(one: Batch) -> bool:
    """Whether there is something to resume: chunks failed, or wait for a worker, or there are none yet."""
    if one.planned_at is None:
        return True
    return Chunk.objects.filter(free(), batch=one).exists() or Chunk.objects.filter(batch=one, state=FAILED).exists()


def kinds_for(viewer: Viewer) -> list[Kind]:
    """The kinds that the viewer may start somewhere."""
    if not viewer.may_somewhere(START):
        return []
    return [kind for operation, kind in sorted(KINDS.items()) if viewer.may_somewhere(operation)]
