"""The door of the exchange files: CSV or .xlsx, from a path or from the bytes of an upload, to typed rows.

`open_table` gives the header and the raw rows of any file; `read_table` goes on to the typed rows of a kind. Both
answer with problems, never with an exception, whatever the file is. What it is is seen from its content, not from
its name. Rows come one at a time; memory does not grow with the file.
"""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, TypeVar

from sysgimut.interop.archive import Archive
from sysgimut.interop.delimited import MAX_COLUMNS, Record, read_records, survey
from sysgimut.interop.domain.columns import Kind
from sysgimut.interop.domain.problems import Fault, Problem, about_file, about_row
from sysgimut.interop.domain.reading import RawRow, read_rows
from sysgimut.interop.unreadable import Unreadable
from sysgimut.interop.workbook import read_workbook

Row = TypeVar("Row")
Source = Path | str | bytes

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0"


class Table:
    """An open file: `header`, the `problems` found on opening, and its rows, to be read once.

    `usable` is false when a problem is fatal; the table then has no row. Use it in a `with`, or close it.
    """

    def __init__(
        self,
        name: str,
        header: Sequence[str] = (),
        rows: Iterator[RawRow | Problem] | None = None,
        problems: tuple[Problem, ...] = (),
        stream: BinaryIO | None = None,
    ) -> None:
        self.name = name
        self.header = tuple(header)
        self.problems = problems
        self._rows: Iterator[RawRow | Problem] = rows if rows is not None else iter(())
        self._stream = stream

    @property
    def usable(self) -> bool:
        """Whether the file has a header and can give rows."""
        return not any(problem.fatal for problem in self.problems)

    def __iter__(self) -> Iterator[RawRow | Problem]:
        return self._rows

    def close(self) -> None:
        """Let go of the file."""
        self._rows = iter(())
        if self._stream is not None:
            with suppress(OSError, ValueError):
                self._stream.close()

    def __enter__(self) -> Table:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_table(source: Source, name: str) -> Table:
    """Open a file under the `name` that problems will give it. Never raises: see `Table.problems`."""
    stream: BinaryIO | None = None
    try:
        stream = io.BytesIO(source) if isinstance(source, bytes) else _open(Path(source))
        return _read_header(stream, name)
    except Unreadable as refusal:
        fault = refusal.fault
    except OSError:
        fault = Fault("IMP-ACCES")
    if stream is not None:
        stream.close()
    return Table(name, problems=(about_file(name, fault),))


def read_table(source: Source, name: str, kind: Kind[Row], today: date | None = None) -> Iterator[Row | Problem]:
    """The good rows of a file of `kind`, and every problem of the file, in the order of the file.

    With `today`, days that should be past and are not get a warning.
    """
    with open_table(source, name) as table:
        yield from table.problems
        if table.usable:
            yield from read_rows(name, table.header, table, kind, today)


def _open(path: Path) -> BinaryIO:
    try:
        found = os.stat(path)
    except (FileNotFoundError, NotADirectoryError) as missing:
        raise Unreadable("IMP-INTROUVABLE") from missing
    except ValueError as impossible:  # a NUL in the name
        raise Unreadable("IMP-INTROUVABLE") from impossible
    if stat.S_ISDIR(found.st_mode):
        raise Unreadable("IMP-DOSSIER")
    if not stat.S_ISREG(found.st_mode):
        raise Unreadable("IMP-SPECIAL")
    return path.open("rb")


def _read_header(stream: BinaryIO, name: str) -> Table:
    first = stream.read(4)
    if first.startswith(_OLE):
        raise Unreadable("IMP-VIEUX_CLASSEUR")
    if first in (_ZIP, _EMPTY_ZIP):
        return _open_workbook(stream, name)
    stream.seek(0)
    found = survey(stream)
    stream.seek(0)
    problems = [Fault("IMP-FIN_COUPEE", fatal=False)] if found.ends_cut else []
    records = read_records(stream)
    _, header = next(records, (0, []))
    if isinstance(header, Fault):
        long = header.code == "IMP-LIGNE_LONGUE"
        raise Unreadable(header.code, **header.params) if long else Unreadable("IMP-ENTETE")
    return _table(name, header, len(header), _csv_rows(name, records, found.damaged), problems, stream)


def _open_workbook(stream: BinaryIO, name: str) -> Table:
    size = stream.seek(0, os.SEEK_END)
    sheet = read_workbook(Archive(stream, size))
    problems = [] if sheet.alone else [Fault("IMP-AUTRES_FEUILLES", {"sheet": sheet.name[:80]}, fatal=False)]
    _, header = next(sheet.rows, (0, []))
    return _table(name, header, None, sheet.rows, problems, stream)


def _table(
    name: str,
    header: list[str],
    full: int | None,
    rows: Iterator[RawRow | Problem],
    faults: list[Fault],
    stream: BinaryIO,
) -> Table:
    """The table of a file whose header was read; `full` is the header's width in a file that has one cell count."""
    if not header:
        raise Unreadable("IMP-VIDE")
    while header and not header[-1].strip():
        header.pop()
    if not header:
        raise Unreadable("IMP-ENTETE")
    if len(header) > MAX_COLUMNS:
        raise Unreadable("IMP-COLONNES", limit=MAX_COLUMNS)
    rows = _guarded(name, _fitted(name, rows, len(header), full))
    return Table(name, header, rows, tuple(about_file(name, fault) for fault in faults), stream)


def _fitted(name: str, rows: Iterator[RawRow | Problem], width: int, full: int | None) -> Iterator[RawRow | Problem]:
    """Rows without their cells under nameless columns at the right end, told once when they are not empty.

    Where cells have places of their own (a sheet: `full` is None) missing ones are empty; in a CSV file a row that
    is neither as wide as the header nor as its named part keeps its width, and is refused for it later.
    """
    told = False
    for item in rows:
        if isinstance(item, tuple) and len(item[1]) != width and len(item[1]) == (full or len(item[1])):
            line, cells = item
            if not told and any(map(str.strip, cells[width:])):
                told = True
                yield about_row(name, line, Fault("IMP-COLONNE_EN_TROP", {"column": ""}, fatal=False))
            item = line, cells[:width] + [""] * (width - len(cells))
        yield item


def _csv_rows(name: str, records: Iterator[Record], damaged: bool) -> Iterator[RawRow | Problem]:
    for line, cells in records:
        if isinstance(cells, Fault):
            yield about_row(name, line, cells)
        elif damaged and not _encodable("".join(cells)):
            yield about_row(name, line, Fault("IMP-OCTETS"))
        else:
            yield line, cells


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _guarded(name: str, rows: Iterator[RawRow | Problem]) -> Iterator[RawRow | Problem]:
    """The rows; when the file turns out unreadable further on, a last problem, on the line after the last."""
    line = 1
    try:
        for item in rows:
            line = item[0] if isinstance(item, tuple) else line
            yield item
    except (Unreadable, OSError):
        yield about_row(name, line + 1, Fault("IMP-LECTURE"))
