"""The batches of claims and settlement, by two processes: every request decided once, every decision settled once."""

from __future__ import annotations

from functools import partial
from uuid import UUID

import pytest

from sysgimut.claims import batches as deciding
from sysgimut.claims.commands.receive_requests import ReceiveRequests
from sysgimut.claims.domain.arrivals import DeclaredRequest
from sysgimut.claims.models import Decision, Request
from sysgimut.claims.tests import bills
from sysgimut.claims.waiting import waiting_chunks
from sysgimut.contributions.tests import world
from sysgimut.jobs import queries
from sysgimut.jobs.commands.start_batch import StartBatch
from sysgimut.jobs.models import Batch
from sysgimut.journal.verify import check_journal
from sysgimut.settlement import batches as settling
from sysgimut.settlement.checks import check_statements
from sysgimut.settlement.models import Settled, Statement
from tests.batches.workers import meeting, run, work_on

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, EACH = 6, 4


@pytest.fixture
def waiting(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> int:
    """Requests of a few people in four bordereaux, received and not decided; chunks of a few."""
    monkeypatch.setattr(deciding, "waiting_chunks", partial(waiting_chunks, size=EACH))
    monkeypatch.setattr(settling, "CHUNK", 1)
    world.build()
    bills.install()
    references = world.people_of(world.validated())
    references += [f"X-{number}" for number in range(PEOPLE - len(references))]
    requests = [
        bills.request(f"{person}-{number}", reference=reference, bordereau={"number": f"BD-{number}"})
        for person, reference in enumerate(references)
        for number in range(EACH)
    ]
    declared = tuple(DeclaredRequest(one.declared(), (n,)) for n, one in enumerate(requests))
    message = ReceiveRequests(source="b.csv", scope=bills.FACILITIES, requests=declared)
    assert world.send(message, bills.root()).accepted
    return len(requests)


def by_two(kind: str) -> Batch:
    """Start a batch and have it carried out by two processes that both take part."""
    outcome = world.send(StartBatch(kind=kind, scope="UTM"), bills.root())
    batch = Batch.objects.get(pk=UUID(str(outcome.result["batch"])))
    from sysgimut.jobs.chunks import plan

    plan(batch.pk)
    work, meet = work_on(batch.pk), meeting(2)
    assert run(work, work, watchers=(meet, meet)) == [0, 0]
    batch.refresh_from_db()
    assert queries.state_of(batch, queries.progress_of(batch.pk)) == "done", queries.failures(batch)
    assert len(queries.results(batch).workers) == 2
    return batch


def test_decided_then_settled(waiting: int) -> None:
    batch = by_two("claims.decide_requests")
    assert queries.progress_of(batch.pk).items_done == waiting
    assert queries.results(batch).counts["requests"] == waiting
    assert Decision.objects.count() == Request.objects.count() == waiting
    by_two("settlement.issue_statements")
    assert Settled.objects.count() == waiting
    assert Statement.objects.values("bordereau", "mutual").distinct().count() == Statement.objects.count()
    assert set(Statement.objects.values_list("mutual", flat=True)) == {"MOPTI", "UTM"}
    assert [*check_journal(), *check_statements()] == []
    # Nothing waits any more: both batches again make nothing.
    for kind in ("claims.decide_requests", "settlement.issue_statements"):
        outcome = world.send(StartBatch(kind=kind, scope="UTM"), bills.root())
        again = UUID(str(outcome.result["batch"]))
        assert run(work_on(again)) == [0]
        assert queries.progress_of(again).chunks == 0
