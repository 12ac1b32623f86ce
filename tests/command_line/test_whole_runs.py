"""Whole runs: a directory decided twice, verified, tampered with; accounts; the demo."""

from __future__ import annotations

import csv
import os
import re
import shutil
import sqlite3
from pathlib import Path

import psycopg
import pytest

from tests.command_line.conftest import CASE, Run

RESULTS = ("droits.csv", "liquidation.csv", "erreurs.csv", "balance.csv", "journal.txt")


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def execute(database: str, sql: str) -> None:
    """Change rows behind the product's back."""
    if database.startswith("postgresql"):
        with psycopg.connect(database) as connection:
            connection.execute(sql)
    else:
        with sqlite3.connect(database) as connection:
            connection.execute(sql)


def without_guard(database: str, table: str) -> None:
    if database.startswith("postgresql"):
        execute(database, f"DROP TRIGGER append_only_{table}_u ON {table}")
    else:
        execute(database, f"DROP TRIGGER append_only_{table}_u")


def test_a_directory_twice_then_verified_then_tampered_with(sysgimut: Run, database: str, tmp_path: Path) -> None:
    first = sysgimut("run-dir", CASE, "--out", tmp_path / "un", "--database", database, "--no-pdf")
    assert first.returncode == 0, first.stderr
    assert rows(tmp_path / "un" / "liquidation.csv") == rows(CASE / "expected" / "liquidation.csv")
    assert rows(tmp_path / "un" / "droits.csv") == rows(CASE / "expected" / "droits.csv")
    assert re.search(r"menages +377 +377 +0 +0", first.stdout)
    assert "Personnes" in first.stdout
    again = sysgimut("run-dir", CASE, "--out", tmp_path / "deux", "--database", database, "--no-pdf")
    assert again.returncode == 0, again.stderr
    assert re.search(r"menages +377 +0 +377 +0", again.stdout)
    for name in RESULTS:
        assert (tmp_path / "un" / name).read_bytes() == (tmp_path / "deux" / name).read_bytes()
    heads = tmp_path / "un" / "journal.txt"
    well = sysgimut("verify", "--database", database, "--heads", heads)
    assert (well.returncode, well.stderr) == (0, "")
    assert "lignes liquidées) : 757" in well.stdout
    assert sysgimut("heads", "--database", database).stdout == heads.read_text()
    without_guard(database, "contributions_receipt")
    execute(database, "UPDATE contributions_receipt SET fee = fee + 1 WHERE fee = 1000")
    ill = sysgimut("verify", "--database", database, "--lang", "en")
    assert ill.returncode == 1
    assert "run “sysgimut migrate”" in ill.stdout
    assert "contributions_receipt" in ill.stdout
    assert "and its ledger entry" in ill.stdout


def test_a_cut_tail_shows_with_the_published_heads(sysgimut: Run, migrated: str, tmp_path: Path) -> None:
    sealed = sysgimut("seal", "--database", migrated)
    assert sealed.returncode == 0, sealed.stderr
    assert sealed.stdout.startswith("UTM 2 ")
    heads = tmp_path / "têtes.txt"
    heads.write_text(sealed.stdout.replace("UTM 2 ", "UTM 9 "), encoding="utf-8")
    cut = sysgimut("verify", "--database", migrated, "--heads", heads)
    assert cut.returncode == 1
    assert "journal UTM 9 : La tête publiée ne se trouve pas" in cut.stdout
    heads.write_text("rien du tout ici", encoding="utf-8")
    wrong = sysgimut("verify", "--database", migrated, "--heads", heads)
    assert wrong.returncode == 2
    assert "ne contient pas de têtes" in wrong.stderr


def test_a_fresh_database_each_time_without_an_address(sysgimut: Run, tmp_path: Path) -> None:
    out = tmp_path / "sortie é 100%"
    for _ in range(2):
        done = sysgimut("run-dir", CASE, "--out", out, "--no-pdf", "--lang", "en")
        assert done.returncode == 0, done.stderr
        assert re.search(r"recus +225 +225 +0 +0", done.stdout)
        assert "Results written into" in done.stdout
    assert (out / "sysgimut.sqlite3").stat().st_size > 1_000_000
    assert "\x1b" not in done.stdout


