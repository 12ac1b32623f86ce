"""Making a database ready: tables, guards, parameters, territory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from django.core.management import call_command

from sysgimut import benefits, providers
from sysgimut.identity.access import Viewer
from sysgimut.identity.accounts import technical_viewer
from sysgimut.interop.domain.columns import Kind
from sysgimut.interop.domain.kinds import ACTES, PRESTATAIRES, TARIFS
from sysgimut.interop.domain.problems import Problem
from sysgimut.interop.submission import Submission
from sysgimut.interop.tabular import read_table
from sysgimut.journal import guards
from sysgimut.journal.command import Command
from sysgimut.journal.runner import submit
from sysgimut.kernel.outcomes import Outcome
from sysgimut.network.commands.load_network import LoadNetwork, shipped_digest
from sysgimut.parameters.commands.load_parameters import LoadParameters, shipped_files

Row = TypeVar("Row")


class NotInstalled(Exception):
    """A shipped file was refused: its sentences say why."""


def migrate() -> None:
    """Bring the tables up to date and put every guard back (a table rebuild drops triggers silently)."""
    guards.remove()
    call_command("migrate", verbosity=0, interactive=False)
    guards.install()


def initialise() -> Viewer:
    """Tables, guards, shipped parameters and territory; returns the author of what the command line does.

    Doing it again changes nothing. Raises NotInstalled when a shipped file is refused.
    """
    migrate()
    return load_shipped()


def load_shipped() -> Viewer:
    """Shipped parameters and territory into a migrated database; returns the command line's author."""
    author = technical_viewer()
    for message in (LoadParameters(files=shipped_files()), LoadNetwork(digest=shipped_digest())):
        _submit(message, author)
    return author


def load_catalogue(author: Viewer, now: datetime | None = None) -> list[str]:
    """The shipped acts, facilities and tariffs, through the same import as a union's own files.

    Returns the sentences of what was refused: none, unless the union's own catalogue contradicts it.
    """
    told: list[str] = []

    def tell(problem: Problem) -> None:
        told.append(f"{problem.file}, {problem.line or ''} {problem.column}: {problem.what()}")

    submission = Submission(author, tell, now=now)
    submission.acts("acts.csv", _shipped(benefits, "acts.csv", ACTES, tell))
    submission.facilities("facilities.csv", _shipped(providers, "facilities.csv", PRESTATAIRES, tell))
    submission.tariffs("tariffs.csv", _shipped(benefits, "tariffs.csv", TARIFS, tell))
    return told


def _shipped(app: ModuleType, name: str, kind: Kind[Row], tell: Callable[[Problem], None]) -> Iterator[Row]:
    assert app.__file__ is not None
    for row in read_table(Path(app.__file__).parent / "data" / name, name, kind):
        if isinstance(row, Problem):
            tell(row)
        else:
            yield row


def _submit(message: Command, author: Viewer) -> Outcome:
    outcome = submit(message, author)
    if not outcome.accepted:
        raise NotInstalled("\n".join(reason.sentence() for reason in outcome.reasons))
    return outcome
