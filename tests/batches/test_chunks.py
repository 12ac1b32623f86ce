"""A batch is cut, carried out chunk by chunk and closed; what fails is put aside, and what stopped goes on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from sysgimut.contributions.tests import world
from sysgimut.identity.models import Assignment
from sysgimut.jobs import queries
from sysgimut.jobs.chunks import MOST_TAKES, advance, plan, take
from sysgimut.jobs.commands.resume_batch import ResumeBatch
from sysgimut.jobs.commands.start_batch import StartBatch
from sysgimut.jobs.models import DONE, FAILED, TAKEN, Batch, Chunk
from sysgimut.jobs.tasks import wake, wake_all
from sysgimut.journal import clock
from sysgimut.journal.models import Entry
from sysgimut.journal.runner import submit
from tests.batches.conftest import BROKEN, COUNT, REFUSED, WORK, Count, counted, once, root, some_chunks, start

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kind")]


@pytest.fixture(autouse=True)
def union(db: None) -> None:
    world.build()


def finish(batch: Batch) -> Batch:
    """Carry out all that is free."""
    while advance(batch.pk, "w"):
        pass
    batch.refresh_from_db()
    return batch


def state(batch: Batch) -> str:
    return queries.state_of(batch, queries.progress_of(batch.pk))


def resume(batch: Batch) -> None:
    outcome = world.send(ResumeBatch(batch=batch.pk), root())
    assert outcome.accepted, outcome.reasons
    batch.refresh_from_db()


def test_a_batch_of_several_chunks() -> None:
    chunks = some_chunks(5)
    batch = start(chunks)
    assert state(batch) == "pending"
    assert plan(batch.pk)
    batch.refresh_from_db()
    assert state(batch) == "running"
    assert advance(batch.pk, "w")
    come = queries.progress_of(batch.pk)
    assert (come.chunks, come.done, come.items, come.settled) == (5, 1, 15, 3)
    assert state(finish(batch)) == "done"
    assert counted() == once(chunks)
    assert queries.results(batch).counts == {"items": 15}


def test_chunks_are_made_once() -> None:
    batch = start(some_chunks(3))
    assert plan(batch.pk)
    assert not plan(batch.pk)
    assert Chunk.objects.filter(batch=batch).count() == 3


def test_nothing_to_do_is_done() -> None:
    assert state(finish(start([]))) == "done"


def test_in_place_a_wake_carries_out_everything() -> None:
    chunks = some_chunks(4)
    batch = start(chunks)
    wake(batch.pk)
    batch.refresh_from_db()
    assert state(batch) == "done"
    assert counted() == once(chunks)


def test_the_same_batch_is_started_once() -> None:
    first = start(some_chunks(1))
    outcome = world.send(StartBatch(kind=COUNT, scope="UTM"), root())
    assert [reason.code for reason in outcome.reasons] == ["LOT-EN_COURS"]
    start(some_chunks(1), scope=world.MOPTI)
    finish(first)
    start(some_chunks(1))


def test_the_constraint_stands_behind_the_turn() -> None:
    batch = start(some_chunks(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.create(
            id=clock.new_id(), kind=COUNT, scope="UTM", author_id=batch.author_id, started_at=clock.now()
        )


@pytest.mark.parametrize(
    ("operation", "scope", "code"),
    [("tests.none", "UTM", "LOT-GENRE_INCONNU"), (COUNT, "UTM/X", "ID-PERIMETRE_INCONNU")],
)
def test_what_cannot_be_started(operation: str, scope: str, code: str) -> None:
    outcome = world.send(StartBatch(kind=operation, scope=scope), root())
    assert [reason.code for reason in outcome.reasons] == [code]
    assert not Batch.objects.exists()


def test_who_may_not_do_the_operation_may_not_start_its_batch() -> None:
    advisor = world.viewer("medecin", "medecin_conseil", world.MOPTI)
    outcome = world.send(StartBatch(kind=COUNT, scope=world.MOPTI), advisor)
    assert [reason.code for reason in outcome.reasons] == ["ACCES-REFUSE"]


def test_a_chunk_that_breaks_is_put_aside_and_the_rest_goes_on() -> None:
    chunks = some_chunks(4)
    BROKEN.add("1-0")
    batch = finish(start(chunks))
    assert state(batch) == "failed"
    assert counted() == once([chunks[0], chunks[2], chunks[3]])
    (failure,) = queries.failures(batch)
    assert failure.number == 2
    said = failure.reasons[0].sentence("fr")
    assert "ArithmeticError" in said
    assert "Tembély" not in said
    BROKEN.clear()
    resume(batch)
    assert state(finish(batch)) == "done"
    assert counted() == once(chunks)


def test_a_chunk_that_is_refused_is_put_aside_with_the_reason_and_resumed() -> None:
    chunks = some_chunks(2)
    REFUSED.add("0-1")
    batch = finish(start(chunks))
    assert [reason.code for failure in queries.failures(batch) for reason in failure.reasons] == ["LOT-INCONNU"]
    REFUSED.clear()
    resume(batch)
    assert state(finish(batch)) == "done"
    assert counted() == once(chunks)


def test_a_mandate_withdrawn_stops_the_batch_and_whoever_resumes_it_answers_for_it() -> None:
    accountant = world.viewer("comptable", "comptable", world.MOPTI)
    chunks = some_chunks(2)
    batch = start(chunks, world.MOPTI, accountant)
    assert plan(batch.pk)
    assert advance(batch.pk, "w")
    Assignment.objects.filter(user=accountant.id).delete()
    assert state(finish(batch)) == "failed"
    resume(batch)
    assert state(finish(batch)) == "done"
    assert batch.author_id == root().id
    assert counted() == once(chunks)


def test_a_plan_that_fails_ends_the_batch_with_its_reason_and_is_made_again() -> None:
    batch = start([])
    WORK.clear()
    assert state(finish(batch)) == "failed"
    assert [reason.code for reason in queries.unpacked(batch.error)] == ["LOT-DEFAUT"]
    WORK["UTM"] = some_chunks(2)
    resume(batch)
    assert state(finish(batch)) == "done"


def test_nothing_is_resumed_where_nothing_is_left() -> None:
    batch = finish(start(some_chunks(1)))
    for identifier, code in ((batch.pk, "LOT-RIEN_A_REPRENDRE"), (UUID(int=7), "LOT-INCONNU")):
        outcome = world.send(ResumeBatch(batch=identifier), root())
        assert [reason.code for reason in outcome.reasons] == [code]


def test_a_failed_batch_waits_for_the_one_under_way() -> None:
    BROKEN.add("0-0")
    batch = finish(start(some_chunks(1)))
    start(some_chunks(1))
    outcome = world.send(ResumeBatch(batch=batch.pk), root())
    assert [reason.code for reason in outcome.reasons] == ["LOT-EN_COURS"]


def test_a_chunk_that_somebody_has_is_nobody_elses_until_the_lease_ends() -> None:
    batch = start(some_chunks(1))
    plan(batch.pk)
    mine = take(batch.pk, "one")
    assert mine is not None
    assert take(batch.pk, "two") is None
    end_lease(mine)
    again = take(batch.pk, "two")
    assert again is not None
    assert again.command_id == mine.command_id


def test_a_chunk_whose_workers_all_stop_is_put_aside() -> None:
    chunks = some_chunks(2)
    batch = start(chunks)
    plan(batch.pk)
    for _ in range(MOST_TAKES):
        chunk = take(batch.pk, "dying")
        assert chunk is not None
        assert chunk.number == 1
        end_lease(chunk)
    assert state(finish(batch)) == "failed"
    assert counted() == once(chunks[1:])
    assert [reason.code for failure in queries.failures(batch) for reason in failure.reasons] == ["LOT-ABANDON"]


def test_a_worker_that_is_late_does_not_undo_a_resumed_chunk() -> None:
    batch = start(some_chunks(1))
    plan(batch.pk)
    chunk = take(batch.pk, "late")
    assert chunk is not None
    end_lease(chunk)
    resume(batch)
    fresh = Chunk.objects.get(pk=chunk.pk)
    assert fresh.command_id != chunk.command_id
    finish(batch)
    from sysgimut.jobs.chunks import _settle

    _settle(chunk, FAILED, [], {})
    assert Chunk.objects.get(pk=chunk.pk).state == DONE


@pytest.mark.parametrize("recorded", [True, False])
def test_what_a_worker_has_keeps_its_author_when_somebody_else_resumes(recorded: bool) -> None:
    """The worker stopped after its command was recorded, or before; meanwhile another chunk failed."""
    chunks = some_chunks(3)
    batch = start(chunks)
    plan(batch.pk)
    first, second = take(batch.pk, "stopping"), take(batch.pk, "failing")
    assert first is not None
    assert second is not None
    if recorded:
        submit(Count(scope="UTM", items=tuple(first.items)), root(), command_id=first.command_id)
    Chunk.objects.filter(pk=second.pk).update(state=FAILED)
    another = world.viewer("autre", "administrateur", "UTM")
    assert world.send(ResumeBatch(batch=batch.pk), another).accepted
    end_lease(first)
    assert state(finish(batch)) == "done"
    assert counted() == once(chunks)
    names: Any = Entry.objects.filter(name=COUNT).values_list("payload__items", "author")
    assert {items[0]: author for items, author in names} == {
        "0-0": root().id,
        "1-0": another.id,
        "2-0": another.id,
    }


def test_what_was_lost_between_the_last_chunk_and_the_end_is_closed() -> None:
    batch = finish(start(some_chunks(1)))
    Batch.objects.filter(pk=batch.pk).update(finished_at=None)
    wake_all()
    batch.refresh_from_db()
    assert batch.finished_at is not None


def end_lease(chunk: Chunk) -> None:
    past = clock.now() - timedelta(seconds=1)
    assert Chunk.objects.filter(pk=chunk.pk, state=TAKEN).update(lease=past) == 1
