"""The oracle: a directory of files in, the rows of droits.csv and liquidation.csv and the bad rows out.

python -m tests.oracle.oracle DIR --out OUT
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.oracle.adjudication import Adjudicator, Facts, in_order
from tests.oracle.bordereaux import Line, read_bordereaux
from tests.oracle.reader import Errors
from tests.oracle.registers import (
    Person,
    Receipt,
    Tariff,
    read_acts,
    read_agreements,
    read_authorisations,
    read_people,
    read_receipts,
    read_tariffs,
)
from tests.oracle.rights import Coverage, cover, open_days, rights

DROITS = ("reference_beneficiaire", "menage", "debut", "fin", "motif")
LIQUIDATION = (
    "etablissement", "bordereau", "demande", "ligne", "reclame", "accorde", "rejete", "a_justifier",
    "trop_percu", "taux", "codes",
)  # fmt: skip


@dataclass(frozen=True)
class Result:
    """Rows as they are written (all cells are text), and the rejected rows as (file, line), sorted.

    `why` says in a few words what was wrong with a rejected row: the first thing found.
    """

    droits: list[tuple[str, ...]]
    liquidation: list[tuple[str, ...]]
    errors: list[tuple[str, int]]
    why: dict[tuple[str, int], str]


def by_household(people: list[Person]) -> dict[str, list[Person]]:
    """People put together by household."""
    households: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        households[person.menage].append(person)
    return households


def coverages_of(households: dict[str, list[Person]], receipts: list[Receipt]) -> dict[str, Coverage]:
    """The coverage of every household."""
    receipts_of: dict[str, list[Receipt]] = defaultdict(list)
    for receipt in receipts:
        receipts_of[receipt.menage].append(receipt)
    return {menage: cover(people, receipts_of[menage]) for menage, people in households.items()}


def droits_rows(households: dict[str, list[Person]], coverages: dict[str, Coverage]) -> list[tuple[str, ...]]:
    """The rows of droits.csv; someone without a reference in the file is written with an empty one."""
    rows: list[tuple[str, ...]] = []
    for menage, people in households.items():
        days = open_days(coverages[menage])
        for person in people:
            periods, motif = rights(person, coverages[menage], days)
            who = (person.reference or "", menage)
            for start, end in periods:
                rows.append((*who, start.isoformat(), end.isoformat(), ""))
            if not periods:
                rows.append((*who, "", "", motif))
    return sorted(rows, key=lambda row: (row[0], row[2]))


def liquidation_row(line: Line) -> tuple[str, ...]:
    """The row of liquidation.csv of a line."""
    bordereau = line.request.bordereau
    claimed = line.values.part_mutuelle or 0
    assert claimed == line.granted + line.rejected + line.justify_amount
    amounts = (claimed, line.granted, line.rejected, line.justify_amount, line.overpaid)
    return (
        bordereau.etablissement or "",
        bordereau.bordereau or "",
        line.request.values.demande or "",
        line.values.ligne,
        *(str(amount) for amount in amounts),
        line.rate,
        in_order(line.codes),
    )


def run(directory: Path) -> Result:
    """Read a directory and work out everything from nothing."""
    errors = Errors()
    people = read_people(directory / "menages.csv", errors)
    mutual_of = {person.menage: person.mutuelle for person in people}
    receipts = read_receipts(directory / "recus.csv", errors, mutual_of)
    agreements = read_agreements(directory / "prestataires.csv", errors)
    acts = read_acts(directory / "actes.csv", errors)
    facilities = {agreement.etablissement for agreement in agreements}
    tariffs: dict[str, list[Tariff]] = defaultdict(list)
    for tariff in read_tariffs(directory / "tarifs.csv", errors, acts, facilities):
        tariffs[tariff.acte].append(tariff)
    by_reference = {person.reference: person for person in people if person.reference is not None}
    authorisations = read_authorisations(directory / "accords.csv", errors, acts, set(by_reference))
    requests, lines = read_bordereaux(directory, errors)
    households = by_household(people)
    coverages = coverages_of(households, receipts)
    Adjudicator(Facts(by_reference, coverages, agreements, acts, tariffs, authorisations)).run(requests)
    return Result(
        droits=droits_rows(households, coverages),
        liquidation=[liquidation_row(line) for line in lines],
        errors=sorted(errors.why),
        why=errors.why,
    )


def write(path: Path, header: Sequence[str], rows: Sequence[Sequence[str | int]]) -> None:
    """Write rows as the product does: UTF-8, commas, lines that end with LF."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write droits.csv, liquidation.csv and erreurs.csv (file, line, why) into a folder."""
    parser = argparse.ArgumentParser(description="Naive oracle of the file formats.")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    result = run(options.directory)
    options.out.mkdir(parents=True, exist_ok=True)
    write(options.out / "droits.csv", DROITS, result.droits)
    write(options.out / "liquidation.csv", LIQUIDATION, result.liquidation)
    bad = [(file, line, result.why[file, line]) for file, line in result.errors]
    write(options.out / "erreurs.csv", ("fichier", "ligne", "motif"), bad)


if __name__ == "__main__":
    main()
