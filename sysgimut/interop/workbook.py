"""Reading the first sheet of a .xlsx workbook row by row, in bounded memory.

The sheet is read as a stream and never built as a grid: the two far corners of an honest sheet of 2 KB would make
a grid of seventeen thousand million cells (calamine aborts the whole process on it, so it only serves as a second
opinion in the tests). Only the shared texts of the workbook are held, within a limit. Formulas are never evaluated:
the value that the spreadsheet saved is read. A document type, entities, or a depth and a variety of elements that
no spreadsheet writes make the workbook unreadable.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from sysgimut.interop.archive import CHUNK, Archive
from sysgimut.interop.domain.problems import NOT_CALCULATED
from sysgimut.interop.domain.reading import RawRow
from sysgimut.interop.sheet_values import DateFormat, cell_text, date_format, unescape
from sysgimut.interop.unreadable import Unreadable

MAX_SHEET = 400 * 2**20
MAX_STRINGS = 64 * 2**20
MAX_PART = 8 * 2**20
MAX_CELL_TEXT = 8192
MAX_COLUMNS = 256
MAX_LINE_NUMBER = 2**20
_MAX_DEPTH = 64
_MAX_NAMES = 4000
_MAX_TOKEN = 16 * CHUNK
_MAX_PIECES = 64

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet that is read: its name, whether other visible sheets are left aside, and its rows."""

    name: str
    alone: bool
    rows: Iterator[RawRow]


class _Walk:
    """One XML part walked through: `start` and `end` get the names of its elements without their prefix."""

    def __init__(self, start: Start, end: End) -> None:
        self._start, self._end = start, end
        self._depth = 0
        self._pieces: list[str] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.CharacterDataHandler = self._pieces.append
        self._parser.StartDoctypeDeclHandler = self._refuse
        self.listen(self.opened, self.closed)

    def listen(self, start: Start, end: End) -> None:
        """Give raw names, prefix included, to these two, which hand over to `opened` and `closed` what they leave."""
        self._parser.StartElementHandler = start
        self._parser.EndElementHandler = end

    def run(self, chunks: Iterable[bytes]) -> Iterator[None]:
        """Parse piece by piece, coming back after each. Raises Unreadable on anything abnormal."""
        fed = 0
        try:
            for chunk in chunks:
                fed += len(chunk)
                self._parser.Parse(chunk, False)
                if fed - self._parser.CurrentByteIndex > _MAX_TOKEN or len(self._parser.intern) > _MAX_NAMES:
                    raise Unreadable("IMP-CLASSEUR")
                del self._pieces[_MAX_PIECES:]
                yield
            self._parser.Parse(b"", True)
            yield
        except (expat.ExpatError, ValueError, LookupError) as broken:  # LookupError: an encoding that does not exist
            raise Unreadable("IMP-CLASSEUR") from broken

    def collect(self) -> None:
        """Forget the text met so far."""
        self._pieces.clear()

    def collected(self) -> str:
        """The text met since `collect`, cut when it is longer than any text may be."""
        pieces = self._pieces
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        pieces.clear()
        return text if len(text) <= MAX_CELL_TEXT else text[: MAX_CELL_TEXT + 1]

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise Unreadable("IMP-CLASSEUR")
        self._start(_local(name), attributes)

    def closed(self, name: str) -> None:
        """An element ends."""
        self._depth -= 1
        self._end(_local(name))

    def _refuse(self, *_: object) -> None:
        raise Unreadable("IMP-CLASSEUR")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _walk_all(archive: Archive, name: str, limit: int, start: Start, end: End | None = None) -> None:
    for _ in _Walk(start, end or (lambda _: None)).run(archive.chunks(name, limit)):
        pass


def _relations(archive: Archive, name: str) -> dict[str, tuple[str, str]]:
    """Identifier → last word of the type, and target, of a relations part."""
    found: dict[str, tuple[str, str]] = {}

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, attributes.get("Target", ""))

    _walk_all(archive, name, MAX_PART, start)
    return found


