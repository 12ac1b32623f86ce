"""Keys made to be taken for one another: households, references, receipts, bordereaux, statements."""

from __future__ import annotations

from pathlib import Path

import pytest

from sysgimut.claims.models import Bordereau
from sysgimut.identity.scopes import within
from sysgimut.membership.models import Person
from sysgimut.network.queries import facilities_path
from sysgimut.settlement.models import Statement
from tests.hostile.conftest import Run
from tests.hostile.world import AMV, FACILITY, GOOD, LINE, PERSON, RECEIPT, world, write_world

NAMELESS = {**PERSON, "reference_beneficiaire": ""}


def test_households_that_differ_by_case_are_two(run: Run, tmp_path: Path) -> None:
    files = world()
    files["menages"] += [{**NAMELESS, "menage": key} for key in ("k1", "K1", "K1 ", "K 1", "Ḱ1")]
    ran = run(write_world(tmp_path / "in", files))
    assert ran.errors == []
    assert {row[1] for row in ran.rights} == {"M1", "N1", "k1", "K1", "K 1", "Ḱ1"}
    assert Person.objects.count() == 6


def test_references_assigned_later_avoid_those_assigned_before(run: Run, tmp_path: Path) -> None:
    """K1 and k1 have the same letters: the second, in a later import, must not be given the first one's."""
    for rank, key in enumerate(("K1", "k1", "K.1", "é-K1"), 1):
        files = world()
        files["menages"] += [{**NAMELESS, "menage": key}, {**NAMELESS, "menage": key, "lien": "enfant"}]
        ran = run(write_world(tmp_path / f"in-{rank}", files))
        assert ran.errors == []
    assert Person.objects.count() == 10


def test_a_reference_given_in_the_file_comes_before_one_assigned(run: Run, tmp_path: Path) -> None:
    files = world()
    files["menages"].append({**NAMELESS, "menage": "K1"})
    run(write_world(tmp_path / "first", files))
    assigned = Person.objects.get(belongings__household__reference="K1").reference
    later = world()
    later["menages"] += [
        {**NAMELESS, "menage": "k1"},
        {**PERSON, "menage": "L1", "reference_beneficiaire": assigned.replace("K1-01", "K1-02")},
    ]
    ran = run(write_world(tmp_path / "second", later))
    assert ran.errors == []


