"""`run-dir` killed again and again between and inside its commands: whoever starts it again loses nothing by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from sysgimut.identity.access import Viewer
from sysgimut.interop import submission
from sysgimut.interop.run_dir import run_dir
from sysgimut.journal import failpoints
from sysgimut.site.installation import initialise
from tests.command_line.conftest import CASE
from tests.crashes.clients import proven
from tests.crashes.databases import Stage, content, counts, stage, stage_name
from tests.crashes.dying import in_process
from tests.crashes.scenes import Scene

DEATHS = (
    "providers.import_facilities:committed",
    "contributions.import_households:written#3",
    "contributions.import_households:committed#2",
    "contributions.import_receipts:journaled",
    "claims.import_requests:committed",
    "settlement.issue_statements:written#2",
)


@pytest.fixture
def shipped(staged: tuple[Stage, dict[str, Scene]], tmp_path: Path) -> Iterator[tuple[Stage, Viewer]]:
    """Another database, with what is shipped in it, and the command line's author."""
    name = stage_name(tmp_path) + ("" if connection.vendor == "sqlite" else "_directory")
    with stage(name) as made:
        author = in_process(initialise).value
        made.keep()
        yield made, author


def told(name: str) -> Callable[[int], None]:
    """Nobody looks at the progress."""
    return lambda done: None


def test_a_directory_whose_run_dies_six_times(
    shipped: tuple[Stage, Viewer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, author = shipped
    monkeypatch.setattr(submission, "HOUSEHOLDS", 40)  # several commands for one register

    def run(name: str) -> None:
        run_dir(CASE, tmp_path / name, author, told, pdf=False)

    in_process(lambda: run("undisturbed"))
    left = counts(content())
    stage.put_back()
    for point in DEATHS:
        assert in_process(lambda: run("dying"), failpoints.die_at(point)).killed, f"{point}: still alive"
    in_process(lambda: run("dying"))
    after = counts(content())
    assert {table: number for table, number in after.items() if number != left[table]} == {}
    assert proven() == []
    for name in ("liquidation.csv", "droits.csv"):
        expected = (CASE / "expected" / name).read_text("utf-8-sig").splitlines()
        assert (tmp_path / "dying" / name).read_text("utf-8-sig").splitlines() == expected
