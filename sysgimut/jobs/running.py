"""One batch of a kind at a time in a scope: a turn to take, and behind it the unique constraint."""

from __future__ import annotations

from django.db.models import QuerySet

from sysgimut.jobs.models import Batch
from sysgimut.journal.turns import take_turns


def lock_batches(kind: str, scope: str) -> None:
    """Nobody else starts or resumes a batch of this kind and scope until the transaction ends."""
    take_turns(f"batch:{kind}:{scope}")


def unfinished(kind: str, scope: str) -> QuerySet[Batch]:
    """The batches of this kind and scope that are still to be finished: one at most."""
    return Batch.objects.filter(kind=kind, scope=scope, finished_at__isnull=True)
