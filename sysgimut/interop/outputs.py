"""What `run-dir` writes: droits.csv, liquidation.csv, the trial balance, the journal's heads."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from sysgimut.claims.domain.request import BordereauHead
from sysgimut.claims.intake import key_of
from sysgimut.claims.models import LineDecision, Request
from sysgimut.contributions.domain.coverage import cover
from sysgimut.contributions.domain.rights import open_periods, why_no_rights
from sysgimut.contributions.recalculation import load_facts, terms_over
from sysgimut.interop.domain.bordereaux import BordereauGroup
from sysgimut.interop.reports import safe_cell
from sysgimut.journal.seal import head_lines, heads
from sysgimut.ledger.queries import trial_balance
from sysgimut.membership.models import Household, Person
from sysgimut.membership.queries import blocks
from sysgimut.parameters.queries import Parameters

DROITS = ("reference_beneficiaire", "menage", "debut", "fin", "motif")
LIQUIDATION = (
    "etablissement",
    "bordereau",
    "demande",
    "ligne",
    "reclame",
    "accorde",
    "rejete",
    "a_justifier",
    "trop_percu",
    "taux",
    "codes",
)
BALANCE = ("entite", "activite", "compte", "debit", "credit", "solde")
SETTLED = ("claimed", "granted", "rejected", "to_justify", "overpaid", "rate", "codes")


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write a CSV file; returns the number of rows."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for row in rows:
            writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
            count += 1
    return count


def rights_rows(households: Sequence[str], parameters: Parameters) -> list[tuple[str, ...]]:
    """The rows of droits.csv for some households (by reference), sorted by reference then start."""
    rows: list[tuple[str, ...]] = []
    terms = {product: terms_over(parameters, product) for product in parameters.products}
    for block in blocks(households, 2_000):
        ids = list(Household.objects.filter(reference__in=block).values_list("id", flat=True))
        loaded = load_facts(ids)
        names = _references(belonging.key for facts in loaded for belonging in facts.belongings)
        for facts in loaded:
            covered = cover(facts.belongings, facts.payments, terms[facts.product])
            for belonging in facts.belongings:
                who = (names[belonging.key], facts.reference)  # type: ignore[index]
                periods = open_periods(covered, belonging)
                rows += [(*who, p.start.isoformat(), p.end.isoformat() if p.end else "", "") for p in periods]
                if not periods:
                    rows.append((*who, "", "", str(why_no_rights(covered, belonging))))
    return sorted(rows)


def _references(people: Iterable[Any]) -> dict[UUID, str]:
    names: dict[UUID, str] = {}
    for block in blocks(people):
        names.update(Person.objects.filter(id__in=block).values_list("id", "reference"))
    return names


def decided_lines(bordereaux: Iterable[BordereauGroup]) -> Iterator[tuple[Any, ...]]:
    """The rows of liquidation.csv, in the order in which the lines were read."""
    rows: list[tuple[int, tuple[Any, ...]]] = []
    for block in blocks(bordereaux, 500):
        decisions = _decisions(block)
        for group in block:
            facility, number, _ = group.key
            key = stored_key(group)
            for request in group.requests:
                for line in request.lines:
                    found = decisions.get((key, request.values.number or "", line.values.number))
                    if found is not None:
                        named = (facility or "", number or "", request.values.number or "", line.values.number)
                        rows.append((line.rank, (*named, *found)))
    rows.sort()
    return (row for _, row in rows)


def stored_key(group: BordereauGroup) -> tuple[str, str, str]:
    """The key under which the bordereau of a group is stored: facility, number, or else period."""
    values = group.values
    return key_of(BordereauHead(number=values.number, facility=values.facility, period=values.period))


def _decisions(block: Sequence[BordereauGroup]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    facilities = {group.key[0] or "" for group in block}
    keys = {stored_key(group) for group in block}
    owners: dict[UUID, tuple[Any, str]] = {}
    requests = Request.objects.filter(bordereau__facility_code__in=facilities).values_list(
        "id", "number", "bordereau__facility_code", "bordereau__number", "bordereau__period"
    )
    for identifier, number, facility, bordereau, period in requests.iterator(chunk_size=5_000):
        key = (facility, bordereau, "" if bordereau else period)
        if key in keys:
            owners[identifier] = (key, number)
    found: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for part in blocks(owners):
        lines = LineDecision.objects.filter(decision__request__in=part, superseded_by__isnull=True)
        for request, line, *settled in lines.values_list("decision__request_id", "line_number", *SETTLED):
            found[*owners[request], line] = tuple(settled)
    return found


def write_books(out: Path) -> None:
    """The trial balance and the journal's heads."""
    lines = trial_balance()
    write_csv(
        out / "balance.csv",
        BALANCE,
        [(line.entity, line.activity, line.account, line.debit, line.credit, line.balance) for line in lines],
    )
    (out / "journal.txt").write_text(head_lines(heads()), encoding="utf-8")