def _resolve(base: str, target: str) -> str:
    """The name of a part named from another."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(base), target)).lstrip("/")


def _main_part(archive: Archive) -> str:
    for kind, target in _relations(archive, "_rels/.rels").values():
        if kind == "officeDocument":
            return _resolve("", target)
    raise Unreadable("IMP-CLASSEUR")


@dataclass(slots=True)
class _Book:
    sheets: list[tuple[str, str]]
    """Name and relation of the visible sheets."""
    since_1904: bool = False


def _read_book(archive: Archive, name: str) -> _Book:
    book = _Book([])

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "workbookPr":
            book.since_1904 = attributes.get("date1904", "0") in ("1", "true")
        elif element == "sheet" and attributes.get("state", "visible") == "visible":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            book.sheets.append((attributes.get("name", ""), relation))

    _walk_all(archive, name, MAX_PART, start)
    return book


def _read_shapes(archive: Archive, name: str | None) -> list[DateFormat]:
    """For each cell style, whether it shows a date."""
    codes: dict[int, str] = {}
    shapes: list[DateFormat] = []
    section = [""]

    def start(element: str, attributes: Mapping[str, str]) -> None:
        if element == "numFmt":
            codes[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif element in ("cellXfs", "cellStyleXfs"):
            section[0] = element
        elif element == "xf" and section[0] == "cellXfs":
            number = int(attributes.get("numFmtId", "0"))
            shapes.append(date_format(number, codes.get(number)))

    if name is not None:
        try:
            _walk_all(archive, name, MAX_PART, start)
        except KeyError as broken:
            raise Unreadable("IMP-CLASSEUR") from broken
    return shapes


def _read_strings(archive: Archive, name: str | None) -> list[str]:
    """The texts that cells share, each cut when it is longer than any text may be."""
    strings: list[str] = []
    pieces: list[str] = []
    phonetic = [False]

    def start(element: str, _: dict[str, str]) -> None:
        if element == "t" and not phonetic[0]:
            walk.collect()
        elif element == "rPh":
            phonetic[0] = True

    def end(element: str) -> None:
        if element == "t" and not phonetic[0]:
            pieces.append(walk.collected())
        elif element == "rPh":
            phonetic[0] = False
        elif element == "si":
            strings.append(unescape("".join(pieces)[: MAX_CELL_TEXT + 1]))
            pieces.clear()

    walk = _Walk(start, end)
    if name is not None:
        for _ in walk.run(archive.chunks(name, MAX_STRINGS)):
            pass
    return strings


class _SheetRows:
    """The handlers of a worksheet: rows wait in `ready` until the piece of XML that completed them is done.

    Cells and their values come by the million and have a short way of their own; they are not counted in the
    depth, so that one inside another is refused.
    """

    def __init__(self, strings: list[str], shapes: list[DateFormat], since_1904: bool) -> None:
        self.ready: list[RawRow] = []
        self.walk = _Walk(self._open, self._close)
        self.walk.listen(self._start, self._end)
        self._strings, self._shapes, self._since_1904 = strings, shapes, since_1904
        self._columns: dict[str, int] = {}
        self._line = 0
        self._column = 0
        self._cells: list[str] = []
        self._attributes: dict[str, str] = {}
        self._text = self._formula = ""
        self._in_cell = self._in_value = self._has_formula = self._phonetic = False

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        if element == "c":
            if self._in_cell:
                raise Unreadable("IMP-CLASSEUR")
            self._attributes = attributes
            self._text = self._formula = ""
            self._in_cell = True
            self._has_formula = self._phonetic = False
        elif element == "v":
            if self._in_value:
                raise Unreadable("IMP-CLASSEUR")
            self._in_value = True
            self.walk.collect()
        elif ":" in element and _local(element) in ("c", "v"):
            self._start(_local(element), attributes)
        else:
            self.walk.opened(element, attributes)

    def _end(self, element: str) -> None:
        if element == "c":
            self._in_cell = False
            self._place()
        elif element == "v":
            self._in_value = False
            self._text = self.walk.collected()
        elif ":" in element and _local(element) in ("c", "v"):
            self._end(_local(element))
        else:
            self.walk.closed(element)

    def _open(self, element: str, attributes: dict[str, str]) -> None:
        if element == "t" and not self._phonetic:
            self.walk.collect()
        elif element == "rPh":
            self._phonetic = True
        elif element == "f":
            self._has_formula = True
            self.walk.collect()
        elif element == "row":
            self._line = int(attributes.get("r", self._line + 1))
            if not 0 < self._line <= MAX_LINE_NUMBER:
                raise Unreadable("IMP-CLASSEUR")
            self._column = 0
            self._cells = []

    def _close(self, element: str) -> None:
        if element == "rPh":
            self._phonetic = False
        elif element == "t" and not self._phonetic:
            self._text = (self._text + self.walk.collected())[: MAX_CELL_TEXT + 1]
        elif element == "f":
            self._formula = self.walk.collected()
        elif element == "row" and any(self._cells):
            self.ready.append((self._line, self._cells))

    def _place(self) -> None:
        reference = self._attributes.get("r")
        column = self._column if reference is None else self._column_of(reference)
        self._column = column + 1
        value = self._value()
        if not value:
            return
        cells = self._cells
        if column == len(cells) < MAX_COLUMNS:
            cells.append(value)
            return
        column = min(column, MAX_COLUMNS)  # what is further right only shows that there is too much
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = value

    def _value(self) -> str:
        kind, raw = self._attributes.get("t"), self._text
        if not raw:
            missing = self._has_formula and kind != "str"
            return f"{NOT_CALCULATED}={self._formula}"[:MAX_CELL_TEXT] if missing else ""
        shape: DateFormat = ""
        if (style := self._attributes.get("s")) is not None and (at := int(style)) < len(self._shapes):
            shape = self._shapes[at]
        try:
            return cell_text(raw, kind, shape, self._strings, self._since_1904)
        except IndexError as broken:
            raise Unreadable("IMP-CLASSEUR") from broken

    def _column_of(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
                raise Unreadable("IMP-CLASSEUR")
            column = 0
            for letter in letters.upper():
                column = column * 26 + ord(letter) - ord("A") + 1
            column = self._columns[letters] = column - 1
        return column


def read_workbook(archive: Archive) -> Sheet:
    """The first visible worksheet. Raises Unreadable at once, or from its rows when the XML breaks further on."""
    main = _main_part(archive)
    book = _read_book(archive, main)
    folder, _, name = main.rpartition("/")
    relations = _relations(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    sheets = [(title, relations[rid][1]) for title, rid in book.sheets if relations.get(rid, ("",))[0] == "worksheet"]
    if not sheets:
        raise Unreadable("IMP-CLASSEUR")
    by_kind = {kind: _resolve(main, target) for kind, target in relations.values()}
    strings = _read_strings(archive, by_kind.get("sharedStrings"))
    shapes = _read_shapes(archive, by_kind.get("styles"))
    title, target = sheets[0]
    part = _resolve(main, target)
    archive.check(part, MAX_SHEET)
    sheet_rows = _SheetRows(strings, shapes, book.since_1904)
    return Sheet(title, len(sheets) == 1, _rows(sheet_rows, archive.chunks(part, MAX_SHEET)))


def _rows(sheet: _SheetRows, chunks: Iterable[bytes]) -> Iterator[RawRow]:
    walk = sheet.walk.run(chunks)
    broken: Unreadable | None = None
    while broken is None:
        try:
            next(walk)
        except StopIteration:
            return
        except Unreadable as found:
            broken = found  # the rows completed before the break are good
        ready, sheet.ready = sheet.ready, []
        yield from ready
    raise broken
