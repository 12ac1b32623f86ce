"""The worked directories: every row is good, and lines come out in the order of the expected decisions."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from sysgimut.interop.domain.bordereaux import BordereauGrouper
from sysgimut.interop.domain.columns import Kind
from sysgimut.interop.domain.households import HouseholdGroup, HouseholdGrouper
from sysgimut.interop.domain.kinds import ACCORDS, ACTES, BORDEREAU, MENAGES, PRESTATAIRES, RECUS, TARIFS
from sysgimut.interop.domain.problems import Problem
from sysgimut.interop.tabular import read_table

CASES = sorted((Path(__file__).parents[3] / "tests" / "data" / "cases").glob("case*"))


@pytest.fixture(params=CASES, ids=lambda path: path.name)
def case(request: pytest.FixtureRequest) -> Path:
    """One worked directory."""
    path: Path = request.param
    return path


@pytest.mark.parametrize("kind", [MENAGES, RECUS, PRESTATAIRES, ACTES, TARIFS, ACCORDS], ids=lambda kind: kind.name)
def test_every_row_of_the_registers_is_good(case: Path, kind: Kind[Any]) -> None:
    path = case / f"{kind.name}.csv"
    items = list(read_table(path, path.name, kind))
    assert [item for item in items if isinstance(item, Problem) and item.fatal] == []
    rows = [item for item in items if not isinstance(item, Problem)]
    assert len(rows) == len(path.read_text("utf-8").splitlines()) - 1


def test_every_household_stands(case: Path) -> None:
    grouper = HouseholdGrouper("menages.csv", {"MOPTI", "AMV"})
    for item in read_table(case / "menages.csv", "menages.csv", MENAGES):
        assert not isinstance(item, Problem)
        assert grouper.add(item) == ()
    groups = list(grouper.households())
    assert all(isinstance(group, HouseholdGroup) for group in groups)
    assert len(groups) == 60


def test_lines_come_out_as_the_decisions_are_expected(case: Path) -> None:
    grouper = BordereauGrouper()
    for path in sorted(case.glob("bordereau*.csv")):
        for item in read_table(path, path.name, BORDEREAU):
            assert not isinstance(item, Problem)
            assert grouper.add(path.name, item) == ()
    lines = sorted(
        (line.rank, group.values.facility, group.values.number, request.values.number, line.values.number)
        for group in grouper.bordereaux()
        for request in group.requests
        for line in request.lines
    )
    with (case / "expected" / "liquidation.csv").open(encoding="utf-8-sig", newline="") as file:
        expected = [tuple(cell or None for cell in row[:4]) for row in list(csv.reader(file))[1:]]
    assert [line[1:] for line in lines] == expected
