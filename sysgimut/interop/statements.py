"""The documents of settled bordereaux as files: CSV, and PDF unless told otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

from sysgimut.membership.queries import blocks
from sysgimut.settlement.documents.render import TooLong, render_pdf
from sysgimut.settlement.documents.tables import write_csv
from sysgimut.settlement.models import Statement
from sysgimut.settlement.queries import settlements

FOLDER = "reglements"


def file_stem(number: str) -> str:
    """A statement's number as a file name that every system takes.

    >>> file_stem("CSCOM04/202604/MOPTI/1")
    'CSCOM04_202604_MOPTI_1'
    """
    return re.sub(r"[^\w.-]+", "_", number).strip("._")[:120] or "sans-numero"


def write_statements(out: Path, bordereaux: Sequence[UUID], pdf: bool, advance: Callable[[int], None]) -> int:
    """Write the validation sheet (fiche-…) and the statement (etat-…) of every settlement of these bordereaux.

    Returns how many settlements were written. A sheet too long for one PDF has its CSV only.
    """
    folder = out / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    taken: set[str] = set()
    for block in blocks(bordereaux, 500):
        statements = list(Statement.objects.filter(bordereau__in=block).order_by("number"))
        for settlement in settlements(statements):
            stem = _unique(file_stem(settlement.statement.number), taken)
            for name, document in ((f"fiche-{stem}", settlement.sheet), (f"etat-{stem}", settlement.document)):
                write_csv(document, folder / f"{name}.csv")
                if pdf:
                    _write_pdf(document, folder / f"{name}.pdf")
            written += 1
            advance(1)
    return written


def _write_pdf(document: object, path: Path) -> None:
    try:
        path.write_bytes(render_pdf(document))  # type: ignore[arg-type]
    except TooLong:
        path.unlink(missing_ok=True)


def _unique(stem: str, taken: set[str]) -> str:
    """Two numbers that differ only by a character that file names cannot hold get two names."""
    name, rank = stem, 2
    while name.casefold() in taken:
        name, rank = f"{stem}~{rank}", rank + 1
    taken.add(name.casefold())
    return name
