"""Reading a CSV file record by record, in bounded memory, so that one broken line costs that line only.

The file is looked through once before anything is read: its size, its encoding, whether it ends cleanly. Then
physical lines are read with a limit of length and given to the `csv` module; when a quotation mark is not closed,
the line on which it opened is told and reading starts again on the next one.
"""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, IncrementalDecoder, getincrementaldecoder
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from sysgimut.interop.domain.problems import Fault
from sysgimut.interop.unreadable import Unreadable

MAX_FILE = 512 * 2**20
MAX_LINE = 128 * 1024
"""Characters of a physical line."""
MAX_RECORD_LINES = 40
"""Physical lines over which the quoted texts of one row may run."""
MAX_COLUMNS = 256
_CHUNK = 2**20
_PIECE = MAX_LINE + 2
_UNDECODED = re.compile("[\udc80-\udcff]")
_DECODED = re.compile("[^\x00-\x7f\udc80-\udcff]")

Record = tuple[int, list[str] | Fault]
"""The physical line on which a record starts, and its cells or what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What the whole file looks like."""

    damaged: bool
    """Some bytes are not UTF-8 although the file as a whole is: the lines that hold them are to be refused."""
    ends_cut: bool
    """The last line does not end with a line break."""


def survey(stream: BinaryIO) -> Survey:
    """Look through the file from its start. Raises Unreadable when it is empty, too big or not UTF-8 text."""
    decoder = getincrementaldecoder("utf-8")()
    nuls = size = 0
    valid = True
    first = last = b""
    while chunk := stream.read(_CHUNK):
        first, last = first or chunk[:4], chunk[-1:]
        size += len(chunk)
        nuls += chunk.count(0)
        if size > MAX_FILE:
            raise Unreadable("IMP-TROP_GROS", limit=MAX_FILE // 2**20)
        valid = valid and _decodes(decoder, chunk)
    if not size or (size == len(BOM_UTF8) and first == BOM_UTF8):
        raise Unreadable("IMP-VIDE")
    if first.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or nuls * 10 > size:
        raise Unreadable("IMP-ENCODAGE", encoding="UTF-16")
    valid = valid and _decodes(decoder, b"", final=True)
    if not valid and _mostly_undecodable(stream):
        raise Unreadable("IMP-ENCODAGE", encoding="Windows-1252, Latin-1")
    return Survey(damaged=not valid, ends_cut=last not in (b"\n", b"\r"))


def _decodes(decoder: IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _mostly_undecodable(stream: BinaryIO) -> bool:
    """Whether the characters that are not ASCII are UTF-8 more rarely than not: the file has another encoding.

    A character cut in two by the end of the file says nothing.
    """
    stream.seek(0)
    decoder = getincrementaldecoder("utf-8")("surrogateescape")
    good = bad = 0
    while chunk := stream.read(_CHUNK):
        text = decoder.decode(chunk)
        bad += len(_UNDECODED.findall(text))
        good += len(_DECODED.findall(text))
    return bad > good


class _LongLine(Exception):
    pass


class _Unclosed(Exception):
    pass


class _CutLine(str):
    """The beginning of a line that is too long to be read."""

    __slots__ = ()


class _Lines:
    """Physical lines, numbered from 1; those of the record being read can be given back after its first."""

    def __init__(self, stream: BinaryIO) -> None:
        self._text = io.TextIOWrapper(stream, "utf-8-sig", "surrogateescape", newline="")
        self._again: deque[str] = deque()
        self._record: list[str] = []
        self._half_break = False
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._read()
        if not line:
            raise StopIteration
        self.number += 1
        record = self._record
        record.append(line)
        if type(line) is _CutLine:
            raise _LongLine if len(record) == 1 else _Unclosed
        if len(record) > MAX_RECORD_LINES:
            raise _Unclosed
        return line

    def _read(self) -> str:
        line = self._piece()
        if self._half_break and line == "\n":  # the other half of a line break that the limit cut in two
            line = self._piece()
        rest = line
        while len(rest) == _PIECE and rest[-1] not in "\r\n":
            rest = self._piece()
        self._half_break = len(rest) == _PIECE and rest[-1] == "\r"
        return line if len(line) <= MAX_LINE else _CutLine(line)

    def _piece(self) -> str:
        return self._text.readline(_PIECE)

    def peek(self) -> str:
        """The next line, which stays to be read."""
        if not self._again:
            self._again.append(self._read())
        return self._again[0]

    def begin(self) -> int:
        """Start a new record; gives the number of its first line."""
        self._record = []
        return self.number + 1

    @property
    def several(self) -> bool:
        """Whether the record being read runs over several lines."""
        return len(self._record) > 1

    def go_back(self) -> None:
        """Give back the lines of the record after its first."""
        later = self._record[1:]
        self.number -= len(later)
        self._again.extendleft(reversed(later))


def delimiter_of(header: str) -> str:
    """`;` or `,`, whichever separates more in the header line, quoted texts left aside; `,` when neither does.

    >>> delimiter_of('menage;"nom, prenoms";sexe'), delimiter_of("menage,nom"), delimiter_of("menage")
    (';', ',', ',')
    """
    bare = re.sub(r'"[^"]*"', "", header)
    return ";" if bare.count(";") > bare.count(",") else ","


def read_records(stream: BinaryIO) -> Iterator[Record]:
    """The records of a file that `survey` accepted, header first. Blank lines do not come.

    Raises Unreadable when the header has far too many columns.
    """
    lines = _Lines(stream)
    while (first := lines.peek()) and not first.strip():
        lines.begin()
        next(lines)
    delimiter = delimiter_of(first)
    if first.count(delimiter) > MAX_COLUMNS and type(first) is _CutLine:
        raise Unreadable("IMP-COLONNES", limit=MAX_COLUMNS)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    width: int | None = None
    while True:
        start = lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _LongLine:
            yield start, Fault("IMP-LIGNE_LONGUE", {"limit": MAX_LINE})
        except (csv.Error, _Unclosed):
            lines.go_back()
            yield start, Fault("IMP-GUILLEMETS")
        else:
            width = len(cells) if width is None else width
            if lines.several and len(cells) != width:  # closed by chance, far away, by another open quotation mark
                lines.go_back()
                yield start, Fault("IMP-GUILLEMETS")
            elif cells:
                yield start, cells
