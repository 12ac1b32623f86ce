"""Reads of the parameters: the values in force, arranged for use by rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from sysgimut.journal.compiled import compiled
from sysgimut.kernel.outcomes import Reason
from sysgimut.kernel.periods import Period
from sysgimut.parameters import models
from sysgimut.parameters.domain.financing import member_part
from sysgimut.parameters.domain.resolver import NOBODY, ParameterSet, Scope, digest
from sysgimut.parameters.domain.schema import SCHEMA
from sysgimut.parameters.domain.values import ParameterValue, Row, restore

CARE_RATES = {"A": "taux_ambulatoire", "H": "taux_hospitalisation", "U": "taux_urgence"}


class MissingParameter(LookupError):
    """A parameter that a rule needs has no value: the installation is not complete."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.sentence("fr"))
        self.reason = reason


@dataclass(frozen=True, eq=False)
class Parameters:
    """All the current values, read once and never changed: what is worked out of them may be kept beside them."""

    values: tuple[ParameterValue, ...]

    @cached_property
    def resolver(self) -> ParameterSet:
        """The values arranged for look-up."""
        return ParameterSet(self.values)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all the values: what each decision keeps."""
        return digest(self.values)

    @cached_property
    def products(self) -> frozenset[str]:
        """Codes of the products that have parameters: those a household may take."""
        return frozenset(value.product for value in self.values if value.key == "cotisation")

    @cached_property
    def declared_products(self) -> frozenset[str]:
        """Codes of all the products of the scheme, with or without parameters."""
        tables = (value.rows for value in self.values if value.key == "produits")
        return frozenset(str(row["code"]) for rows in tables for row in rows)

    def value(self, key: str, on: date, product: str = "", scope: Scope = NOBODY) -> ParameterValue:
        """The value of `key` on a day. Before its first value, the first one holds: a fact older than the
        scheme is judged by the rules it began with. Raises MissingParameter when there is none at all."""
        found = self.resolver.resolve(key, max(on, self._first(key, product)), product, scope)
        if isinstance(found, Reason):
            raise MissingParameter(found)
        return found

    def _first(self, key: str, product: str) -> date:
        return self._starts.get((key, product), date.min)

    @cached_property
    def _starts(self) -> Mapping[tuple[str, str], date]:
        starts: dict[tuple[str, str], date] = {}
        for value in self.values:
            name = value.key, value.product
            starts[name] = min(starts.get(name, date.max), value.period.start)
        return starts

    def member_part(self, product: str, on: date, scope: Scope = NOBODY) -> int:
        """What the member pays per person and period, in XOF."""
        return member_part(self.value("cotisation", on, product, scope), self.value("financement", on, product, scope))

    def rate(self, product: str, care_type: str, on: date, scope: Scope = NOBODY) -> Fraction:
        """The mutual's share of an act for a care type (A, H or U)."""
        return self.value(CARE_RATES[care_type], on, product, scope).rate

    def rows(self, key: str, on: date) -> tuple[Row, ...]:
        """The rows of a scheme-wide table on a day."""
        return self.value(key, on).rows

    def account(self, usage: str, on: date) -> str:
        """The ledger account for a use (`cotisations_avance`, `banque`…). Raises MissingParameter without one."""
        found = self._table("plan_comptable", on, "usage").get(usage)
        if found is None:
            raise MissingParameter(Reason("PRM-ABSENT", {"key": f"plan_comptable.{usage}", "product": "", "day": on}))
        return found

    def accounts(self, key: str, on: date) -> dict[str, str]:
        """Code → ledger account, from a table that names accounts (payment methods, service codes…)."""
        return self._table(key, on, "code")

    def _table(self, key: str, on: date, column: str) -> dict[str, str]:
        """The account of each row of a table, by `column`; a batch asks for the same day thousands of times."""
        found = self._tables.get((key, on, column))
        if found is None:
            found = {str(row[column]): str(row["compte"]) for row in self.rows(key, on)}
            self._tables[key, on, column] = found
        return found

    @cached_property
    def _tables(self) -> dict[tuple[str, date, str], dict[str, str]]:
        return {}


def current() -> Parameters:
    """The values adopted and not superseded. Raises LookupError when none were loaded.

    One small statement proves that those read before are still current; they are read again when they are not.
    """
    state = _state()
    if _read.get("state") != state:
        stored = models.ParameterValue.objects.filter(superseded_by__isnull=True).order_by(
            "key", "product", "level", "start"
        )
        values = tuple(_value(row) for row in stored)
        if not values:
            raise LookupError("no parameters: load them with `sysgimut init`")
        _read.update(state=state, parameters=Parameters(values))
    parameters: Parameters = _read["parameters"]
    return parameters


_read: dict[str, Any] = {}


@compiled()
def _state() -> QuerySet[Any, Any]:
    """The number and the command of every current value: rows never change, so the same ones say the same."""
    current = models.ParameterValue.objects.filter(superseded_by__isnull=True).order_by("id")
    return current.values_list("id", "command_id")


def _value(row: models.ParameterValue) -> ParameterValue:
    return ParameterValue(
        row.key,
        row.product,
        restore(SCHEMA[row.key], row.value),
        Period(row.start, row.end),
        row.source,
        row.status,
        row.passage,
        row.note,
        row.level,
    )
