"""What is wrong with an exchange file, said so that the person who filled it can mend it.

A problem names the file, the line, the column and the value, and carries a code: `REASONS` gives the sentence of
what is wrong, `ACTIONS` the sentence of what to do. Lines are physical: the first line of a CSV file, or of a
sheet, is line 1, and a row written over several lines has the number of its first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sysgimut.interop.domain.actions import ACTIONS, OTHERWISE
from sysgimut.interop.domain.reasons import REASONS
from sysgimut.kernel.explanations import Value
from sysgimut.kernel.outcomes import Reason

MAX_SHOWN = 200
"""Characters of a wrong value that are told again."""

NOT_CALCULATED = "\x1a"
"""Before the text of a formula that the spreadsheet saved without its value; no text in order holds it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A value that cannot be read (`fatal`), or that is kept and deserves a warning (`value` is what is kept)."""

    code: str
    params: Mapping[str, Value] = field(default_factory=dict)
    fatal: bool = True
    value: object = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of erreurs.csv, or of avertissements.csv when `fatal` is false.

    `line` is None when the whole file is concerned, `column` is empty when the whole row is. A fatal problem with
    a line rejects that row and no other; a fatal problem without a line means that nothing more is read of the file.
    """

    file: str
    line: int | None
    column: str
    value: str
    code: str
    params: Mapping[str, Value] = field(default_factory=dict)
    fatal: bool = True

    def what(self, language: str = "fr") -> str:
        """What is wrong, in French or English ("en")."""
        sentence = REASONS.get(self.code)
        if sentence is None:  # a refusal of the command that recorded the row, declared by its own app
            return Reason(self.code, self.params).sentence(language)
        return sentence.render(language, self.params)

    def action(self, language: str = "fr") -> str:
        """What to do about it, in French or English ("en")."""
        return ACTIONS.get(self.code, OTHERWISE).render(language, self.params)


def shown(value: str) -> str:
    """A value as it is told again: trimmed, and cut when it is long."""
    value = value.strip().lstrip(NOT_CALCULATED)
    return value if len(value) <= MAX_SHOWN else value[: MAX_SHOWN - 1] + "…"


def about_file(file: str, fault: Fault, column: str = "", value: str = "") -> Problem:
    """The problem of a whole file."""
    return Problem(file, None, column, shown(value), fault.code, fault.params, fault.fatal)


def about_row(file: str, line: int, fault: Fault, column: str = "", value: str = "") -> Problem:
    """The problem of a row or of one of its cells."""
    return Problem(file, line, column, shown(value), fault.code, fault.params, fault.fatal)
