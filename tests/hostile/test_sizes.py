"""Households, receipts, amounts and requests of absurd sizes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from django.db import connection

from sysgimut.contributions.models import Account
from tests.hostile.conftest import Run
from tests.hostile.world import GOOD, LINE, PERSON, RECEIPT, Row, World, world, write_world

MOST_VARIABLES = 6_000
"""SQL variables of one statement: fewer than any SQLite that was built without a limit of its own (32,766)."""


def few_variables() -> None:
    """Make a statement with too many values fail here, as it would on another machine."""
    connection.ensure_connection()
    if isinstance(connection.connection, sqlite3.Connection):
        connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, MOST_VARIABLES)


def children(household: str, count: int, **cells: str) -> list[Row]:
    """Many children of a household, all of the same names."""
    return [
        {**PERSON, "menage": household, "lien": "enfant", "reference_beneficiaire": f"{household}-{rank:04}", **cells}
        for rank in range(2, count + 2)
    ]


def test_a_household_of_500_people(run: Run, tmp_path: Path) -> None:
    files = world()
    files["menages"] += [{**PERSON, "menage": "BIG", "reference_beneficiaire": ""}]
    files["menages"] += children("BIG", 499, reference_beneficiaire="", date_naissance="2015")
    files["menages"] = files["menages"][:3] + [
        {**row, "prenoms": f"Awa {rank}"} for rank, row in enumerate(files["menages"][3:])
    ]
    files["recus"] += [{**RECEIPT, "recu": "C2-1", "menage": "BIG", "droit_admission": "34000", "cotisation": "865000"}]
    ran = run(write_world(tmp_path / "in", files))
    assert ran.errors == []
    account = Account.objects.get(household__reference="BIG", superseded_by__isnull=True)
    assert (account.persons, account.fee_due, account.contribution_credit) == (500, 34_000, 0)
    assert sum(row[1] == "BIG" for row in ran.rights) == 500
    assert ran.liquidation == GOOD


def test_thousands_of_receipts_on_one_household(run: Run, tmp_path: Path) -> None:
    files = world()
    files["recus"] += [
        {**RECEIPT, "recu": f"C2-{rank}", "menage": "N1", "droit_admission": "", "cotisation": "575",
         "date": f"20{rank % 90 + 10}-{rank % 12 + 1:02}-{rank % 28 + 1:02}"}
        for rank in range(3000)
    ]  # fmt: skip
    ran = run(write_world(tmp_path / "in", files))
    assert ran.errors == []
    account = Account.objects.get(household__reference="N1", superseded_by__isnull=True)
    assert account.contribution_paid == 8_050 + 3000 * 575


def test_the_largest_amounts_everywhere(run: Run, tmp_path: Path) -> None:
    """10^12 XOF in every column: nothing overflows, and paid time ends where the calendar does."""
    files = world()
    most = str(10**12)
    for household, product in (("H1", "MOPTI"), ("H2", "AMV")):
        person = {"menage": household, "reference_beneficiaire": f"{household}-01", "produit": product}
        files["menages"].append({**PERSON, **person})
        files["recus"] += [
            {**RECEIPT, "recu": f"{household}-{rank}", "menage": household, "droit_admission": most, "cotisation": most}
            for rank in range(20)
        ]
        for rank, quantity in enumerate(("1", str(10**9)), 1):
            amounts = dict.fromkeys(("prix_unitaire", "montant", "part_mutuelle", "part_assure"), most)
            identity = {"demande": f"{household}-{rank}", "reference_beneficiaire": f"{household}-01"}
            files["bordereau"].append({**LINE, **identity, **amounts, "quantite": quantity, "acte": f"A{rank + 1}"})
    files["actes"] += [{**files["actes"][0], "acte": f"A{rank}", "max_par_an": str(10**9)} for rank in (2, 3)]
    files["tarifs"] += [{**files["tarifs"][0], "acte": f"A{rank}", "prix": most} for rank in (2, 3)]
    ran = run(write_world(tmp_path / "in", files))
    assert ran.errors == []
    assert ran.liquidation[:2] == GOOD
    assert {row[5] for row in ran.liquidation[2:]} == {str(7 * 10**11), str(75 * 10**10)}
    assert run(tmp_path / "in").liquidation == ran.liquidation


def test_no_statement_has_too_many_values(run: Run, tmp_path: Path) -> None:
    """More people at once than a statement may name, new and then known."""
    files: World = world()
    heads = [
        {**PERSON, "menage": f"H{rank}", "reference_beneficiaire": f"H{rank}-01", "prenoms": f"P{rank}"}
        for rank in range(450)
    ]
    for head in heads:
        files["menages"] += [head, *children(head["menage"], 14)]
    files["recus"] += [{**RECEIPT, "recu": f"C2-{rank}", "menage": f"H{rank}"} for rank in range(450)]
    few_variables()
    directory = write_world(tmp_path / "in", files)
    ran = run(directory)
    assert ran.errors == []
    assert run(directory).liquidation == ran.liquidation
