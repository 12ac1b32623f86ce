"""Every column of every file with every kind of absurd value: sentences, no exception, and the good rows go in."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from sysgimut.journal.models import Entry
from tests.hostile.conftest import Run
from tests.hostile.world import (
    ACT,
    AUTHORISATION,
    FACILITY,
    GOOD,
    HEADERS,
    LINE,
    PERSON,
    RECEIPT,
    TARIFF,
    Row,
    World,
    world,
    write_world,
)

NOT_TEXT = ("\x00", "a\x00b", "\x07", "a\x7fb", "a\x85b", "a\tb", "a\nb", "a\rb", "\ud800", "\x1a=1+1")
ODD_TEXT = (
    "\u200b", "\ufeff", "\uffff", "\u202eabc", "👨‍👩‍👧‍👦", "ظهر", "a" + "\u0301" * 60, "\u095c" * 60, "ﬁﬀ",
    "İıß", "\u2028",
)  # fmt: skip
FORMULAS = ("=1+1", '=HYPERLINK("http://localhost/","y")', "@SUM(A1)", "+1", "-1", "#REF!", "'=1")
NUMBERS = (
    "-5", "0", "1" + "0" * 30, "9" * 12, "9" * 13, "9" * 19, "1,5", "1.5", "1e9", "NaN", "inf", "0x10", "٣", "１２",
    "²", "1 000", "1\u202f000", "10 00", "--1", "1_000", "7" * 5000,
)  # fmt: skip
DATES = (
    "1800-01-01", "2500-01-01", "9999-12-31", "10000-01-01", "0000-00-00", "31/02/2024", "2024-02-30", "2024-1-1",
    "1900-01-01", "2099-12-31", "2024-06-01T00:00:00", "1800", "2500", "2099", "2024-13", "0000-01",
)  # fmt: skip
TEXTS = (
    "'; DROP TABLE x;--",
    "\\",
    "\\N",
    "%",
    "_",
    "../..",
    "A/B",
    "a b",
    "NULL",
    "None",
    "oui",
    "non",
    "M",
    "X" * 200,
)
LONG = ("x" * 41, "x" * 65, "é" * 121, "x" * 201, "x" * 2001, "x" * 8193)
HOSTILE = (*NOT_TEXT, *ODD_TEXT, *FORMULAS, *NUMBERS, *DATES, *TEXTS, *LONG, "")

SPOILT = {"menage": "S1", "reference_beneficiaire": "S1-01"}
TEMPLATES: dict[str, Row] = {
    "menages": PERSON,
    "recus": {**RECEIPT, "menage": "S1"},
    "prestataires": FACILITY,
    "actes": ACT,
    "tarifs": {**TARIFF, "acte": "A2"},
    "accords": {**AUTHORISATION, "reference_beneficiaire": "S1-01", "acte": "A2"},
    "bordereau": {**LINE, "reference_beneficiaire": "S1-01"},
}


def unique(name: str, rank: int) -> Row:
    """What makes a row of a file another one than all the others."""
    return {
        "menages": {"menage": f"H{rank}", "reference_beneficiaire": f"H{rank}-01"},
        "recus": {"recu": f"H-{rank}"},
        "prestataires": {"etablissement": f"F{rank}"},
        "actes": {"acte": f"H{rank}"},
        "tarifs": {"debut": (date(2000, 1, 1) + timedelta(rank)).isoformat()},
        "accords": {"accord": f"H{rank}"},
        "bordereau": {"bordereau": f"H{rank}"},
    }[name]


def spoilt_world() -> World:
    """The good world, and beside it a row for each column and each hostile value."""
    files = world()
    files["menages"].append({**PERSON, **SPOILT})
    files["actes"].append({**ACT, "acte": "A2"})
    for name, template in TEMPLATES.items():
        for column in HEADERS[name]:
            for value in HOSTILE:
                row = {**template, **unique(name, len(files[name])), column: value}
                files[name].append(row)
    return files


def test_nothing_wrong(run: Run, tmp_path: Path) -> None:
    """The world to be spoiled is good: whatever a test finds is what it put there."""
    ran = run(write_world(tmp_path / "in", world()))
    assert ran.errors == []
    assert ran.liquidation == GOOD


def test_days_in_the_future_are_told_and_kept(run: Run, tmp_path: Path) -> None:
    """2099 is probably a typing error; 1800 and 2500 are surely one."""
    files = world()
    person = {**PERSON, **SPOILT, "date_adhesion": "2099-01-05"}
    files["menages"].append(person)
    for rank, day in enumerate(("2099-12-31", "1800-01-01", "2500-01-01"), 2):
        files["recus"].append({**RECEIPT, "recu": f"C1-{rank}", "menage": "S1", "date": day})
        files["bordereau"].append({**LINE, "demande": f"{rank}0", "reference_beneficiaire": "S1-01", "date_soins": day})
    ran = run(write_world(tmp_path / "in", files))
    assert ran.refused == {
        *(("recus.csv", line, "date") for line in ("5", "6")),
        *(("bordereau.csv", line, "date_soins") for line in ("5", "6")),
    }
    told = (ran.out / "avertissements.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert [line.split(",")[:3] for line in told] == [
        ["menages.csv", "4", "date_adhesion"],
        ["recus.csv", "4", "date"],
        ["bordereau.csv", "4", "date_soins"],
    ]
    assert ran.liquidation[:2] == GOOD
    assert ran.rights[-1] == ("S1-01", "S1", "2100-03-31", "2103-12-31", "")


def test_every_column_with_every_absurd_value(run: Run, tmp_path: Path) -> None:
    directory = write_world(tmp_path / "in", spoilt_world())
    ran = run(directory)
    assert [row for row in ran.liquidation if row in GOOD] == GOOD
    assert len(ran.errors) > 1000
    entries = Entry.objects.count()
    again = run(directory)
    assert Entry.objects.count() == entries
    assert again.liquidation == ran.liquidation
    assert again.rights == ran.rights
    assert again.errors == ran.errors
