"""Work of several commands, killed between them and inside them: it is taken up again where it stood."""

from __future__ import annotations

import os

import pytest

from sysgimut.journal import failpoints
from tests.crashes.databases import Stage
from tests.crashes.dying import in_process
from tests.crashes.scenes import Scene
from tests.crashes.workers import DECIDE, ISSUE, cut_small, finish, rehearsed, start, taken_up_again

KINDS = (DECIDE, ISSUE)


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three chunks or more."""
    cut_small(monkeypatch)


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
