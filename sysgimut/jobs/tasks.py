"""Waking workers: a task is one step of a batch, whichever chunk is next. The truth is in the chunks.

A task may be lost (its worker was killed) or be one too many: `wake` asks again for what is still to be done, and a
task that finds nothing to take ends. Where tasks run is a setting (TASKS): in place, or by `sysgimut worker`.
"""

from __future__ import annotations

from uuid import UUID

from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task, task_backends
from django_tasks.backends.immediate import ImmediateBackend

from sysgimut.jobs.chunks import advance, close, free, plan, worker_name
from sysgimut.jobs.models import Batch, Chunk


@task()
def step(batch: str) -> None:
    """One step of a batch. Once its chunks are made, there is a task for each."""
    identifier = UUID(batch)
    if plan(identifier):
        wake(identifier)
    else:
        advance(identifier, worker_name())


def wake(batch: UUID) -> None:
    """Ask for a task for each chunk of an unfinished batch that nobody has, or for one that makes its chunks."""
    found = Batch.objects.filter(pk=batch, finished_at__isnull=True).first()
    if found is None:
        return
    if found.planned_at is None:
        step.enqueue(str(batch))
        return
    for _ in range(Chunk.objects.filter(free(), batch=batch).count()):
        step.enqueue(str(batch))
    close(batch)


def wake_all() -> None:
    """Wake workers for every unfinished batch: whatever was lost is asked for again."""
    for batch in Batch.objects.filter(finished_at__isnull=True).order_by("started_at").values_list("id", flat=True):
        wake(batch)


def in_place() -> bool:
    """Whether tasks run where they are asked for, without any worker."""
    return isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], ImmediateBackend)
