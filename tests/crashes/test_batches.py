"""Work of several commands, killed between them and inside them: it is taken up again where it stood."""

from __future__ import annotations

import os
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
from tests.crashes.databases import Stage, content, counts
from tests.crashes.dying import in_process
from tests.crashes.scenes import Scene

KINDS = ("claims.decide_requests", "settlement.issue_statements")


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """One person, or one bordereau, is a chunk; a dead worker's chunk is free at once."""
    monkeypatch.setattr(deciding, "waiting_chunks", partial(waiting.waiting_chunks, size=1))
    monkeypatch.setattr(settling, "CHUNK", 1)
    monkeypatch.setattr(settings, "BATCH_LEASE", 0)


def start(kind: str) -> UUID:
    """Three people's care, each on a bordereau of its own, and the batch that is to decide or settle it."""
    people = Identity.objects.filter(superseded_by__isnull=True).order_by("id")
    for number, person in enumerate(people.values_list("person__reference", flat=True)[:3]):
        asked = bills.request(f"LOT-{number}", reference=person, bordereau={"number": f"LOT-{number}"}).declared()
        message = ReceiveRequests(source="b.csv", scope=bills.KONNA, requests=(DeclaredRequest(asked, (2,)),))
        assert world.send(message, bills.root()).accepted
    if kind != KINDS[0]:
        finish(begin(KINDS[0]))
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


@pytest.mark.parametrize("kind", KINDS)
def test_a_batch_whose_workers_die_one_after_the_other(kind: str, staged: tuple[Stage, dict[str, Scene]]) -> None:
    """Between two chunks, before a chunk's command, inside it, after it and before it is ticked off. A chunk whose
    workers all died is put aside after the third: no chunk is killed more than twice here."""
    stage, _ = staged
    stage.put_back()
    batch = in_process(lambda: start(kind)).value
    stage.keep("batch")
    points, left = rehearsed(batch)
    assert sum(point.partition("#")[0] == "jobs.advance:settled" for point in points) >= 3, points
    stage.put_back("batch")
    for point in (
        "jobs.advance:taken",
        f"{kind}:committed",
        "jobs.advance:settled",
        f"{kind}:journaled",
        "jobs.advance:carried_out",
        "jobs.advance:settled",
        f"{kind}:written",
    ):
        assert in_process(lambda: finish(batch), failpoints.die_at(point)).killed, f"{point}: still alive"
    taken_up_again(batch, left)


@pytest.mark.skipif("SYSGIMUT_CRASHES" not in os.environ, reason="the long run: make crashes")
@pytest.mark.parametrize("kind", KINDS)
def test_a_batch_after_the_single_death_of_a_worker(kind: str, staged: tuple[Stage, dict[str, Scene]]) -> None:
    stage, _ = staged
    stage.put_back()
    batch = in_process(lambda: start(kind)).value
    stage.keep("batch")
    points, left = rehearsed(batch)
    for point in points:
        stage.put_back("batch")
        assert in_process(lambda: finish(batch), failpoints.die_at(point)).killed, f"{point}: still alive"
        taken_up_again(batch, left)
