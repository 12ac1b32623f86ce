"""Which value holds on a day, for whom; the digest of the values a decision used; what is to confirm."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sysgimut.kernel.outcomes import Reason
from sysgimut.parameters.domain.values import SHIPPED, TO_CONFIRM, ParameterValue, canonical


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom a value is asked: the codes of the mutual and of its union, empty when there is none."""

    mutual: str = ""
    union: str = ""

    def levels(self) -> tuple[str, ...]:
        """The levels at which to look, most specific first."""
        return (*(code for code in (self.mutual, self.union) if code), SHIPPED)


NOBODY = Scope()


class ParameterSet:
    """Values arranged for fast look-up. Immutable: made once per load, shared by a whole batch."""

    def __init__(self, values: Iterable[ParameterValue]) -> None:
        groups: dict[tuple[str, str, str], list[ParameterValue]] = defaultdict(list)
        for value in values:
            groups[value.key, value.product, value.level].append(value)
        self._groups = {name: sorted(group, key=_start) for name, group in groups.items()}
        self._keys: dict[str, set[str]] = defaultdict(set)
        for key, product, _ in self._groups:
            self._keys[product].add(key)

    def resolve(self, key: str, on: date, product: str = "", scope: Scope = NOBODY) -> ParameterValue | Reason:
        """The value of `key` in force on a day, most specific first: mutual, union, then shipped.

        Answers the reason PRM-ABSENT when no level has a value in force on that day.
        """
        for level in scope.levels():
            group = self._groups.get((key, product, level), [])
            rank = bisect_right(group, on, key=_start)
            if rank and group[rank - 1].period.contains(on):
                return group[rank - 1]
        return Reason("PRM-ABSENT", {"key": key, "product": product, "day": on})

    def in_force(self, on: date, product: str = "", scope: Scope = NOBODY) -> Mapping[str, ParameterValue]:
        """Every value in force on a day for a product (or "" for the scheme), by key."""
        found = ((key, self.resolve(key, on, product, scope)) for key in sorted(self._keys[product]))
        return {key: value for key, value in found if isinstance(value, ParameterValue)}

    def changes(self, product: str = "", scope: Scope = NOBODY) -> tuple[date, ...]:
        """The days on which some value of a product begins or ends: between two of them all is constant."""
        days: set[date] = set()
        for (_, named, level), group in self._groups.items():
            if named == product and level in scope.levels():
                for value in group:
                    days.add(value.period.start)
                    if value.period.end is not None:
                        days.add(value.period.end)
        return tuple(sorted(days))


def _start(value: ParameterValue) -> date:
    return value.period.start


def resolve(
    key: str, product: str, on: date, values: Iterable[ParameterValue], scope: Scope = NOBODY
) -> ParameterValue | Reason:
    """One look-up among `values`; for many, make a `ParameterSet` once."""
    return ParameterSet(values).resolve(key, on, product, scope)


def line(value: ParameterValue) -> str:
    """The canonical line of a value: what it is, for whom, when, how much.

    Source, status and note stay out: a value that is confirmed later decided the same thing before.
    """
    end = value.period.end.isoformat() if value.period.end else ""
    start = value.period.start.isoformat()
    return "\t".join((value.key, value.product, value.level, start, end, canonical(value.value)))


def digest(values: Iterable[ParameterValue]) -> str:
    """SHA-256, in hexadecimal, of the canonical lines of the values, sorted, each once.

    Kept with every decision: the same digest means that the same values were used.
    """
    return sha256("\n".join(sorted({line(value) for value in values})).encode()).hexdigest()


def to_confirm(values: Iterable[ParameterValue]) -> tuple[ParameterValue, ...]:
    """The values that somebody has still to confirm, by product, key and start."""
    return tuple(
        sorted(
            (value for value in values if value.status == TO_CONFIRM),
            key=lambda value: (value.product, value.key, value.period.start, value.level),
        )
    )
