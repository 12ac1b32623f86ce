"""Rows of bordereau files put together into bordereaux, requests and lines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from sysgimut.interop.domain.bordereaux import BordereauGroup, BordereauGrouper
from sysgimut.interop.domain.kinds import BORDEREAU
from sysgimut.interop.domain.problems import Problem
from sysgimut.interop.tests.making import csv_of, read, told


def gather(*files: list[Mapping[str, str]]) -> tuple[list[BordereauGroup], list[Problem]]:
    """The bordereaux of some files of good rows with these changes, and everything that is wrong."""
    grouper = BordereauGrouper()
    problems: list[Problem] = []
    for number, changes in enumerate(files, 1):
        name = f"bordereau-{number}.csv"
        rows, found = read(csv_of(BORDEREAU, *changes), BORDEREAU, name)
        problems.extend(found)
        for row in rows:
            problems.extend(grouper.add(name, row))
    return list(grouper.bordereaux()), problems


def shape(groups: list[BordereauGroup]) -> list[tuple[object, ...]]:
    """Key of each bordereau, then each request's number and lines."""
    return [
        (
            group.key,
            [(request.values.number, [line.values.number for line in request.lines]) for request in group.requests],
        )
        for group in groups
    ]


def test_lines_go_to_their_request_and_requests_to_their_bordereau_in_the_order_read() -> None:
    groups, problems = gather(
        [{}, {"demande": "0002"}, {"ligne": "2"}, {"bordereau": "B0"}],
        [{"ligne": "3"}, {"etablissement": "CSCOM02"}],
    )
    assert problems == []
    assert shape(groups) == [
        (("CSCOM01", "B1", None), [("0001", ["1", "2", "3"]), ("0002", ["1"])]),
        (("CSCOM01", "B0", None), [("0001", ["1"])]),
        (("CSCOM02", "B1", None), [("0001", ["1"])]),
    ]
    assert [(line.file, line.line, line.rank) for line in groups[0].requests[0].lines] == [
        ("bordereau-1.csv", 2, 0),
        ("bordereau-1.csv", 4, 2),
        ("bordereau-2.csv", 2, 4),
    ]


def test_a_bordereau_without_a_number_is_that_of_its_facility_and_period() -> None:
    nameless = {"bordereau": ""}
    groups, problems = gather(
        [nameless, {**nameless, "ligne": "2"}, {**nameless, "periode": "2024-03"}, {"bordereau": "2024-02"}]
    )
    assert problems == []
    assert shape(groups) == [
        (("CSCOM01", None, "2024-02"), [("0001", ["1", "2"])]),
        (("CSCOM01", None, "2024-03"), [("0001", ["1"])]),
        (("CSCOM01", "2024-02", None), [("0001", ["1"])]),
    ]


def test_rows_without_any_number_go_together() -> None:
    nothing = {"bordereau": "", "etablissement": "", "periode": "", "demande": ""}
    groups, problems = gather([nothing, {**nothing, "ligne": "2"}])
    assert problems == []
    assert shape(groups) == [((None, None, None), [(None, ["1", "2"])])]


@pytest.mark.parametrize(
    ("column", "first", "later"),
    [
        ("periode", "2024-02", "2024-03"),
        ("date_reception", "05/03/2024", "06/03/2024"),
        ("pieces_jointes", "oui", "non"),
        ("reference_beneficiaire", "M1-01", "M1-02"),
        ("nom", "MAÏGA", "Maïga"),
        ("age", "40", "41"),
        ("date_soins", "11/02/2024", "12/02/2024"),
        ("type_soins", "A", "H"),
    ],
)
def test_a_later_row_that_contradicts_is_refused(column: str, first: str, later: str) -> None:
    groups, problems = gather([{}, {"ligne": "2", column: later}, {"ligne": "3"}])
    assert shape(groups) == [(("CSCOM01", "B1", None), [("0001", ["1", "3"])])]
    assert told(problems) == [(3, column, "IMP-CONTREDIT")]
    assert problems[0].value == later
    assert problems[0].params == {"file": "bordereau-1.csv", "line": "2", "first": first}


def test_an_empty_value_contradicts_nothing_on_either_side() -> None:
    missing = {"date_reception": "", "sexe": ""}
    groups, problems = gather([{**missing, "bordereau": "B2"}, {"bordereau": "B2", "ligne": "2"}])
    assert problems == []
    assert groups[0].values.received_on is None
    assert groups[0].requests[0].values.sex is None
    groups, problems = gather([{}, {**missing, "ligne": "2"}])
    assert problems == []
    assert groups[0].values.received_on == date(2024, 3, 5)
    assert [line.values.number for line in groups[0].requests[0].lines] == ["1", "2"]


def test_the_first_good_row_decides_and_a_refused_one_leaves_no_trace() -> None:
    groups, problems = gather([{"montant": "0", "sexe": "M"}, {"sexe": "F"}, {"ligne": "2", "sexe": "M"}])
    assert shape(groups) == [(("CSCOM01", "B1", None), [("0001", ["1"])])]
    assert told(problems) == [(2, "montant", "IMP-ZERO"), (4, "sexe", "IMP-CONTREDIT")]


def test_a_refused_row_does_not_open_a_request() -> None:
    groups, problems = gather([{}, {"demande": "0002", "periode": "2023-01", "nom": "Togo"}, {"demande": "0002"}])
    assert [request.values.family_name for request in groups[0].requests] == ["MAÏGA", "MAÏGA"]
    assert told(problems) == [(3, "periode", "IMP-CONTREDIT")]


def test_the_same_line_again_changes_nothing() -> None:
    groups, problems = gather([{}, {}], [{}, {"date_reception": "05/03/2024"}])
    assert problems == []
    assert shape(groups) == [(("CSCOM01", "B1", None), [("0001", ["1"])])]


def test_the_same_line_with_other_content_is_refused() -> None:
    groups, problems = gather([{}, {"part_mutuelle": "421"}], [{"acte": ""}])
    assert groups[0].requests[0].lines[0].values.mutual_part == 420
    assert told(problems) == [(3, "ligne", "IMP-LIGNE_REPETEE"), (2, "ligne", "IMP-LIGNE_REPETEE")]
    assert problems[0].params == {"number": "1", "file": "bordereau-1.csv", "line": "2"}


def test_everything_that_contradicts_is_told_at_once() -> None:
    _, problems = gather([{}, {"periode": "2024-01", "sexe": "M", "montant": "601"}])
    assert [problem.column for problem in problems] == ["periode", "sexe", "ligne"]
