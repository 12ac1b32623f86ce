"""The control tables in force: which absent parameter refuses, and which is only a remark.

They are dated data, chosen by the caller for the request at hand. Rules: docs/algorithms/adjudication.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sysgimut.claims.domain.form_reasons import FORM_REASONS

Absence = Literal["rejet", "rejet_facultatif"]
"""What the absence of a parameter does, in the words of the tables."""

# Without one of these values no right or amount can be computed, so one code of each group must refuse.
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "date of care": ("ORD-16",),
    "care type": ("ORD-12", "ORD-13", "ORD-14"),
    "quantity": ("ORD-18",),
    "unit price": ("ORD-19",),
    "amount": ("BOR-09", "ORD-21"),
}

# Numbered in the bordereau's table, but free text that is never checked.
_NOT_CHECKED = "BOR-12"


@dataclass(frozen=True, slots=True)
class ControlGrid:
    """The codes BOR-nn and ORD-nn whose parameter, when absent, refuses; the others remark."""

    refusing: frozenset[str]

    def __post_init__(self) -> None:
        unknown = self.refusing - (FORM_REASONS.keys() - {_NOT_CHECKED})
        if unknown:
            raise ValueError(f"no such control: {', '.join(sorted(unknown))}")
        for value, codes in _NEEDED.items():
            if self.refusing.isdisjoint(codes):
                raise ValueError(f"an absent {value} must refuse: make one of {', '.join(codes)} a rejet")

    @classmethod
    def of(cls, effects: Mapping[str, Absence]) -> ControlGrid:
        """The grid of both tables: what the absence of each parameter does, by code.

        The free text BOR-12 is never checked, whatever its effect. Raises ValueError when a code is missing or
        unknown, when a word is neither, or when the absence of a value that every amount needs would not refuse.
        """
        checked = {code: effect for code, effect in effects.items() if code != _NOT_CHECKED}
        wrong = sorted(checked.keys() ^ (FORM_REASONS.keys() - {_NOT_CHECKED}))
        if wrong:
            raise ValueError(f"the control tables must say what each absence does: see {', '.join(wrong)}")
        words = sorted(set(checked.values()) - {"rejet", "rejet_facultatif"})
        if words:
            raise ValueError(f"an absence is 'rejet' or 'rejet_facultatif', not {', '.join(words)}")
        return cls(frozenset(code for code, effect in checked.items() if effect == "rejet"))

    def refuses(self, codes: list[str]) -> bool:
        """Whether one of these codes refuses."""
        return bool(codes) and not self.refusing.isdisjoint(codes)
