"""Writing erreurs.csv and avertissements.csv: one line per problem, as problems come.

A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` as a formula, so such cells are written after an
apostrophe. Long values are cut, and characters that no text should hold are shown as `�`.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import TextIO

from sysgimut.interop.domain.problems import Problem, shown

HEADER = ("fichier", "ligne", "colonne", "valeur", "probleme", "que_faire")
ERRORS_FILE = "erreurs.csv"
WARNINGS_FILE = "avertissements.csv"

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_FORMULA = ("=", "+", "-", "@")


def safe_cell(text: str) -> str:
    """A text that a spreadsheet shows and never runs.

    >>> safe_cell("=1+1"), safe_cell("-500"), safe_cell("Awa")
    ("'=1+1", "'-500", 'Awa')
    """
    text = _UNSEEN.sub("\ufffd", text.strip())
    return f"'{text}" if text.startswith(_FORMULA) else text


class ReportWriter:
    """One report, in UTF-8 with commas; the header is written even when there is no problem. Use it in a `with`."""

    def __init__(self, target: Path | TextIO, language: str = "fr") -> None:
        self._owned = target.open("w", encoding="utf-8", newline="") if isinstance(target, Path) else None
        self._language = language
        stream = self._owned if self._owned is not None else target
        assert not isinstance(stream, Path)
        self._writer = csv.writer(stream, lineterminator="\n")
        self._writer.writerow(HEADER)
        self.count = 0

    def write(self, problem: Problem) -> None:
        """Add a problem, fatal or not: the caller knows which report this is."""
        line = "" if problem.line is None else str(problem.line)
        told = (problem.what(self._language), problem.action(self._language))
        cells = (problem.file, line, problem.column, shown(problem.value), *told)
        self._writer.writerow([safe_cell(cell) for cell in cells])
        self.count += 1

    def close(self) -> None:
        """Finish the report; a stream that was given stays open."""
        if self._owned is not None:
            self._owned.close()

    def __enter__(self) -> ReportWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Reports:
    """erreurs.csv and avertissements.csv of a directory, each problem going to the right one."""

    def __init__(self, directory: Path, language: str = "fr") -> None:
        self.rejected: Counter[str] = Counter()
        """File → rows in error. The problems of one row come together."""
        self._last: tuple[str, int | None] = ("", None)
        self.errors = ReportWriter(directory / ERRORS_FILE, language)
        self.warnings = ReportWriter(directory / WARNINGS_FILE, language)

    def write(self, problem: Problem) -> None:
        """Add a problem to the report where it belongs."""
        (self.errors if problem.fatal else self.warnings).write(problem)
        if problem.fatal and problem.line is not None and (problem.file, problem.line) != self._last:
            self._last = (problem.file, problem.line)
            self.rejected[problem.file] += 1

    def close(self) -> None:
        """Finish both reports."""
        self.errors.close()
        self.warnings.close()

    def __enter__(self) -> Reports:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
