"""The oracle against the worked directories, and against itself where the rules say a thing twice."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.oracle.oracle import DROITS, LIQUIDATION, by_household, coverages_of, run
from tests.oracle.reader import Errors
from tests.oracle.registers import read_people, read_receipts
from tests.oracle.rights import open_days, own_start, reason, rights

CASES = Path(__file__).parent.parent / "data" / "cases"
NAMES = ("case100", "case101")


def expected(case: str, file: str) -> list[tuple[str, ...]]:
    with (CASES / case / "expected" / file).open(encoding="utf-8-sig", newline="") as stream:
        return [tuple(row) for row in csv.reader(stream)]


@pytest.mark.parametrize("case", NAMES)
def test_the_rights_of_a_worked_directory(case: str) -> None:
    assert [DROITS, *run(CASES / case).droits] == expected(case, "droits.csv")


@pytest.mark.parametrize("case", NAMES)
def test_the_adjudication_of_a_worked_directory(case: str) -> None:
    assert [LIQUIDATION, *run(CASES / case).liquidation] == expected(case, "liquidation.csv")


def test_the_only_bad_rows_are_authorisations_of_an_unknown_person() -> None:
    assert run(CASES / "case100").errors == []
    result = run(CASES / "case101")
    assert result.errors == [("accords.csv", 4), ("accords.csv", 21), ("accords.csv", 34)]


@pytest.mark.parametrize("case", NAMES)
def test_reasons_and_rights_say_the_same(case: str) -> None:
    """Section 2 defines open rights twice: the periods and the reasons agree on every day."""
    errors = Errors()
    people = read_people(CASES / case / "menages.csv", errors)
    mutual_of = {person.menage: person.mutuelle for person in people}
    receipts = read_receipts(CASES / case / "recus.csv", errors, mutual_of)
    households = by_household(people)
    coverages = coverages_of(households, receipts)
    checked = 0
    for menage, members in households.items():
        coverage = coverages[menage]
        days = open_days(coverage)
        for person in members:
            periods, motif = rights(person, coverage, days)
            assert bool(periods) == (motif == "")
            assert all(own_start(person, coverage) <= start < end for start, end in periods)
            for number in range(1600):
                day = date(2022, 12, 1) + timedelta(days=number)
                is_open = any(start <= day < end for start, end in periods)
                assert is_open == (reason(person, coverage, day) is None)
                checked += is_open
    assert checked > 10_000
