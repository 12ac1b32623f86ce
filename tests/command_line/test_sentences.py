"""What cannot be done is said in a sentence, with exit code 2 and never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from sysgimut.site.cli.arguments import french
from sysgimut.site.cli.environment import database_url, sqlite_url
from sysgimut.site.cli.stopping import Stop
from tests.command_line.conftest import CASE, Run


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "il manque : COMMANDE"),
        (["voler"], "voler n'existe pas"),
        (["run-dir"], "il manque : DIR, --out"),
        (["demo", "--port", "cent"], "n'est pas un nombre entier de 1 à 65535"),
        (["run-dir", "nulle-part", "--out", "o"], "n'est pas un dossier"),
        (["run-dir", ".", "--out", "o"], "ne contient aucun des fichiers attendus (menages.csv"),
        (["--lang", "en", "run-dir", ".", "--out", "o"], "holds none of the expected files"),
        (["run-dir", CASE, "--out", "occupied/o"], "Impossible d'écrire dans « occupied/o »"),
        (["run-dir", CASE, "--out", "o", "--database", "machin"], "n'est pas l'adresse d'une base"),
        (["run-dir", CASE, "--out", "o", "--database", "mysql://a/b"], "n'est pas l'adresse d'une base"),
        (["run-dir", CASE, "--out", "o", "--database", "rien/base.sqlite3"], "La base de données ne répond pas"),
        (["verify", "--database", "rien.sqlite3"], "Il n'y a pas de base"),
        (["verify", "--database", "postgresql://u:tres-secret@127.0.0.1:9/x"], "La base de données ne répond pas"),
        (["heads", "--lang", "en", "--database", "rien.sqlite3"], "There is no database"),
        (["verify", "--database", "vide.sqlite3"], "n'a pas encore de tables"),
        (["user", "list", "--database", "vide.sqlite3"], "n'a pas encore de tables"),
    ],
)
def test_a_sentence_and_exit_code_2(sysgimut: Run, tmp_path: Path, arguments: list[object], sentence: str) -> None:
    (tmp_path / "occupied").write_text("a file stands where a folder should")
    (tmp_path / "vide.sqlite3").touch()
    done = sysgimut(*arguments)
    assert done.returncode == 2, done.stderr
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert "tres-secret" not in done.stderr + done.stdout
    assert not (tmp_path / "o").exists() or not list((tmp_path / "o").glob("*.csv"))


def test_help_is_french_first(sysgimut: Run) -> None:
    done = sysgimut("--help")
    assert done.returncode == 0
    assert done.stdout.startswith("Utilisation : sysgimut")
    assert "show this help" in sysgimut("--help", "--lang", "en").stdout


def test_a_secret_is_long_enough_for_production_and_never_the_same(sysgimut: Run) -> None:
    first, second = (sysgimut("secret").stdout.strip() for _ in range(2))
    assert len(first) >= 50
    assert first != second


def test_parameters_to_confirm_are_listed_without_a_database(sysgimut: Run, tmp_path: Path) -> None:
    done = sysgimut("parameters", "--a-confirmer")
    assert done.returncode == 0, done.stderr
    assert "MOPTI observation_mois = 3" in done.stdout
    assert "MOPTI cotisation" not in done.stdout
    assert "MOPTI cotisation = 8\u202f650" in sysgimut("parameters").stdout


@pytest.mark.parametrize(
    "given", ["", "machin", "http://a.example", "sqlite:", "postgresql://[::1/x", "a.txt", "mysql://a/b"]
)
def test_what_is_no_address_is_refused(given: str) -> None:
    with pytest.raises(Stop):
        database_url(given)


def test_addresses(tmp_path: Path) -> None:
    path = tmp_path / "é 100%#?.sqlite3"
    assert database_url(str(path)) == sqlite_url(path)
    assert database_url("postgresql://u@h/x") == "postgresql://u@h/x"


def test_messages_of_the_parser_in_french() -> None:
    assert french("unrecognized arguments: --x") == "arguments inconnus : --x"
    assert french("something new") == "something new"
