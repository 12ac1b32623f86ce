"""Real processes on one batch: they share it, one that is killed loses nothing, and nothing is done twice."""

from __future__ import annotations

import os
import signal
import time
from multiprocessing import get_context
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django_tasks_db.models import DBTaskResult

from sysgimut.contributions.tests import world
from sysgimut.jobs import queries
from sysgimut.jobs.chunks import close, plan, reopen
from sysgimut.jobs.models import Batch, Chunk
from sysgimut.jobs.tasks import in_place, wake
from sysgimut.jobs.working import Desk
from sysgimut.journal.failpoints import die_at
from tests.batches.conftest import counted, once, some_chunks, start
from tests.batches.workers import PATIENCE, TAKEN, end_of, meeting, run, start_process, work_on

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kind")]


@pytest.fixture(autouse=True)
def union(transactional_db: None) -> None:
    world.build()


@pytest.fixture
def short_lease(settings: Any) -> None:
    """A chunk is free again as soon as its worker has it: nothing but its command identifier guards it."""
    settings.BATCH_LEASE = 0


@pytest.fixture
def by_workers(settings: Any) -> None:
    """Tasks wait in the database for a worker."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    assert not in_place()


def ended(batch: Batch) -> str:
    batch.refresh_from_db()
    return queries.state_of(batch, queries.progress_of(batch.pk))


def test_two_workers_share_one_batch() -> None:
    chunks = some_chunks(12)
    batch = start(chunks)
    plan(batch.pk)
    work, meet = work_on(batch.pk), meeting(2)
    assert run(work, work, watchers=(meet, meet)) == [0, 0]
    assert ended(batch) == "done"
    assert counted() == once(chunks)
    assert len(queries.results(batch).workers) == 2
    assert set(Chunk.objects.filter(batch=batch).values_list("takes", flat=True)) == {1}


def test_two_workers_that_both_find_no_chunks_make_them_once() -> None:
    chunks = some_chunks(4)
    batch = start(chunks)
    work = work_on(batch.pk)
    assert run(work, work) == [0, 0]
    assert ended(batch) == "done"
    assert counted() == once(chunks)


@pytest.mark.usefixtures("short_lease")
def test_two_workers_on_the_same_chunk_record_it_once() -> None:
    """Leases end at once: the second takes the chunk that the first has in hand, and both carry it out."""
    chunks = some_chunks(6)
    batch = start(chunks)
    plan(batch.pk)
    work, meet, taken = work_on(batch.pk), meeting(2), get_context("fork").Event()

    def first(point: str) -> None:
        if point == TAKEN:
            taken.set()
        meet(point)

    def second() -> None:
        assert taken.wait(PATIENCE)
        work()

    assert run(work, second, watchers=(first, meet)) == [0, 0]
    assert Chunk.objects.get(batch=batch, number=1).takes == 2
    assert ended(batch) == "done"
    assert counted() == once(chunks)


@pytest.mark.usefixtures("short_lease")
@pytest.mark.parametrize(
    "point",
    [
        "jobs.advance:taken#3",
        "jobs.advance:carried_out#3",
        "jobs.advance:settled#3",
        "jobs.advance:settled#5",
    ],
)
def test_a_worker_is_killed_and_the_batch_goes_on_where_it_stopped(point: str) -> None:
    chunks = some_chunks(5)
    batch = start(chunks)
    plan(batch.pk)
    assert run(work_on(batch.pk), watchers=(die_at(point),)) == [-signal.SIGKILL]
    assert ended(batch) == "running"
    before = counted()
    assert once(chunks[:2]) <= before <= once(chunks)
    assert run(work_on(batch.pk)) == [0]
    assert ended(batch) == "done"
    assert counted() == once(chunks)


@pytest.mark.usefixtures("by_workers")
def test_tasks_in_the_database_are_carried_out_by_workers() -> None:
    chunks = some_chunks(8)
    batch = start(chunks)
    plan(batch.pk)
    wake(batch.pk)
    assert DBTaskResult.objects.ready().count() == 8
    assert ended(batch) == "running"
    meet = meeting(2)
    assert run(one_turn, one_turn, watchers=(meet, meet)) == [0, 0]
    assert ended(batch) == "done"
    assert counted() == once(chunks)
    assert len(queries.results(batch).workers) == 2


@pytest.mark.usefixtures("by_workers", "short_lease")
def test_what_a_killed_worker_left_is_asked_for_again() -> None:
    """Its task is lost for good; a worker that comes later makes another."""
    chunks = some_chunks(4)
    batch = start(chunks)
    wake(batch.pk)
    assert run(one_turn, watchers=(die_at("jobs.advance:taken#2"),)) == [-signal.SIGKILL]
    assert ended(batch) == "running"
    # The first chunk's task and the plan's are done, the killed worker's is lost: it will not be run again.
    assert DBTaskResult.objects.running().count() == 1
    assert run(one_turn) == [0]
    assert ended(batch) == "done"
    assert counted() == once(chunks)


@pytest.mark.usefixtures("by_workers")
def test_a_batch_that_nobody_was_woken_for_is_found() -> None:
    """Whoever started it died before asking for a task."""
    chunks = some_chunks(2)
    batch = start(chunks)
    assert run(one_turn) == [0]
    assert ended(batch) == "done"
    assert counted() == once(chunks)


@pytest.mark.usefixtures("by_workers")
def test_a_worker_told_to_stop_ends_with_the_chunk_at_work() -> None:
    chunks = some_chunks(4)
    batch = start(chunks)
    plan(batch.pk)

    def stop(point: str) -> None:
        if point == "jobs.advance:taken":
            os.kill(os.getpid(), signal.SIGTERM)

    assert run(one_turn, watchers=(stop,)) == [0]
    assert ended(batch) == "running"
    assert counted() == once(chunks[:1])
    assert run(one_turn) == [0]
    assert ended(batch) == "done"
    assert counted() == once(chunks)


def one_turn() -> None:
    """A worker, until nothing is left."""
    Desk(interval=1).work(once=True)


def test_a_batch_that_is_resumed_while_it_is_closed_stays_open() -> None:
    """The one who closes saw no chunk that waits; the one who resumes makes one wait before the batch is closed."""
    batch = start(some_chunks(1))
    plan(batch.pk)
    Chunk.objects.filter(batch=batch).update(state="failed")
    connection.close()
    reader, writer = os.pipe()

    def close_when_told() -> None:
        os.read(reader, 1)
        close(batch.pk)

    child = start_process(close_when_told)
    with transaction.atomic():
        Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        assert reopen(batch) == 1
        os.write(writer, b".")
        time.sleep(1)
    assert end_of(child) == 0
    assert ended(batch) == "running"


@pytest.mark.usefixtures("by_workers", "short_lease")
@pytest.mark.parametrize("point", ["jobs.advance:taken", "jobs.advance:carried_out", "jobs.advance:settled"])
def test_a_worker_whose_connection_is_cut_goes_on(point: str) -> None:
    """The server ends the worker's session between two steps; the worker is the same process until the end."""
    if connection.vendor == "sqlite":
        pytest.skip("an embedded database has no server to lose")
    chunks = some_chunks(4)
    batch = start(chunks)
    cut: list[str] = []

    def cut_once(reached: str) -> None:
        if reached == point and not cut:
            cut.append(reached)
            with pytest.raises(OperationalError), connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    connection.close()
    worker = start_process(lambda: Desk(interval=1).work(), cut_once)
    for _ in range(PATIENCE):
        time.sleep(1)
        if ended(batch) == "done":
            break
    os.kill(worker, signal.SIGTERM)
    assert end_of(worker) == 0
    assert ended(batch) == "done"
    assert counted() == once(chunks)
