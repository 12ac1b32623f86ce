"""How a command stops: with a sentence and an exit code, never with a traceback."""

from __future__ import annotations

import os
import traceback
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir

from sysgimut.site.cli.wording import say

DONE = 0
FOUND = 1
"""The command did its work, and what it found is wrong (verify)."""
UNUSABLE = 2
"""What was given cannot be used: arguments, directory, database."""
BROKEN = 70
"""A defect of the software itself."""
INTERRUPTED = 130


class Stop(Exception):
    """Stops the command: the sentence that a person reads, and the exit code."""

    def __init__(self, fr: str, en: str, code: int = UNUSABLE) -> None:
        super().__init__(say(fr, en))
        self.code = code


def told(error: BaseException) -> Stop | None:
    """What can go wrong outside the software, as a sentence; None for anything else."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError, InterfaceError

    if isinstance(error, Stop):
        return error
    if isinstance(error, ImproperlyConfigured) or type(error).__name__ == "NotInstalled":
        return Stop(str(error), str(error))
    if isinstance(error, DatabaseError | InterfaceError):
        return _about_database(error)
    if isinstance(error, OSError):
        name = f"« {error.filename} »" if error.filename else ""
        why = error.strerror or str(error)
        return Stop(f"Impossible d'utiliser {name or 'un fichier'} : {why}.", f"{name or 'A file'} is unusable: {why}.")
    return None


def _about_database(error: BaseException) -> Stop:
    why = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
    if "no such table" in why or "does not exist" in why:
        return Stop(
            f"La base de données n'est pas prête ({why}). Lancez d'abord « sysgimut migrate ».",
            f"The database is not ready ({why}). Run “sysgimut migrate” first.",
        )
    return Stop(
        f"La base de données ne répond pas ou ne peut pas être écrite : {why}. Vérifiez son adresse, qu'elle est "
        "démarrée, que vous avez le droit d'y écrire et qu'il reste de la place sur le disque.",
        f"The database does not answer or cannot be written: {why}. Check its address, that it is running, that you "
        "may write to it and that there is room left on the disk.",
    )


def broken(error: BaseException, folder: Path | None = None) -> Stop:
    """The sentence for a defect: the details go to a file that can be sent, not to the screen."""
    details = "".join(traceback.format_exception(error))
    for place in (folder, Path(gettempdir())):
        if place is None:
            continue
        path = place / f"sysgimut-incident-{os.getpid()}.txt"
        with suppress(OSError):
            path.write_text(details, encoding="utf-8")
            return Stop(
                f"Le logiciel a rencontré un défaut ({type(error).__name__}). Rien n'est enregistré à moitié. "
                f"Envoyez le fichier « {path} » aux mainteneurs.",
                f"The software met a defect ({type(error).__name__}). Nothing is half recorded. "
                f"Send the file “{path}” to the maintainers.",
                BROKEN,
            )
    return Stop(f"Défaut du logiciel : {error!r}.", f"Defect of the software: {error!r}.", BROKEN)
