"""Rows that keep every promise, as plain SQL values. Row `n` of a table refers to rows `n` of other tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from zlib import crc32

from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    Field,
    IntegerField,
    JSONField,
    Model,
    TextField,
    UUIDField,
)

from sysgimut.identity.roles import ROLES
from tests.guards.declared import model_of, models

Row = dict[str, Any]
DAY, LATER, MOMENT = "2026-01-02", "2026-02-02", "2026-01-02T00:00:00+00:00"
WORDS = {
    "status": "OUVERT",
    "activity": "ASSURANCE",
    "role": "adherent",
    "sex": "F",
    "birth_precision": "day",
    "method": "especes",
    "source": "fee",
    "party": "mutuelle",
    "type": "CSCOM",
    "place_kind": "commune",
    "kind": "mutual",
    "state": "waiting",
    "mutual": "MOPTI",
    "entity": "MOPTI",
}
SPECIAL: dict[str, Any] = {
    "journal_entry": lambda n: {"status": "accepted", "payload": "{}", "salt": f"X{n}"},
    "claims_bordereau": lambda n: {"facility_code": "F", "number": f"X{n}"},
    "journal_seal": lambda n: {"number": n},
    "identity_assignment": lambda n: {"role": next(iter(ROLES)), "scope": f"X{n}"},
    "network_village": lambda n: {"kind": "village"},
    "parameters_parametervalue": lambda n: {"status": "confirme"},
    "membership_duplicatesuspicion": lambda n: {"other_id": key(model_of("membership_person"), 0)},
    "membership_duplicatedecision": lambda n: {"other_id": key(model_of("membership_person"), 0)},
    "contributions_booklet": lambda n: {"first": 1, "last": 50},
    "contributions_receipt": lambda n: {"booklet": f"X{n}", "number": f"X{n}-000001", "sequence": 1, "fee": 1000},
    "contributions_cancellation": lambda n: {"booklet": f"Z{n}", "sequence": 1},
    "contributions_account": lambda n: {"validated_on": DAY, "contribution_paid": 8650},
    "contributions_coverage": lambda n: {"end": LATER},
    "claims_decision": lambda n: {
        "status": "granted",
        "mutual": "MOPTI",
        "person_id": key(model_of("membership_person"), n),
        "rank": n,
    },
    "claims_linedecision": lambda n: {
        "person_id": key(model_of("membership_person"), n),
        "claimed": 100,
        "granted": 70,
        "rejected": 20,
        "to_justify": 10,
        "base": 100,
    },
    "ledger_posting": lambda n: {"amount": 1},
    "ledger_closing": lambda n: {"entity": f"X{n}", "entries": 0},
    "settlement_statement": lambda n: {
        "requests": 1,
        "lines": 1,
        "claimed": 100,
        "granted": 70,
        "rejected": 20,
        "to_justify": 10,
        "overpaid": 1,
    },
    "settlement_payment": lambda n: {"method": "virement", "amount": 70},
}
"""What a row must say beyond what its columns ask."""

CLOSED_BY = {"ledger_posting": "ledger_entry", "settlement_settled": "settlement_statement"}
"""Written before the row that they refer to, which closes them."""

WITH: dict[str, tuple[tuple[str, int, Row], ...]] = {
    "ledger_entry": (("ledger_posting", 0, {}), ("ledger_posting", 100, {"amount": -1})),
    "settlement_statement": (("settlement_settled", 0, {}),),
    "settlement_settled": (("claims_linedecision", 0, {}),),
    "settlement_payment": tuple(
        ("settlement_signature", 100 * place, {"party": party})
        for place, party in enumerate(("mutuelle", "gestionnaire", "etablissement"))
    ),
    "contributions_validation": (("contributions_account", 0, {}),),
}
"""Table → what must be there before a row of it: table, distance of its `n`, and what it says (of the same parent)."""


def key(model: type[Model], n: int) -> Any:
    """The primary key of row `n` of a model."""
    pk: Any = model._meta.pk
    if pk.is_relation:
        return key(pk.related_model, n)
    if isinstance(pk, UUIDField):
        return UUID(int=crc32(model._meta.db_table.encode()) * 1_000_000 + n)
    return 1_000 + n if isinstance(pk, IntegerField) else f"X{n}"


def row(model: type[Model], n: int) -> Row:
    """Row `n` of a model: column → value."""
    cells = {f.column: _cell(f, n) for f in model._meta.concrete_fields}
    return cells | SPECIAL.get(model._meta.db_table, lambda n: {})(n)


def _cell(column: Field[Any, Any], n: int) -> Any:
    if column.primary_key:
        return key(column.model, n)
    if column.is_relation and not column.db_constraint:  # type: ignore[attr-defined]
        # A column named after what it refers to stands for it; the command and who supersedes are proved elsewhere.
        return None if column.null else key(column.related_model, n)  # type: ignore[arg-type]
    if column.null:
        return None
    if column.is_relation:
        return key(column.related_model, n)  # type: ignore[arg-type]
    if isinstance(column, UUIDField):
        return UUID(int=crc32(column.model._meta.db_table.encode()) * 1_000_000 + 500_000 + n)
    return _plain(column, n)


def _plain(column: Field[Any, Any], n: int) -> Any:
    if isinstance(column, CharField | TextField):
        if column.blank and not column.unique:
            return ""
        return WORDS.get(column.attname, f"X{n}")[: column.max_length]
    if isinstance(column, JSONField):
        return "{}"
    if isinstance(column, BooleanField):
        return False
    if isinstance(column, DateTimeField):
        return MOMENT
    if isinstance(column, DateField):
        return LATER if column.attname == "end" else DAY
    assert isinstance(column, IntegerField), column
    return 1


@dataclass(slots=True)
class Bundle:
    """Rows in the order in which they may be written, each once."""

    written: list[tuple[str, Row]] = field(default_factory=list)
    seen: set[tuple[str, Any]] = field(default_factory=set)

    def add(self, table: str, n: int, changes: Mapping[str, Any] = {}) -> None:
        """A row of a table, changed, after all that it needs and before what closes it."""
        model = model_of(table)
        if (table, n) in self.seen:
            return
        self.seen.add((table, n))
        cells = row(model, n) | dict(changes)
        self.parents(model, n, changes)
        for other, distance, says in WITH.get(table, ()):
            self.add(other, n + distance, says | self._same_parent(other, table, n) if distance else says)
        self.written.append((table, cells))
        closing = CLOSED_BY.get(table)
        if closing and not any(f.column in changes for f in _references(table) if f.related_model is model_of(closing)):
            self.add(closing, n)

    def _same_parent(self, other: str, table: str, n: int) -> Row:
        """The columns of `other` that refer to what row `n` of `table` is, or to what it refers to."""
        own = {f.related_model: key(f.related_model, n) for f in _references(table)}
        own[model_of(table)] = key(model_of(table), n)
        return {f.column: own[f.related_model] for f in _references(other) if f.related_model in own}

    def parents(self, model: type[Model], n: int, changes: Mapping[str, Any]) -> None:
        """The rows that row `n` refers to, but for what closes it."""
        for reference in _references(model._meta.db_table):
            if reference.column in changes:
                continue  # whoever changes it says what is there already
            parent: Any = reference.related_model._meta.db_table
            if parent == CLOSED_BY.get(model._meta.db_table) or (reference.null and parent != "membership_person"):
                continue
            self.add(parent, 0 if reference.attname == "other_id" else n)


def _references(table: str) -> Iterable[Any]:
    """The columns of a table that refer to a row of the product."""
    skipped = ("command", "superseded_by")
    fields = model_of(table)._meta.concrete_fields
    return [f for f in fields if f.is_relation and (f.db_constraint or f.name not in skipped)]


def world() -> list[tuple[str, Row]]:
    """Row 1 of every table, with what they need."""
    bundle = Bundle()
    for model in models():
        bundle.add(model._meta.db_table, 1)
    return bundle.written
