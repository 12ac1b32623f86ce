"""Rows of menages.csv put together into households.

A row is first judged by itself and against the rows before it: its product must be usable, its mutual that of the
household's first good row, its reference nobody else's. Then a household that has not exactly one adherent among
its remaining rows is an error of all of them. The same row written twice counts once.

Rules: docs/algorithms/exchange_files.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, fields
from operator import attrgetter

from sysgimut.interop.domain.problems import Fault, Problem, about_row
from sysgimut.interop.domain.rows import HouseholdRow

HEAD = "adherent"

_content = attrgetter(*(column.name for column in fields(HouseholdRow) if column.name != "line"))


@dataclass(frozen=True, slots=True)
class HouseholdGroup:
    """A household ready to be recorded: its key in the file, its mutual, its people in file order, one adherent."""

    key: str
    mutual: str
    rows: tuple[HouseholdRow, ...]

    @property
    def head(self) -> HouseholdRow:
        """The adherent, whose product is the household's."""
        return next(row for row in self.rows if row.role == HEAD)


@dataclass(slots=True)
class _Gathered:
    mutual: str
    first_line: int
    rows: list[HouseholdRow] = field(default_factory=list)
    contents: set[object] = field(default_factory=set)
    repeated: list[HouseholdRow] = field(default_factory=list)


class HouseholdGrouper:
    """Gathers rows as they are read; memory is that of the rows kept. Households come in order of first appearance.

    `products` are the codes that have parameters; a row with another product is refused.
    """

    def __init__(self, file: str, products: Collection[str]) -> None:
        self._file = file
        self._products = frozenset(products)
        self._households: dict[str, _Gathered] = {}
        self._owners: dict[str, HouseholdRow] = {}

    def add(self, row: HouseholdRow) -> tuple[Problem, ...]:
        """Take a row in, or say why it is rejected. A repetition of a row already taken is ignored."""
        gathered = self._households.get(row.household)
        content = _content(row)
        if gathered is not None and content in gathered.contents:
            gathered.repeated.append(row)
            return ()
        problems = tuple(self._refusals(gathered, row))
        if problems:
            return problems
        if gathered is None:
            gathered = self._households[row.household] = _Gathered(row.mutual, row.line)
        gathered.rows.append(row)
        gathered.contents.add(content)
        if row.reference is not None:
            self._owners[row.reference] = row
        return ()

    def households(self) -> Iterator[HouseholdGroup | Problem]:
        """After the last row: each household, or the problems of all its rows when it has not one adherent."""
        for key, gathered in self._households.items():
            heads = sum(row.role == HEAD for row in gathered.rows)
            if heads == 1:
                yield HouseholdGroup(key, gathered.mutual, tuple(gathered.rows))
                continue
            code = "IMP-ADHERENTS" if heads else "IMP-SANS_ADHERENT"
            fault = Fault(code, {"household": key, "count": heads} if heads else {"household": key})
            for row in sorted(gathered.rows + gathered.repeated, key=attrgetter("line")):
                yield about_row(self._file, row.line, fault, "lien", row.role)

    def _refusals(self, gathered: _Gathered | None, row: HouseholdRow) -> Iterator[Problem]:
        if row.product not in self._products:
            yield self._refuse(row, "produit", row.product, Fault("IMP-PRODUIT", {"product": row.product}))
        if gathered is not None and row.mutual != gathered.mutual:
            params = {"household": row.household, "mutual": gathered.mutual, "line": str(gathered.first_line)}
            yield self._refuse(row, "mutuelle", row.mutual, Fault("IMP-AUTRE_MUTUELLE", params))
        if row.reference is not None and (owner := self._owners.get(row.reference)) is not None:
            fault = Fault("IMP-REFERENCE_REPETEE", {"line": str(owner.line)})
            yield self._refuse(row, "reference_beneficiaire", row.reference, fault)

    def _refuse(self, row: HouseholdRow, column: str, value: str, fault: Fault) -> Problem:
        return about_row(self._file, row.line, fault, column, value)
