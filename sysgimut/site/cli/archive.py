"""The file of a backup: a ZIP that holds the copy of the database and the manifest that proves it whole."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from sysgimut.site.cli.console import Steps
from sysgimut.site.cli.stopping import Stop
from sysgimut.site.cli.wording import say

FORMAT = 1
MANIFEST = "manifest.json"
COPY = "database"
BLOCK = 1 << 20
MANIFEST_LIMIT = 8 << 20

Advance = Callable[[int], None]
"""Told how many more bytes are done."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    format: int
    product: str
    engine: str
    engine_version: str
    made_at: str
    migrations: list[list[str]]
    entries: int
    """Journal entries when the copy began: the copy holds at least these."""
    heads: str
    size: int
    sha256: str


class _Counted:
    """Writes to a file, remembering how much and its SHA-256."""

    def __init__(self, file: IO[bytes], advance: Advance) -> None:
        self._file, self._advance = file, advance
        self.size, self.digest = 0, sha256()

    def write(self, block: bytes) -> None:
        self._file.write(block)
        self.digest.update(block)
        self.size += len(block)
        self._advance(len(block))


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that nobody has yet, readable by its owner only; what is left of it at the end is removed."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        try:
            yield file
        finally:
            path.unlink(missing_ok=True)


def write(
    path: Path, fill: Callable[[Callable[[bytes], None]], None], manifest: Callable[[int, str], Manifest], steps: Steps
) -> Manifest:
    """Write an archive whose copy `fill` hands over block by block; it gets its name once it was read back.

    `manifest` makes the manifest from the size and the SHA-256 of the copy. Raises Stop when the archive exists.
    """
    part = path.with_name(path.name + ".part")
    try:
        with new_file(part) as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                with archive.open(COPY, "w", force_zip64=True) as out:
                    counted = _Counted(
                        out, steps.step(say("Copie de la base (octets)", "Copy of the database (bytes)"))
                    )
                    fill(counted.write)
                told = manifest(counted.size, counted.digest.hexdigest())
                archive.writestr(MANIFEST, json.dumps(asdict(told), ensure_ascii=False, indent=1))
            file.flush()
            os.fsync(file.fileno())
            check(part, told, steps.step(say("Relecture (octets)", "Reading back (bytes)"), told.size))
            _name(part, path)
    except FileExistsError as error:
        raise Stop(
            f"« {error.filename} » existe déjà : donnez un autre nom.",
            f"“{error.filename}” exists already: give another name.",
        ) from error
    return told


def _name(part: Path, path: Path) -> None:
    """Give a file its name, which nobody has: a link refuses to replace; where there are none (a USB key), a mark."""
    try:
        os.link(part, path)
    except FileExistsError as error:
        raise FileExistsError(error.errno, error.strerror, str(path)) from error
    except OSError:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        os.replace(part, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read(path: Path) -> Manifest:
    """The manifest of a backup. Raises Stop when the file is not one, or is one of a later format."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(MANIFEST).file_size > MANIFEST_LIMIT:
                raise ValueError("manifest too large")
            found = Manifest(**json.loads(archive.read(MANIFEST)))
            archive.getinfo(COPY)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise Stop(
            f"« {path} » n'est pas une sauvegarde de SYSGIMUT, ou elle est abîmée : prenez-en une autre.",
            f"“{path}” is no backup of SYSGIMUT, or it is damaged: take another one.",
        ) from error
    if found.format != FORMAT:
        raise Stop(
            f"« {path} » vient d'une autre version de SYSGIMUT ({found.product}) : restaurez-la avec cette version.",
            f"“{path}” was made by another version of SYSGIMUT ({found.product}): restore it with that version.",
        )
    return found


def check(path: Path, manifest: Manifest, advance: Advance) -> None:
    """Read the whole copy that a backup holds. Raises Stop when it is not the one that was written."""
    try:
        found = sha256()
        with zipfile.ZipFile(path) as archive, archive.open(COPY) as source:
            while block := source.read(BLOCK):
                found.update(block)
                advance(len(block))
    except (zipfile.BadZipFile, EOFError) as error:
        raise _damaged() from error
    if found.hexdigest() != manifest.sha256:
        raise _damaged()


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The copy that a backup holds, to be read from its beginning."""
    with zipfile.ZipFile(path) as archive, archive.open(COPY) as source:
        yield source


def _damaged() -> Stop:
    return Stop(
        "La sauvegarde est abîmée : son contenu n'est pas celui qui a été enregistré. Prenez-en une autre.",
        "The backup is damaged: what it holds is not what was recorded. Take another one.",
    )
