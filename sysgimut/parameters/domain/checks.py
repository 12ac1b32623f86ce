"""What must hold among values: a list of small pure checks, each returning all it finds wrong.

They run over what was read from files, and again over values that an organ adopts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

from sysgimut.kernel.outcomes import Reason
from sysgimut.parameters.domain.schema import Definition, Schema
from sysgimut.parameters.domain.values import SHIPPED, Entry, ParameterValue

Series = Mapping[tuple[str, str, str], Sequence[Entry]]
"""The history of each (key, product, level), by start."""


def histories(entries: Iterable[Entry]) -> Series:
    """Entries grouped by what they are values of, each group in the order of its starts."""
    groups: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.value.key, entry.value.product, entry.value.level].append(entry)
    return {name: sorted(group, key=_by_start) for name, group in sorted(groups.items())}


def _by_start(entry: Entry) -> tuple[date, str, int]:
    return entry.value.period.start, entry.file, entry.number


def _error(entry: Entry, code: str, **details: str | int | date) -> Reason:
    return Reason(code, {"file": entry.file, "key": entry.value.key, "number": entry.number, **details})


def place_of(entry: Entry) -> str:
    """Where an entry stands, for an error about another one."""
    return f"{entry.file} ({entry.number})"


def check_history(series: Series, schema: Schema) -> Iterator[Reason]:
    """No two values start together or overlap; shipped values leave no gap."""
    for (_, _, level), group in series.items():
        for before, after in pairwise(group):
            start = after.value.period.start
            end = before.value.period.end
            if before.value.period.start == start:
                yield _error(after, "PRM-DOUBLON", start=start, other=place_of(before))
            elif end is None or end > start:
                yield _error(after, "PRM-CHEVAUCHEMENT", start=start, other=place_of(before))
            elif end < start and level == SHIPPED:
                yield _error(after, "PRM-TROU", start=end, end=start)


def check_products(series: Series, schema: Schema) -> Iterator[Reason]:
    """Every product that has values is declared."""
    declared = {code for _, code, _, _ in _products(series)}
    seen: set[str] = set()
    for (_, product, _), group in series.items():
        if product and product not in declared and product not in seen:
            seen.add(product)
            yield Reason("PRM-PRODUIT", {"file": group[0].file, "product": product})


def check_shares(series: Series, schema: Schema) -> Iterator[Reason]:
    """The rows of a table of shares add up to exactly 1."""
    for (key, _, _), group in series.items():
        column = schema[key].sum_to_one
        for entry in group if column else ():
            total = sum((Fraction(str(row[column])) for row in entry.value.rows), Fraction(0))
            if total != 1:
                yield _error(entry, "PRM-PARTS", total=str(total))


def check_whole_parts(series: Series, schema: Schema) -> Iterator[Reason]:
    """Each payer's part of the contribution is a whole number of francs, on every day of both."""
    for (key, product, level), group in series.items():
        if key != "financement":
            continue
        contributions = series.get(("cotisation", product, level), ())
        for entry in group:
            for contribution in contributions:
                common = entry.value.period.intersection(contribution.value.period)
                amount = contribution.value.integer
                for row in entry.value.rows if common else ():
                    if common and (amount * Fraction(str(row["part"]))).denominator != 1:
                        yield _error(
                            entry, "PRM-PART-ENTIERE", start=common.start, payer=str(row["financeur"]), amount=amount
                        )


def check_references(series: Series, schema: Schema) -> Iterator[Reason]:
    """A cell that names a row of another table names one that exists."""
    for (key, _, _), group in series.items():
        for column in schema[key].columns:
            if not column.refers:
                continue
            target, _, name = column.refers.partition(".")
            known = {
                row.get(name)
                for (other, _, _), entries in series.items()
                if other == target
                for entry in entries
                for row in entry.value.rows
            }
            for entry in group if known else ():
                for row in entry.value.rows:
                    if column.name in row and row[column.name] not in known:
                        yield _error(
                            entry, "PRM-RENVOI", found=str(row[column.name]), column=column.name, target=target
                        )


Check = Callable[[Series, Schema], Iterator[Reason]]
CHECKS: tuple[Check, ...] = (
    check_history,
    check_products,
    check_shares,
    check_whole_parts,
    check_references,
)


def check(entries: Iterable[Entry], schema: Schema) -> tuple[Reason, ...]:
    """All that is wrong among these entries, by every check. Empty when they may be used."""
    series = histories(entries)
    return tuple(reason for one in CHECKS for reason in one(series, schema))


def check_complete(entries: Iterable[Entry], schema: Schema, broken: Collection[tuple[str, str]]) -> Iterator[Reason]:
    """Every required parameter has a shipped value from the opening day on, without end.

    A product declared with `complet = false` needs none. `broken` holds the (key, product) whose values
    could not be read: they are already reported and not reported again as missing.
    """
    series = histories(entries)
    products = list(_products(series))
    first_day = min((opening for _, _, opening, _ in products), default=date.min)
    for definition in schema.values():
        if not definition.required:
            continue
        wanted = (
            [(code, opening) for _, code, opening, complete in products if complete]
            if definition.per_product
            else [("", first_day)]
        )
        for product, opening in wanted:
            if (definition.key, product) in broken:
                continue
            group = [entry.value for entry in series.get((definition.key, product, SHIPPED), ())]
            missing_from = _missing_from(definition, group, opening)
            if missing_from is not None:
                yield Reason("PRM-MANQUANT", {"key": definition.key, "product": product, "start": missing_from})


def _missing_from(definition: Definition, group: Sequence[ParameterValue], opening: date) -> date | None:
    if not group or (definition.dated and group[0].period.start > opening):
        return opening
    return group[-1].period.end


def _products(series: Series) -> Iterator[tuple[Entry, str, date, bool]]:
    """The products of the last declaration: entry, code, opening day, whether complete."""
    for entry in series.get(("produits", "", SHIPPED), ())[-1:]:
        for row in entry.value.rows:
            opening = row["ouverture"]
            if isinstance(opening, date):
                yield entry, str(row["code"]), opening, bool(row["complet"])
