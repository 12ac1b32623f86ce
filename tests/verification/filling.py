"""A row in every journaled table that the demo leaves empty, so that each table can be tampered with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import BooleanField, CharField, DateField, Field, IntegerField, JSONField, TextField

from sysgimut.journal import clock, guards, rows
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.journal.models import Recorded
from sysgimut.journal.runner import submit
from sysgimut.kernel.outcomes import Outcome, accepted

WORDS = {
    "source": "fee",
    "party": "mutuelle",
    "method": "virement",
    "role": "enfant",
    "sex": "F",
    "activity": "ASSURANCE",
}


@dataclass(frozen=True)
class Anyone:
    """An author who may do everything."""

    id: UUID = UUID(int=7)

    def may(self, operation: str, scope: str) -> bool:
        return True


class RecordAnything(Command):
    """A row of each of these models."""

    operation: ClassVar[str] = "test.record_anything"
    models: tuple[Any, ...]

    def journaled(self) -> dict[str, Any]:
        return {"tables": [model._meta.db_table for model in self.models]}


@handles(RecordAnything)
def record_anything(message: RecordAnything, execution: Execution) -> Outcome:
    execution.authorise("UTM")
    for model in message.models:
        names = rows.columns(model)
        fields = {field.attname: field for field in model._meta.concrete_fields}
        execution.insert(model, [tuple(_cell(fields[name]) for name in names)])
    return accepted({})


def _cell(field: Field[Any, Any]) -> Any:
    if field.is_relation:
        related: Any = field.related_model
        keys = related._default_manager.values_list("pk", flat=True).order_by("pk")
        return keys.last() if field.name == "other" else keys.first()  # nobody is their own look-alike
    if isinstance(field, CharField | TextField):
        return WORDS.get(field.attname, "X")
    if isinstance(field, JSONField):
        return {}
    if isinstance(field, BooleanField):
        return True
    if isinstance(field, DateField):
        return date(2026, 1, 2)
    return 1 if isinstance(field, IntegerField) else clock.new_id()


def fill_empty_tables() -> list[str]:
    """Record a row in each journaled table without any; returns their names."""
    recorded = [model for model in guards.guarded() if issubclass(model, Recorded)]
    empty = [model for model in recorded if not model._default_manager.exists()]
    assert submit(RecordAnything(models=tuple(empty)), Anyone()).accepted
    return [model._meta.db_table for model in empty]
