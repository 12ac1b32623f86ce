"""Rows of a register put together into households."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from sysgimut.interop.domain.households import HouseholdGroup, HouseholdGrouper
from sysgimut.interop.domain.kinds import MENAGES
from sysgimut.interop.domain.problems import Problem
from sysgimut.interop.tests.making import csv_of, read, told

CHILD = {"lien": "enfant", "reference_beneficiaire": "M1-02", "prenoms": "Sira", "date_naissance": "2015-05-05"}


def gather(*changes: Mapping[str, str]) -> tuple[list[HouseholdGroup], list[Problem]]:
    """The households of a file of good rows with these changes, and everything that is wrong."""
    rows, problems = read(csv_of(MENAGES, *changes), MENAGES)
    grouper = HouseholdGrouper("f.csv", {"MOPTI", "AMV"})
    for row in rows:
        problems.extend(grouper.add(row))
    groups: list[HouseholdGroup] = []
    for item in grouper.households():
        if isinstance(item, Problem):
            problems.append(item)
        else:
            groups.append(item)
    return groups, problems


def lines(groups: list[HouseholdGroup]) -> list[list[int]]:
    """The lines of the people of each household."""
    return [[row.line for row in group.rows] for group in groups]


def test_people_of_a_household_need_not_follow_each_other() -> None:
    groups, problems = gather({}, {"menage": "M2", "reference_beneficiaire": "M2-01"}, CHILD)
    assert problems == []
    assert [(group.key, group.mutual, group.head.line) for group in groups] == [("M1", "MOPTI", 2), ("M2", "MOPTI", 3)]
    assert lines(groups) == [[2, 4], [3]]


def test_a_household_without_an_adherent_is_an_error_of_all_its_rows() -> None:
    groups, problems = gather(CHILD, {**CHILD, "reference_beneficiaire": "", "lien": "autre"})
    assert groups == []
    assert told(problems) == [(2, "lien", "IMP-SANS_ADHERENT"), (3, "lien", "IMP-SANS_ADHERENT")]


def test_a_household_with_two_adherents_is_an_error_of_all_its_rows_repeated_ones_included() -> None:
    groups, problems = gather({}, CHILD, {"reference_beneficiaire": "", "nom": "Togo"}, CHILD)
    assert groups == []
    assert told(problems) == [(line, "lien", "IMP-ADHERENTS") for line in (2, 3, 4, 5)]
    assert problems[0].params == {"household": "M1", "count": 2}


def test_row_errors_come_first_so_a_bad_adherent_takes_the_household_along() -> None:
    groups, problems = gather({"date_naissance": "2030"}, CHILD)
    assert groups == []
    assert told(problems) == [(2, "date_adhesion", "IMP-AVANT_NAISSANCE"), (3, "lien", "IMP-SANS_ADHERENT")]


def test_a_second_adherent_in_error_leaves_the_household_whole() -> None:
    groups, problems = gather({}, {"nom": "Togo", "sexe": "X"}, CHILD)
    assert lines(groups) == [[2, 4]]
    assert told(problems) == [(3, "sexe", "IMP-CHOIX")]


def test_the_mutual_is_that_of_the_first_good_row() -> None:
    bandiagara = {"mutuelle": "BANDIAGARA"}
    groups, problems = gather({**bandiagara, "nom": ""}, {}, {**CHILD, **bandiagara})
    assert lines(groups) == [[3]]
    assert told(problems) == [(2, "nom", "IMP-OBLIGATOIRE"), (4, "mutuelle", "IMP-AUTRE_MUTUELLE")]
    assert problems[1].params == {"household": "M1", "mutual": "MOPTI", "line": "3"}


def test_a_product_without_parameters_is_a_row_error() -> None:
    groups, problems = gather({}, {**CHILD, "produit": "CARTE"})
    assert lines(groups) == [[2]]
    assert told(problems) == [(3, "produit", "IMP-PRODUIT")]


def test_a_reference_is_one_person_s() -> None:
    other = {"menage": "M2", "nom": "Togo"}
    groups, problems = gather({}, other, {**other, "reference_beneficiaire": "M2-01"})
    assert lines(groups) == [[2], [4]]
    assert told(problems) == [(3, "reference_beneficiaire", "IMP-REFERENCE_REPETEE")]
    assert problems[0].params == {"line": "2"}


def test_a_reference_of_a_rejected_row_is_still_free() -> None:
    groups, problems = gather({"produit": "CARTE"}, {})
    assert lines(groups) == [[3]]
    assert told(problems) == [(2, "produit", "IMP-PRODUIT")]


def test_the_same_row_twice_counts_once_with_or_without_a_reference() -> None:
    nameless = {**CHILD, "reference_beneficiaire": ""}
    groups, problems = gather({}, nameless, {}, nameless, {"date_adhesion": "15/01/2024"})
    assert problems == []
    assert lines(groups) == [[2, 3]]


_changes = st.fixed_dictionaries(
    {},
    optional={
        "menage": st.sampled_from(["M1", "M2", "M3"]),
        "mutuelle": st.sampled_from(["MOPTI", "BANDIAGARA"]),
        "produit": st.sampled_from(["AMV", "CARTE", ""]),
        "lien": st.sampled_from(["adherent", "enfant", "x"]),
        "reference_beneficiaire": st.sampled_from(["", "A", "B"]),
        "date_sortie": st.sampled_from(["", "2024-01-15", "2025-01-01"]),
        "date_naissance": st.sampled_from(["2024", "2025"]),
    },
)


@settings(deadline=None, max_examples=80)
@given(st.lists(_changes, max_size=12))
def test_every_row_is_recorded_or_repeated_or_told(changes: list[dict[str, str]]) -> None:
    groups, problems = gather(*changes)
    recorded = [line for of_one in lines(groups) for line in of_one]
    wrong = {problem.line for problem in problems if problem.fatal}
    assert len(recorded) == len(set(recorded))
    assert not wrong & set(recorded)
    for group in groups:
        assert sum(row.role == "adherent" for row in group.rows) == 1
        assert {(row.household, row.mutual) for row in group.rows} == {(group.key, group.mutual)}
    by_line = dict(enumerate(changes, 2))
    for line in set(by_line) - wrong - set(recorded):
        before = [at for at in recorded if at < line]
        assert any(same_person(by_line[line], by_line[at]) for at in before)


def same_person(one: dict[str, str], other: dict[str, str]) -> bool:
    """Whether two changes of the good row come to the same row."""
    return [dict(csv_row(one))] == [dict(csv_row(other))]


def csv_row(change: dict[str, str]) -> list[tuple[str, object]]:
    """The values of the row that a change gives, without its line."""
    row = read(csv_of(MENAGES, change), MENAGES)[0][0]
    return [(name, getattr(row, name)) for name in row.__slots__ if name != "line"]