def test_names_of_no_latin_letter_get_references_too(run: Run, tmp_path: Path) -> None:
    files = world()
    files["menages"] += [
        {**NAMELESS, "menage": "منزل " + chr(0x621 + rank % 10) * (1 + rank // 10)} for rank in range(300)
    ]
    ran = run(write_world(tmp_path / "in", files))
    assert ran.errors == []
    assert len(ran.rights) == 302


def test_one_reference_in_two_households(run: Run, tmp_path: Path) -> None:
    files = world()
    files["menages"] += [{**PERSON, "menage": "K1"}, {**NAMELESS, "menage": "K2"}]
    ran = run(write_world(tmp_path / "in", files))
    assert ran.refused == {("menages.csv", "4", "reference_beneficiaire")}
    assert ran.liquidation == GOOD


def test_an_adherent_refused_for_a_reference_taken_before_takes_the_household_along(run: Run, tmp_path: Path) -> None:
    """The reference is taken in the database, not in the file: the household still has no adherent."""
    run(write_world(tmp_path / "first", world()))
    later = world()
    later["menages"] = [
        {**PERSON, "menage": "K1"},
        {**PERSON, "menage": "K1", "reference_beneficiaire": "K1-02", "lien": "conjoint"},
    ]
    later["recus"] = [{**RECEIPT, "recu": "C2-1", "menage": "K1"}]
    ran = run(write_world(tmp_path / "second", later))
    assert {(file, line) for file, line, _ in ran.refused} >= {("menages.csv", "2"), ("menages.csv", "3")}
    assert not Person.objects.filter(reference="K1-02").exists()


def test_one_household_key_in_both_mutuals(run: Run, tmp_path: Path) -> None:
    files = world()
    other = {**PERSON, "mutuelle": "BANDIAGARA", "reference_beneficiaire": "M1-09", "lien": "enfant"}
    files["menages"].append(other)
    ran = run(write_world(tmp_path / "in", files))
    assert ran.refused == {("menages.csv", "4", "mutuelle")}
    files["menages"] = [{**other, "lien": "adherent"}]
    ran = run(write_world(tmp_path / "later", files))
    assert ("menages.csv", "2", "mutuelle") in ran.refused
    assert ran.liquidation == GOOD


def test_one_receipt_number_in_both_mutuals_and_twice_in_one(run: Run, tmp_path: Path) -> None:
    files = world()
    files["recus"] += [
        {**RECEIPT, "cotisation": "1"},
        {**RECEIPT, "menage": "N1"},
        {**RECEIPT},
        {**RECEIPT, "recu": "C9-1", "menage": "nobody"},
        {**RECEIPT, "recu": "C9-2", "menage": "m1"},
        {**RECEIPT, "collecteur": "G2"},
    ]
    ran = run(write_world(tmp_path / "in", files))
    assert ran.refused == {
        ("recus.csv", "4", "recu"),
        ("recus.csv", "5", "recu"),
        ("recus.csv", "7", "menage"),
        ("recus.csv", "8", "menage"),
        ("recus.csv", "9", "recu"),
    }
    assert ran.liquidation == GOOD


def test_bordereaux_and_requests_without_any_name(run: Run, tmp_path: Path) -> None:
    files = world()
    nothing = {"bordereau": "", "etablissement": "", "periode": "", "demande": ""}
    files["bordereau"] += [{**LINE, **nothing}, {**LINE, **nothing, "ligne": "2"}, {"ligne": "9"}]
    files["bordereau-2"] = [
        {**LINE, **nothing, "ligne": "3"},
        {**LINE, "bordereau": "", "demande": "", "date_soins": "2023-06-20"},
    ]
    ran = run(write_world(tmp_path / "in", files))
    assert ran.errors == []
    assert len(ran.liquidation) == 7
    assert ran.liquidation[-5:-3] == GOOD


def test_a_line_with_nothing_but_its_number_carries_every_code_of_the_form(run: Run, tmp_path: Path) -> None:
    files = world()
    files["bordereau"] = [{"ligne": "1"}]
    ran = run(write_world(tmp_path / "in", files))
    assert ran.errors == []
    (row,) = ran.liquidation
    bordereau = [f"BOR-{number:02}" for number in (*range(1, 12), 13, 14)]
    prescription = [f"ORD-{number:02}" for number in (1, *range(3, 26))]
    assert row == ("", "", "", "1", "0", "0", "0", "0", "0", "", " ".join(bordereau + prescription))


def test_a_bordereau_goes_on_in_other_files_and_in_later_directories(run: Run, tmp_path: Path) -> None:
    files = world()
    files["bordereau-2"] = [{**LINE, "demande": "3", "date_soins": "2023-06-11"}]
    run(write_world(tmp_path / "in", files))
    files["bordereau-3"] = [{**LINE, "demande": "4", "date_soins": "2023-06-12", "telephone": "79999999"}]
    files["bordereau-4"] = [{**LINE, "demande": "5", "date_soins": "2023-06-13", "telephone": ""}]
    ran = run(write_world(tmp_path / "later", files))
    assert ran.refused == {("bordereau-3.csv", "2", "telephone")}
    assert len(ran.liquidation) == 4
    assert Bordereau.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"bordereau": "", "periode": "2023-06"}, {"bordereau": "P2023-06"}),
        ({"bordereau": "", "periode": ""}, {"bordereau": "SANS-NUMERO"}),
        ({"etablissement": ""}, {"etablissement": "SANS-ETABLISSEMENT"}),
        ({"bordereau": "NP2023-06"}, {"bordereau": "P2023-06"}),
        ({"etablissement": "A"}, {"etablissement": "NA"}),
        ({"bordereau": "X"}, {"bordereau": "X/MOPTI/1"}),
    ],
)
def test_statements_of_bordereaux_with_confusing_numbers(
    run: Run, tmp_path: Path, first: dict[str, str], second: dict[str, str]
) -> None:
    files = world()
    files["bordereau"] = [{**LINE, **first}, {**LINE, **second, "demande": "2"}]
    ran = run(write_world(tmp_path / "in", files))
    assert len(ran.liquidation) == 2
    assert Statement.objects.count() == 2
    assert len(list((ran.out / "reglements").glob("etat-*.csv"))) == 2


def test_a_facility_cannot_name_itself_into_the_scope_of_another(run: Run, tmp_path: Path) -> None:
    """A bordereau of the unknown facility CSCOM01/X is not one of CSCOM01, and neither is a facility of that name."""
    files = world()
    for rank, code in enumerate(("CSCOM01/X", "../CSCOM01", "CSCOM01/", "/CSCOM01"), 1):
        files["bordereau"].append({**LINE, "etablissement": code, "bordereau": f"Z{rank}"})
        files["prestataires"].append({**FACILITY, "etablissement": code})
    ran = run(write_world(tmp_path / "in", files))
    own = [path for path in paths() if within(path, f"{facilities_path()}/CSCOM01")]
    assert own == [f"{facilities_path()}/CSCOM01"] * len(own)
    assert ran.liquidation[:2] == GOOD


def paths() -> list[str]:
    """The scope paths of all bordereaux but the good one."""
    return list(Bordereau.objects.exclude(number="B1").values_list("scope_path", flat=True))


def test_a_person_of_a_mutual_on_a_bordereau_with_people_of_the_other(run: Run, tmp_path: Path) -> None:
    files = world()
    files["bordereau"].append({**LINE, **AMV, "demande": "3", "reference_beneficiaire": "nobody"})
    ran = run(write_world(tmp_path / "in", files))
    assert sorted(Statement.objects.values_list("mutual", flat=True)) == ["BANDIAGARA", "MOPTI", "UTM"]
    assert ran.liquidation[:2] == GOOD
