"""Taking the parts out of a .xlsx file (a zip archive) without trusting what the archive says of itself.

The directory is read within limits of its own, sizes are counted while inflating and never believed, and every
part is checked to its end (length and CRC). Old or rare forms of zip (zip64, encryption, other compressions than
deflate) are refused: no spreadsheet that writes .xlsx of a reasonable size needs them.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from struct import Struct
from typing import BinaryIO

from sysgimut.interop.unreadable import Unreadable

MAX_ARCHIVE = 64 * 2**20
MAX_PARTS = 2000
CHUNK = 64 * 1024

_END = Struct("<4s4H2LH")
_ENTRY = Struct("<4s6H3L5H2L")
_LOCAL = Struct("<4s5H3L2H")
_ENCRYPTED = 0x1
_STORED, _DEFLATED = 0, 8


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the archive, as its directory describes it."""

    name: str
    method: int
    encrypted: bool
    crc: int
    compressed: int
    size: int
    offset: int


class Archive:
    """The parts of a zip archive by name, in small letters. Raises Unreadable when the directory cannot be trusted."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        if size > MAX_ARCHIVE:
            raise Unreadable("IMP-TROP_GROS", limit=MAX_ARCHIVE // 2**20)
        self._stream = stream
        self.parts = {part.name: part for part in _directory(stream, size)}

    def check(self, name: str, limit: int) -> None:
        """Read a part to its end for nothing else than to know that it can be. Raises Unreadable when not."""
        for _ in self.chunks(name, limit):
            pass

    def chunks(self, name: str, limit: int) -> Iterator[bytes]:
        """The content of a part, piece by piece. Raises Unreadable when missing, damaged or above `limit` bytes."""
        part = self.parts.get(name.lower())
        if part is None or part.encrypted or part.method not in (_STORED, _DEFLATED):
            raise Unreadable("IMP-CLASSEUR")
        self._stream.seek(part.offset)
        head = self._stream.read(_LOCAL.size)
        if len(head) < _LOCAL.size or head[:4] != b"PK\x03\x04":
            raise Unreadable("IMP-CLASSEUR")
        *_, name_length, extra_length = _LOCAL.unpack(head)
        position = part.offset + _LOCAL.size + name_length + extra_length
        crc = found = 0
        for chunk in self._inflated(part, position):
            crc, found = zlib.crc32(chunk, crc), found + len(chunk)
            if found > limit:
                raise Unreadable("IMP-CLASSEUR_DEMESURE", limit=limit // 2**20)
            yield chunk
        if crc != part.crc or found != part.size:
            raise Unreadable("IMP-CLASSEUR")

    def _inflated(self, part: Part, position: int) -> Iterator[bytes]:
        left = part.compressed
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        while left > 0:
            self._stream.seek(position)  # a consumer may read another part between two pieces
            raw = self._stream.read(min(CHUNK, left))
            if not raw:
                raise Unreadable("IMP-CLASSEUR")
            position, left = position + len(raw), left - len(raw)
            if part.method == _STORED:
                yield raw
                continue
            while raw and not inflater.eof:
                try:
                    chunk = inflater.decompress(raw, CHUNK)
                except zlib.error as broken:
                    raise Unreadable("IMP-CLASSEUR") from broken
                if chunk:
                    yield chunk
                raw = inflater.unconsumed_tail
        if part.method == _DEFLATED and not inflater.eof:
            tail = inflater.flush()
            if tail:
                yield tail
            if not inflater.eof:
                raise Unreadable("IMP-CLASSEUR")


def _directory(stream: BinaryIO, size: int) -> Iterator[Part]:
    tail = min(size, 2**16 + _END.size)
    stream.seek(size - tail)
    end = stream.read(tail)
    at = end.rfind(b"PK\x05\x06")
    if at < 0 or len(end) - at < _END.size:
        raise Unreadable("IMP-CLASSEUR")
    _, _, _, _, count, length, start, _ = _END.unpack_from(end, at)
    if count > MAX_PARTS or length > MAX_PARTS * 512 or start + length > size:
        raise Unreadable("IMP-CLASSEUR")
    stream.seek(start)
    directory = stream.read(length)
    at, names = 0, set()
    for _ in range(count):
        if len(directory) - at < _ENTRY.size:
            raise Unreadable("IMP-CLASSEUR")
        entry = _ENTRY.unpack_from(directory, at)
        signature, flags, method, crc, compressed, plain = entry[0], entry[3], entry[4], *entry[7:10]
        name_length, extra, comment, offset = entry[10], entry[11], entry[12], entry[16]
        raw = directory[at + _ENTRY.size : at + _ENTRY.size + name_length]
        name = raw.decode("utf-8", "replace").replace("\\", "/").lstrip("/").lower()
        if signature != b"PK\x01\x02" or name in names:
            raise Unreadable("IMP-CLASSEUR")
        names.add(name)
        at += _ENTRY.size + name_length + extra + comment
        yield Part(name, method, bool(flags & _ENCRYPTED), crc, compressed, plain, offset)
