"""Running a directory, and proving everything after it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from sysgimut.identity.access import Viewer
from sysgimut.interop.run_dir import Report
from sysgimut.site.installation import load_shipped
from sysgimut.site.verification import verify
from tests.agreement.compare import run_product
from tests.agreement.rows import read


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run wrote."""

    out: Path
    report: Report

    @property
    def liquidation(self) -> list[tuple[str, ...]]:
        """The rows of liquidation.csv."""
        return read(self.out / "liquidation.csv")

    @property
    def rights(self) -> list[tuple[str, ...]]:
        """The rows of droits.csv."""
        return read(self.out / "droits.csv")

    @property
    def errors(self) -> list[dict[str, str]]:
        """The rows of erreurs.csv, by column."""
        with (self.out / "erreurs.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @property
    def refused(self) -> set[tuple[str, str, str]]:
        """(file, line, column) of every error."""
        return {(error["fichier"], error["ligne"], error["colonne"]) for error in self.errors}


Run = Callable[..., Ran]


@pytest.fixture
def author(db: None) -> Viewer:
    return load_shipped()


@pytest.fixture
def run(author: Viewer, tmp_path: Path) -> Run:
    """Run a directory; then every error has both its sentences, and every proof of the database holds."""
    count = 0

    def run_one(directory: Path) -> Ran:
        nonlocal count
        count += 1
        ran = Ran(tmp_path / f"out-{count}", run_product(directory, tmp_path / f"out-{count}", author))
        assert [finding.what() for finding in verify()] == []
        assert all(error["probleme"] and error["que_faire"] for error in ran.errors)
        return ran

    return run_one
