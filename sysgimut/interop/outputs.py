"""What `run-dir` writes: droits.csv, liquidation.csv, the trial balance, the journal's heads."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Q

from sysgimut.claims.domain.request import BordereauHead
from sysgimut.claims.intake import key_of
from sysgimut.claims.models import Bordereau, LineDecision
from sysgimut.contributions.domain.coverage import AnyTerms, Belonging, HouseholdCoverage, Run
from sysgimut.contributions.domain.rights import RightStatus, open_periods, why_no_rights
from sysgimut.contributions.models import Account
from sysgimut.contributions.recalculation import terms_over
from sysgimut.interop.domain.bordereaux import BordereauGroup
from sysgimut.interop.reports import safe_cell
from sysgimut.journal.seal import head_lines, heads
from sysgimut.ledger.queries import trial_balance
from sysgimut.membership.models import Belonging as StoredBelonging
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
ACCOUNT = ("household__reference", "product", "validated_on", "runs")
FIGURES = ("persons", "fee_paid", "fee_due", "contribution_paid", "contribution_credit")
BELONGING = (
    "household__reference",
    "person__reference",
    "joined",
    "left",
    "person__identities__birth",
    "person__identities__birth_precision",
)
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
    """The rows of droits.csv for some households (by reference), sorted by reference then start.

    From what payments bought, as accounts keep it: two statements for each block of households.
    """
    rows: list[tuple[str, ...]] = []
    terms = {product: terms_over(parameters, product) for product in parameters.products}
    for block in blocks(households, 2_000):
        covered = _covered(block, terms)
        held = StoredBelonging.objects.filter(
            household__reference__in=block, superseded_by__isnull=True, person__identities__superseded_by__isnull=True
        )
        for household, person, joined, left, birth, precision in held.values_list(*BELONGING):
            belonging = Belonging(person, joined, left, birth, precision in ("year", "estimated"))
            rows += _rights_of(belonging, household, covered.get(household))
    return sorted(rows)


def _rights_of(belonging: Belonging, household: str, covered: HouseholdCoverage | None) -> Iterator[tuple[str, ...]]:
    who = (str(belonging.key), household)
    if covered is None:
        yield *who, "", "", str(RightStatus.NON_VALIDE)
        return
    periods = open_periods(covered, belonging)
    if not periods:
        yield *who, "", "", str(why_no_rights(covered, belonging))
    for period in periods:
        yield *who, period.start.isoformat(), period.end.isoformat() if period.end else "", ""


def _covered(households: Sequence[str], terms: Mapping[str, AnyTerms]) -> dict[str, HouseholdCoverage]:
    """Reference → what payments bought, for those of some households whose file is validated."""
    accounts = Account.objects.filter(
        household__reference__in=households, superseded_by__isnull=True, household__validation__isnull=False
    )
    return {
        household: HouseholdCoverage(
            terms=terms[product],
            evaluated_on=None,
            validated_on=validated_on,
            runs=tuple(Run(*map(date.fromisoformat, run)) for run in runs),
            purchases=(),
            **dict(zip(FIGURES, figures, strict=True)),
        )
        for household, product, validated_on, runs, *figures in accounts.values_list(*ACCOUNT, *FIGURES)
    }


def decided_lines(bordereaux: Iterable[BordereauGroup]) -> Iterator[tuple[Any, ...]]:
    """The rows of liquidation.csv, in the order in which the lines were read."""
    rows: list[tuple[int, tuple[Any, ...]]] = []
    for block in blocks(bordereaux, 500):
        stored = stored_bordereaux(block)
        decisions = _decisions(stored.values())
        for group in block:
            facility, number, _ = group.key
            bordereau = stored.get(stored_key(group))
            for request in group.requests:
                for line in request.lines:
                    found = decisions.get((bordereau, request.values.number or "", line.values.number))
                    if found is not None:
                        named = (facility or "", number or "", request.values.number or "", line.values.number)
                        rows.append((line.rank, (*named, *found)))
    rows.sort()
    return (row for _, row in rows)


def stored_key(group: BordereauGroup) -> tuple[str, str, str]:
    """The key under which the bordereau of a group is stored: facility, number, or else period."""
    values = group.values
    return key_of(BordereauHead(number=values.number, facility=values.facility, period=values.period))


def stored_bordereaux(groups: Iterable[BordereauGroup]) -> dict[tuple[str, str, str], UUID]:
    """Key → identifier of the recorded bordereaux of some groups, in the order of identifiers."""
    keys = {stored_key(group) for group in groups}
    found: dict[tuple[str, str, str], UUID] = {}
    for block in blocks(keys):
        facilities, numbers, periods = map(set, zip(*block, strict=True))
        named = Q(number__in=numbers - {""}) | Q(number="", period__in=periods)
        stored = Bordereau.objects.filter(named, facility_code__in=facilities).order_by("id")
        for identifier, facility, number, period in stored.values_list("id", "facility_code", "number", "period"):
            key = (facility, number, "" if number else period)
            if key in keys:
                found[key] = identifier
    return found


def _decisions(bordereaux: Iterable[UUID]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """(bordereau, request, line) → what was decided, for all the lines of some bordereaux, in one statement."""
    lines = LineDecision.objects.filter(decision__request__bordereau__in=bordereaux, superseded_by__isnull=True)
    named = ("decision__request__bordereau_id", "decision__request__number", "line_number")
    return {
        (bordereau, request, line): tuple(settled)
        for bordereau, request, line, *settled in lines.values_list(*named, *SETTLED)
    }


def write_books(out: Path) -> None:
    """The trial balance and the journal's heads."""
    lines = trial_balance()
    write_csv(
        out / "balance.csv",
        BALANCE,
        [(line.entity, line.activity, line.account, line.debit, line.credit, line.balance) for line in lines],
    )
    (out / "journal.txt").write_text(head_lines(heads()), encoding="utf-8")
