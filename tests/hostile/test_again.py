"""A directory that changes between two runs on one database: what is new goes in, what is recorded stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sysgimut.claims.models import LineDecision
from sysgimut.journal.models import Entry
from tests.hostile.conftest import Ran, Run
from tests.hostile.world import ACT, AMV, AUTHORISATION, FACILITY, GOOD, LINE, PERSON, RECEIPT, TARIFF, World, world
from tests.hostile.world import write_world as write

Change = Callable[[World], None]


def settled(run: Run, directory: Path) -> Ran:
    """Run a directory, and once more: the second time nothing changes."""
    ran = run(directory)
    entries = Entry.objects.count()
    again = run(directory)
    assert Entry.objects.count() == entries
    assert (again.rights, again.liquidation, again.errors) == (ran.rights, ran.liquidation, ran.errors)
    return ran


def changed(run: Run, tmp_path: Path, change: Change) -> tuple[Ran, Ran]:
    """The good world, then the same changed, on one database."""
    before = settled(run, write(tmp_path / "before", world()))
    files = world()
    change(files)
    return before, settled(run, write(tmp_path / "after", files))


def put(file: str, row: int, **cells: str) -> Change:
    """A change of some cells of one row."""

    def change(files: World) -> None:
        files[file][row] |= cells

    return change


def add(file: str, **row: str) -> Change:
    """A new row."""

    def change(files: World) -> None:
        files[file].append(row)

    return change


RECORDED_STAYS: dict[str, tuple[Change, tuple[str, str]]] = {
    "a name": (put("menages", 0, nom="Cissé"), ("menages.csv", "nom")),
    "a birth": (put("menages", 0, date_naissance="1984-02-04"), ("menages.csv", "date_naissance")),
    "a birth year alone": (put("menages", 0, date_naissance="1984"), ("menages.csv", "date_naissance")),
    "a product": (put("menages", 0, produit="AMV"), ("menages.csv", "produit")),
    "a mutual": (put("menages", 0, mutuelle="BANDIAGARA"), ("menages.csv", "mutuelle")),
    "a day of joining": (put("menages", 0, date_adhesion="2023-02-05"), ("menages.csv", "date_adhesion")),
    "a receipt's amount": (put("recus", 0, cotisation="1730"), ("recus.csv", "recu")),
    "a receipt's household": (put("recus", 0, menage="N1"), ("recus.csv", "recu")),
    "a receipt's day": (put("recus", 0, date="2023-01-11"), ("recus.csv", "recu")),
    "a line's part": (put("bordereau", 0, part_mutuelle="1"), ("bordereau.csv", "ligne")),
    "a line's act": (put("bordereau", 0, acte="A9"), ("bordereau.csv", "ligne")),
    "a line more": (add("bordereau", **{**LINE, "ligne": "2"}), ("bordereau.csv", "ligne")),
    "a day of care": (put("bordereau", 0, date_soins="2023-06-09"), ("bordereau.csv", "date_soins")),
    "a person": (put("bordereau", 0, reference_beneficiaire="N1-01"), ("bordereau.csv", "reference_beneficiaire")),
    "a diagnosis": (put("bordereau", 0, cim10="A00"), ("bordereau.csv", "cim10")),
}


@pytest.mark.parametrize("what", RECORDED_STAYS)
def test_a_file_does_not_change_what_is_recorded(what: str, run: Run, tmp_path: Path) -> None:
    change, (file, column) = RECORDED_STAYS[what]
    before, after = changed(run, tmp_path, change)
    assert (file, column) in {(name, place) for name, _, place in after.refused}
    assert after.rights == before.rights
    assert list(LineDecision.objects.order_by("id").values_list("granted", flat=True)) == [700, 750]


def test_an_adherent_who_follows_another_keeps_the_product(run: Run, tmp_path: Path) -> None:
    files = world()
    files["menages"][0] |= {"date_sortie": "2023-09-01"}
    run(write(tmp_path / "before", files))
    files["menages"] = [{**PERSON, "reference_beneficiaire": "M1-02", "produit": "AMV"}]
    ran = settled(run, write(tmp_path / "after", files))
    assert ("menages.csv", "2", "produit") in ran.refused


def test_health_data_is_not_told_again(run: Run, tmp_path: Path) -> None:
    """An error goes to the journal and to people who may not read it."""
    secret = put("bordereau", 0, renseignements_cliniques="secret-clinique", cim10="Z21")
    _, after = changed(run, tmp_path, secret)
    assert len(after.errors) == 2
    assert "secret-clinique" not in str(after.errors)
    assert "Z21" not in str(after.errors)
    assert not Entry.objects.filter(result__icontains="secret-clinique").exists()


def test_the_journal_counts_the_rows_in_error_and_quotes_none(run: Run, tmp_path: Path) -> None:
    def change(files: World) -> None:
        files["menages"][0] |= {"nom": "Nom-faux"}
        files["menages"].append({**PERSON, "menage": "K1", "reference_beneficiaire": "K1-01"})

    _, after = changed(run, tmp_path, change)
    assert "Nom-faux" in str(after.errors)
    entry = Entry.objects.filter(name="contributions.import_households").latest("id")
    assert entry.result["in_error"] == 1
    assert "Nom-faux" not in str(entry.result)
    assert "Maïga" not in str(entry.result)


def test_rows_taken_out_change_nothing(run: Run, tmp_path: Path) -> None:
    before = run(write(tmp_path / "before", world()))
    for file in ("recus", "prestataires", "actes", "tarifs", "accords"):
        files = world()
        del files[file][0]
        after = run(write(tmp_path / file, files))
        assert (after.rights, after.liquidation) == (before.rights, before.liquidation)
    files = world()
    del files["menages"][0], files["bordereau"][0]
    after = run(write(tmp_path / "less", files))
    assert (after.rights, after.liquidation) == (before.rights[1:], before.liquidation[1:])


def test_an_exit(run: Run, tmp_path: Path) -> None:
    def change(files: World) -> None:
        files["menages"][0] |= {"date_sortie": "2023-09-01", "motif_sortie": "depart"}

    before, after = changed(run, tmp_path, change)
    assert before.rights[0][3] > "2024"
    assert after.rights[0][3] == "2023-09-01"
    assert after.liquidation == GOOD
    again = run(write(tmp_path / "exit forgotten", world()))
    assert again.rights == after.rights


def test_an_exit_before_care_that_was_decided(run: Run, tmp_path: Path) -> None:
    """What was granted stands: rights are those known when the request was decided."""
    _, after = changed(run, tmp_path, put("menages", 0, date_sortie="2023-02-01", motif_sortie="deces"))
    assert after.rights[0][4] == "SORTI"
    assert after.liquidation == GOOD


def test_receipts_before_and_after_all_the_others(run: Run, tmp_path: Path) -> None:
    def change(files: World) -> None:
        files["recus"] += [
            {**RECEIPT, "recu": "C1-2", "date": "1900-01-01", "cotisation": "1730"},
            {**RECEIPT, "recu": "C1-3", "date": "2099-12-31", "cotisation": "1730"},
            {**RECEIPT, "recu": "C1-4", "date": "2022-12-31", "cotisation": "1"},
        ]

    before, after = changed(run, tmp_path, change)
    assert after.errors == []
    assert before.rights[1:] == after.rights[-1:]
    assert len(after.rights) == 3
    assert after.liquidation == GOOD


def test_people_and_bordereaux_that_come_later(run: Run, tmp_path: Path) -> None:
    def change(files: World) -> None:
        files["menages"] += [
            {**PERSON, "reference_beneficiaire": "M1-02", "lien": "enfant", "date_adhesion": "2023-05-01"},
            {**PERSON, "menage": "P1", "reference_beneficiaire": "P1-01"},
        ]
        files["recus"].append({**RECEIPT, "recu": "C1-2", "menage": "P1"})
        files["bordereau"].append({**LINE, "demande": "3", "reference_beneficiaire": "M1-02"})
        files["bordereau-2"] = [{**LINE, **AMV, "bordereau": "B2", "date_soins": "2023-06-11", "part_mutuelle": "750"}]

    _, after = changed(run, tmp_path, change)
    assert after.errors == []
    assert [row for row in after.liquidation if row in GOOD] == GOOD
    assert len(after.liquidation) == 4
    assert {row[0] for row in after.rights} == {"M1-01", "M1-02", "N1-01", "P1-01"}


def test_registers_that_change_for_later_requests(run: Run, tmp_path: Path) -> None:
    """Tariffs, acts, agreements and authorisations may change: what is decided stays, what comes is decided anew."""

    def change(files: World) -> None:
        files["tarifs"] = [{**TARIFF, "prix": "500"}]
        files["actes"] = [{**ACT, "max_par_an": "1"}]
        files["prestataires"] = [{**FACILITY, "convention_fin": "2023-06-20"}]
        files["accords"] = [{**AUTHORISATION, "fin": "2023-06-12"}]
        files["bordereau"].append({**LINE, "demande": "3", "date_soins": "2023-06-11"})
        files["bordereau"].append({**LINE, "demande": "4", "date_soins": "2023-06-21"})

    _, after = changed(run, tmp_path, change)
    assert after.liquidation[:2] == GOOD
    assert after.liquidation[2][10] == "TR-2 QT-2"
    assert after.liquidation[3][10] == "CV-1"
    assert {file for file, _, _ in after.refused} <= {"accords.csv"}
