"""What a command answers. A refusal is a value with a code, never an exception."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from sysgimut.kernel.explanations import Value, explain

_ISO_DAY = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")

Status = Literal["accepted", "held", "refused"]
ACCEPTED: Status = "accepted"
HELD: Status = "held"
REFUSED: Status = "refused"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a code of the catalogue (docs/errors.md) and the figures of its sentence."""

    code: str
    params: Mapping[str, Value] = field(default_factory=dict)

    def sentence(self, language: str = "fr") -> str:
        """The sentence a person reads."""
        return explain(self.code, self.params, language)

    def packed(self) -> list[Any]:
        """The reason as plain JSON: `[code, params]`, days as YYYY-MM-DD, and a text that reads like a day (a name
        that somebody typed, say) as `{"text": …}`."""
        return [self.code, {name: _packed(value) for name, value in self.params.items()}]

    @classmethod
    def unpacked(cls, stored: Sequence[Any]) -> Reason:
        """The reason that `packed` made: days are days again, and nothing else is."""
        code, params = stored
        return cls(code, {name: _unpacked(value) for name, value in params.items()})


def _packed(value: Value) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return {"text": value} if isinstance(value, str) and _ISO_DAY.fullmatch(value) else value


def _unpacked(value: Any) -> Any:
    if isinstance(value, dict):
        return value["text"]
    if isinstance(value, str) and _ISO_DAY.fullmatch(value):
        return date.fromisoformat(value)
    return value


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to a command: its status, the reasons, and what was made (identifiers, counts) as plain JSON."""

    status: Status
    reasons: tuple[Reason, ...] = ()
    result: Mapping[str, object] = field(default_factory=dict)

    @property
    def accepted(self) -> bool:
        """Whether the command took effect."""
        return self.status == ACCEPTED


def accepted(result: Mapping[str, object] | None = None, *remarks: Reason) -> Outcome:
    """The command took effect; remarks may go with it."""
    return Outcome(ACCEPTED, remarks, result or {})


def refused(*reasons: Reason) -> Outcome:
    """Nothing changed, for these reasons."""
    return Outcome(REFUSED, reasons)


def held(result: Mapping[str, object] | None = None, *reasons: Reason) -> Outcome:
    """Recorded, and a person must look at it for these reasons."""
    return Outcome(HELD, reasons, result or {})