def test_accounts(sysgimut: Run, migrated: str) -> None:
    weak = sysgimut("administrator", "awa.traore", "Awa Traoré", "--database", migrated, typed="court\n")
    assert weak.returncode == 2
    assert "12" in weak.stderr
    opened = sysgimut(
        "administrator", "awa.traore", "Awa Traoré", "--database", migrated, typed="une phrase assez longue\n"
    )
    assert opened.returncode == 0, opened.stderr
    made = sysgimut(
        *("user", "add", "ali.guindo", "Ali Guindo", "--role", "elu", "--scope", "UTM/UTM-MOPTI/MOPTI", "--generate"),
        *("--database", migrated),
    )
    assert made.returncode == 0, made.stderr
    password = re.search(r"(\w{4}-\w{4}-\w{4}-\w{4})", made.stdout)
    assert password
    listed = sysgimut("user", "list", "--database", migrated).stdout
    assert "ali.guindo" in listed
    assert password[1] not in listed
    for arguments in (
        ("awa.traore", "Encore", "--role", "elu"),
        ("Awa!", "Awa", "--role", "elu"),
        ("moussa", "Moussa", "--role", "roi"),
        ("moussa", "Moussa", "--role", "elu", "--scope", "AILLEURS"),
    ):
        refused = sysgimut("user", "add", *arguments, "--generate", "--database", migrated)
        assert refused.returncode == 2, arguments
        assert "Traceback" not in refused.stderr


def test_the_demo_is_loaded_once_and_begun_again_when_asked(sysgimut: Run, database: str) -> None:
    arguments = ("demo", "--households", "20", "--no-serve", "--database", database)
    first = sysgimut(*arguments)
    assert first.returncode == 0, first.stderr
    assert "DÉMONSTRATION : les personnes, les reçus, les soins et les montants sont inventés" in first.stdout
    assert re.search(r"Ménages +20", first.stdout)
    assert re.search(r"medecin +demonstration-2024", first.stdout)
    again = sysgimut(*arguments)
    assert again.returncode == 0
    assert "déjà chargée" in again.stdout
    heads = sysgimut("heads", "--database", database).stdout
    assert sysgimut("verify", "--database", database).returncode == 0
    fresh = sysgimut(*arguments, "--fresh", "--lang", "en")
    assert fresh.returncode == 0, fresh.stderr
    assert "DEMO: people, receipts, care and amounts are invented" in fresh.stdout
    assert sysgimut("heads", "--database", database).stdout != heads


def test_the_demo_touches_no_other_database(sysgimut: Run, migrated: str) -> None:
    typed = "une phrase assez longue\n"
    assert sysgimut("administrator", "awa.traore", "Awa Traoré", "--database", migrated, typed=typed).returncode == 0
    refused = sysgimut("demo", "--fresh", "--no-serve", "--database", migrated)
    assert refused.returncode == 2
    assert "n'est pas celle d'une démonstration" in refused.stderr
    assert "awa.traore" in sysgimut("user", "list", "--database", migrated).stdout


def test_production_serves_no_demo(sysgimut: Run) -> None:
    refused = sysgimut("demo", "--no-serve", SYSGIMUT_MODE="production")
    assert refused.returncode == 2
    assert "gunicorn" in refused.stderr


@pytest.mark.parametrize("file", ["bordereau-1.csv", "menages.csv"])
def test_a_broken_file_is_told_and_the_rest_goes_in(sysgimut: Run, tmp_path: Path, file: str) -> None:
    source = tmp_path / "dossier"
    source.mkdir()
    for path in CASE.glob("*.csv"):
        content = path.read_bytes()
        (source / path.name).write_bytes(
            content[: len(content) // 2] + b"\xff\x00\xff" if path.name == file else content
        )
    done = sysgimut("run-dir", source, "--out", tmp_path / "out", "--no-pdf")
    assert done.returncode == 0, done.stderr
    assert "erreurs.csv" in done.stdout
    assert any(row[0] == file for row in rows(tmp_path / "out" / "erreurs.csv"))


def test_names_that_are_no_text_and_terminals_that_know_no_accent(sysgimut: Run, tmp_path: Path) -> None:
    source = os.fsencode(tmp_path) + b"/dossier-\xff"
    os.mkdir(source)
    for path in CASE.glob("*.csv"):
        name = b"bordereau-\xff.csv" if path.name == "bordereau-1.csv" else os.fsencode(path.name)
        shutil.copy(os.fsencode(path), os.path.join(source, name))
    done = sysgimut("run-dir", os.fsdecode(source), "--out", tmp_path / "out", "--no-pdf", PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert len(rows(tmp_path / "out" / "liquidation.csv")) == len(rows(CASE / "expected" / "liquidation.csv"))
