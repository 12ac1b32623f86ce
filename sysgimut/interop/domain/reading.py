"""From the raw rows of a file to typed rows and problems, in the order of the file, one at a time.

Rules: docs/algorithms/exchange_files.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from sysgimut.interop.domain.columns import Kind, bind
from sysgimut.interop.domain.problems import Fault, Problem, about_file

Row = TypeVar("Row")

RawRow = tuple[int, list[str]]
"""The physical line on which a row starts, and the text of its cells."""


def read_rows(
    file: str, header: Sequence[str], raw: Iterable[RawRow | Problem], kind: Kind[Row], today: date | None = None
) -> Iterator[Row | Problem]:
    """The good rows of `file`, and the problems of the file, of its rows and of its cells.

    Nothing but fatal problems comes when the header is not that of `kind`. A row with a fatal problem does not
    come; a row with warnings comes after them. The cells of `raw` may be changed on the way. With `today`, days that
    should be past and are not get a warning.
    """
    bound, problems = bind(file, header, kind, today)
    yield from problems
    if bound is None:
        return
    empty = True
    read = bound.read
    for item in raw:
        if isinstance(item, Problem):
            empty = False
            yield item
            continue
        row, found = read(*item)
        if found:
            yield from found
        if row is not None:
            yield row
        empty = empty and row is None and not found
    if empty:
        yield about_file(file, Fault("IMP-SANS_LIGNE", fatal=False))
