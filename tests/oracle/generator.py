"""Draws a whole directory of files from a seed.

python -m tests.oracle.generator DIR --seed N --households H --requests R [--bad-rows] [--blank-references]
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from tests.oracle.dialect import write_file
from tests.oracle.draw import Draw
from tests.oracle.draw_bordereaux import BordereauDraw
from tests.oracle.draw_households import HouseholdDraw
from tests.oracle.draw_registers import Cells, draw_registers
from tests.oracle.draw_requests import RequestDraw
from tests.oracle.spoil import spoil_rows


def generate(
    directory: Path,
    seed: int,
    households: int,
    requests: int,
    *,
    bad_rows: bool,
    blank_references: bool = False,
) -> None:
    """Write a directory drawn from `seed`: the same arguments write the same bytes.

    `bad_rows` spoils a few rows in a hundred. `blank_references` leaves one person in ten without a
    reference: the product assigns one, which nobody can foretell, so rights are then compared by household.
    """
    draw = Draw(seed)
    registers = draw_registers(draw, requests)
    household_draw = HouseholdDraw(draw, blank_references)
    drawn = [household_draw.household(number) for number in range(households)]
    receipts = [household_draw.receipt_cells(receipt) for one in drawn for receipt in one.receipts]
    draw.random.shuffle(receipts)
    request_draw = RequestDraw(draw, registers, drawn, requests)
    cares = [request_draw.request() for _ in range(requests)]
    files = {
        "menages.csv": mingled(draw, [one.rows for one in drawn]),
        "recus.csv": receipts,
        "prestataires.csv": registers.prestataires,
        "actes.csv": registers.actes,
        "tarifs.csv": registers.tarifs,
        "accords.csv": request_draw.accords,
        **BordereauDraw(draw).lay_out(cares),
    }
    directory.mkdir(parents=True, exist_ok=True)
    for left_over in directory.glob("bordereau*.csv"):  # their number is drawn too
        left_over.unlink()
    for file, rows in files.items():
        write_file(draw, directory / file, spoil_rows(draw, file, rows) if bad_rows else rows)


def mingled(draw: Draw, households: list[list[Cells]]) -> list[Cells]:
    """The rows of households one after the other, except that some are scattered among their neighbours."""
    placed: list[tuple[float, Cells]] = []
    for place, rows in enumerate(households):
        scattered = draw.chance(0.1)
        placed += [(place + draw.random.random() * 30 if scattered else place, row) for row in rows]
    placed.sort(key=lambda pair: pair[0])
    return [row for _, row in placed]


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Draw a directory of files from a seed.")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--households", type=int, required=True)
    parser.add_argument("--requests", type=int, required=True)
    parser.add_argument("--bad-rows", action="store_true")
    parser.add_argument("--blank-references", action="store_true")
    options = parser.parse_args(arguments)
    generate(
        options.directory,
        options.seed,
        options.households,
        options.requests,
        bad_rows=options.bad_rows,
        blank_references=options.blank_references,
    )


if __name__ == "__main__":
    main()
