"""Every promise that the models and the guards declare, with its words and what keeps it on each engine."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import (
    CheckConstraint,
    Field,
    Model,
    PositiveBigIntegerField,
    PositiveIntegerField,
    PositiveSmallIntegerField,
    UniqueConstraint,
)
from django.db.models.fields import AutoFieldMixin

from sysgimut.journal import guards
from sysgimut.journal.promise import promises

WORDS = Path(__file__).with_name("words.toml")
POSITIVE = (PositiveBigIntegerField, PositiveIntegerField, PositiveSmallIntegerField)
CHECK, UNIQUE, INDEX, KEY, REFERENCE = "check", "unique", "unique index", "primary key", "foreign key"
ROW_TRIGGER, STATEMENT_TRIGGER, NOTHING = "trigger, each row", "trigger, each statement", "none"


@dataclass(frozen=True, order=True, slots=True)
class Declared:
    """One promise: its name, its table, what it promises in plain words, and its kind on each engine."""

    table: str
    name: str
    says: str
    postgresql: str
    sqlite: str

    def kind(self, vendor: str) -> str:
        """What keeps it on an engine."""
        return self.postgresql if vendor == "postgresql" else self.sqlite


def models() -> list[type[Model]]:
    """The models of the product."""
    return [model for model in apps.get_models() if model.__module__.startswith("sysgimut.")]


def model_of(table: str) -> Any:
    """The model of a table."""
    return next(model for model in models() if model._meta.db_table == table)


def words() -> dict[str, str]:
    """What each named constraint of the models promises."""
    return tomllib.loads(WORDS.read_text("utf-8"))


def declared() -> list[Declared]:
    """All the promises, by table and name."""
    said = words()
    found = [one for model in models() for one in (*_of_columns(model), *_of_model(model, said))]
    return sorted([*found, *_of_guards()])


def _of_columns(model: type[Model]) -> Iterator[Declared]:
    table = model._meta.db_table
    for field in model._meta.concrete_fields:
        name = f"{table}_{field.column}"
        if field.primary_key and not isinstance(field, AutoFieldMixin):
            yield Declared(table, f"{table}_pkey", f"one row for each {_word(field)}", KEY, KEY)
        elif field.unique and not field.primary_key:
            yield Declared(table, f"{name}_key", f"one row for each {_word(field)}", UNIQUE, UNIQUE)
        if isinstance(field, POSITIVE):
            yield Declared(table, f"{name}_check", f"{_word(field)} is not negative", CHECK, CHECK)
        if field.is_relation and field.db_constraint:  # type: ignore[attr-defined]
            to: Any = field.related_model
            says = f"{_word(field)} is a row of {to._meta.db_table}"
            yield Declared(table, f"{name}_fk", says, REFERENCE, REFERENCE)


def _word(field: Field[Any, Any]) -> str:
    return field.name.replace("_", " ")


def _of_model(model: type[Model], said: dict[str, str]) -> Iterator[Declared]:
    for constraint in model._meta.constraints:
        kind = CHECK if isinstance(constraint, CheckConstraint) else UNIQUE
        if isinstance(constraint, UniqueConstraint) and (constraint.condition or constraint.expressions):
            kind = INDEX
        says = said.get(constraint.name, "")
        yield Declared(model._meta.db_table, constraint.name, says, kind, kind)


FIXED = {
    "_d": "no row is deleted",
    "_t": "the table is not emptied",
    "_u": "no row is changed",
    "_superseded_by_id": "a row is superseded once",
    "_payload": "a message is erased, and not replaced",
    "_salt": "a salt is erased, and not replaced",
}


def _of_guards() -> Iterator[Declared]:
    said = {f"promise_{promise.name}": promise.says for promise in promises()}
    on_sqlite = {guard.name for guard in guards.guards("sqlite")}
    for guard in guards.guards("postgresql"):
        kept = ROW_TRIGGER if guard.name in on_sqlite else NOTHING
        if guard.name in said:
            yield Declared(guard.table, guard.name, said[guard.name], STATEMENT_TRIGGER, kept)
            continue
        suffix = guard.name.removeprefix(f"append_only_{guard.table}")
        kind = STATEMENT_TRIGGER if suffix == "_t" else ROW_TRIGGER
        yield Declared(guard.table, guard.name, FIXED[suffix], kind, kept)
