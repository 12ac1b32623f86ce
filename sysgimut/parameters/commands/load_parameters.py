"""Load the shipped parameter files into dated rows: whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import ClassVar

from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution, Unchanged
from sysgimut.kernel.outcomes import Outcome, accepted, refused
from sysgimut.parameters.domain.loader import load_texts
from sysgimut.parameters.domain.values import SHIPPED, ParameterValue, plain
from sysgimut.parameters.models import ParameterValue as Stored

SHIPPED_FILES = Path(__file__).resolve().parent.parent / "data"


class LoadParameters(Command):
    """The texts of parameter files, by name (the shipped ones: `shipped_files()`)."""

    operation: ClassVar[str] = "parameters.load_parameters"
    files: dict[str, str]


def shipped_files() -> dict[str, str]:
    """The parameter files that come with the product."""
    return {path.name: path.read_text("utf-8") for path in sorted(SHIPPED_FILES.glob("*.toml"))}


@handles(LoadParameters)
def load_parameters(message: LoadParameters, execution: Execution) -> Outcome:
    """Shipped values that changed supersede the ones before; adopted values of an organ stay as they are."""
    execution.authorise("UTM")
    loaded = load_texts({name: text.encode() for name, text in message.files.items()})
    if loaded.errors:
        return refused(*loaded.errors)
    wanted = {_row(value): value for value in loaded.values}
    # JSON values cannot be hashed: rows are compared by their text.
    current = {
        _text((s.key, s.product, s.level, s.value, s.start, s.end, s.source, s.passage, s.status, s.note)): s.pk
        for s in Stored.objects.filter(superseded_by__isnull=True, level=SHIPPED).select_for_update().order_by("id")
    }
    fresh = [row for row in wanted if row not in current]
    gone = [pk for row, pk in current.items() if row not in wanted]
    outcome = accepted({"values": len(wanted), "new": len(fresh), "superseded": len(gone)})
    if not fresh and not gone:
        raise Unchanged(outcome)
    execution.supersede(Stored, gone)
    execution.insert(Stored, [_tuple(wanted[row]) for row in fresh])
    return outcome


def _tuple(value: ParameterValue) -> tuple[object, ...]:
    period = value.period
    return (
        value.key,
        value.product,
        value.level,
        plain(value.value),
        period.start,
        period.end,
        value.source,
        value.passage,
        value.status,
        value.note,
    )


def _row(value: ParameterValue) -> str:
    return _text(_tuple(value))


def _text(row: tuple[object, ...]) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True, default=str)
