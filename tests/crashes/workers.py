"""A batch of three chunks, and the worker that carries it out step by step."""

from __future__ import annotations

from functools import partial
from uuid import UUID

import pytest
from django.conf import settings

from sysgimut.claims import batches as deciding
from sysgimut.claims import waiting
from sysgimut.claims.commands.receive_requests import ReceiveRequests
from sysgimut.claims.domain.arrivals import DeclaredRequest
from sysgimut.claims.tests import bills
from sysgimut.contributions.tests import world
from sysgimut.jobs.chunks import advance, worker_name
from sysgimut.jobs.commands.start_batch import StartBatch
from sysgimut.jobs.models import DONE, Batch, Chunk
from sysgimut.journal import failpoints
from sysgimut.membership.models import Identity
from sysgimut.settlement import batches as settling
from tests.crashes.clients import proven
from tests.crashes.databases import content, counts
from tests.crashes.dying import in_process

DECIDE, ISSUE = "claims.decide_requests", "settlement.issue_statements"


def cut_small(patch: pytest.MonkeyPatch) -> None:
    """One person, or one bordereau, is a chunk; a dead worker's chunk is free at once."""
    patch.setattr(deciding, "waiting_chunks", partial(waiting.waiting_chunks, size=1))
    patch.setattr(settling, "CHUNK", 1)
    patch.setattr(settings, "BATCH_LEASE", 0)


def start(kind: str) -> UUID:
    """Three people's care, each on a bordereau of its own, and the batch that is to decide or settle it."""
    people = Identity.objects.filter(superseded_by__isnull=True).order_by("id")
    for number, person in enumerate(people.values_list("person__reference", flat=True)[:3]):
        asked = bills.request(f"LOT-{number}", reference=person, bordereau={"number": f"LOT-{number}"}).declared()
        message = ReceiveRequests(source="b.csv", scope=bills.KONNA, requests=(DeclaredRequest(asked, (2,)),))
        assert world.send(message, bills.root()).accepted
    if kind != DECIDE:
        finish(begin(DECIDE))
    return begin(kind)


def begin(kind: str) -> UUID:
    """Start the batch of everything that waits."""
    outcome = world.send(StartBatch(kind=kind, scope="UTM/R"), bills.root())
    assert outcome.accepted, outcome.reasons
    return UUID(str(outcome.result["batch"]))


def finish(batch: UUID) -> None:
    """What a worker does with a batch: the next step, until there is none."""
    while advance(batch, worker_name()):
        pass


def rehearsed(batch: UUID) -> tuple[list[str], dict[str, int]]:
    """The points that an undisturbed worker passes, and what rows it leaves."""

    def work() -> list[str]:
        points: list[str] = []
        failpoints.watch(failpoints.counting(points.append))
        finish(batch)
        return points

    return in_process(work).value, counts(content())


def taken_up_again(batch: UUID, left: dict[str, int]) -> None:
    """Another worker ends the batch: every chunk is done, and the rows are those of an undisturbed run."""
    in_process(lambda: finish(batch))
    assert set(Chunk.objects.filter(batch=batch).values_list("state", flat=True)) == {DONE}
    assert Batch.objects.get(pk=batch).finished_at is not None
    assert counts(content()) == left
    assert proven() == []
