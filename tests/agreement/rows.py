"""Rows of the product's files beside the oracle's: where they differ. Needs no database."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.oracle.oracle import Result, run


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that is not the same: in which file, what the oracle says, what the product says."""

    file: str
    oracle: Sequence[str] | None
    product: Sequence[str] | None

    def __str__(self) -> str:
        return f"{self.file}: oracle {self.oracle}, product {self.product}"


def differences(directory: Path, out: Path, oracle: Result | None = None) -> Iterator[Difference]:
    """Every row of droits.csv, liquidation.csv and erreurs.csv in which `out` differs from the oracle."""
    result = oracle or run(directory)
    yield from _rows("droits.csv", result.droits, read(out / "droits.csv"))
    yield from _rows("liquidation.csv", result.liquidation, read(out / "liquidation.csv"))
    wanted = set(result.errors)
    refused = {(row[0], int(row[1])) for row in read(out / "erreurs.csv") if row[1]}
    for file, line in sorted(wanted - refused):
        yield Difference("erreurs.csv", (file, str(line), result.why[file, line]), None)
    for file, line in sorted(refused - wanted):
        yield Difference("erreurs.csv", None, (file, str(line)))


def read(path: Path) -> list[tuple[str, ...]]:
    """The rows of a CSV file, without its header."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


def _rows(file: str, oracle: Sequence[Sequence[str]], product: Sequence[Sequence[str]]) -> Iterator[Difference]:
    for wanted, found in zip(oracle, product, strict=False):
        if tuple(wanted) != tuple(found):
            yield Difference(file, wanted, found)
    for wanted in oracle[len(product) :]:
        yield Difference(file, wanted, None)
    for found in product[len(oracle) :]:
        yield Difference(file, None, found)
