"""`sysgimut run-dir DIR --out OUT`: a directory of exchange files in, rights, decisions, statements and books out."""

from __future__ import annotations

import argparse
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sysgimut.site.cli import console
from sysgimut.site.cli.arguments import with_database
from sysgimut.site.cli.environment import prepare, sqlite_url
from sysgimut.site.cli.stopping import DONE, Stop
from sysgimut.site.cli.wording import say, some

if TYPE_CHECKING:
    from sysgimut.interop.run_dir import Report

DATABASE = "sysgimut.sqlite3"


def add(commands: Any) -> None:
    """Declare the command."""
    name = say("liquider un dossier de fichiers d'échange", "decide a directory of exchange files")
    parser = commands.add_parser("run-dir", help=name, description=name)
    parser.add_argument("directory", metavar="DIR", help=say("dossier des fichiers", "directory of the files"))
    parser.add_argument("--out", required=True, metavar="OUT", help=say("dossier des résultats", "where results go"))
    with_database(parser)
    parser.add_argument(
        "--no-pdf",
        action="store_true",
        help=say("n'écrire que les CSV des règlements", "write settlements as CSV only"),
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Carry the command out."""
    source, out = Path(options.directory), Path(options.out)
    _check_source(source)
    _check_spelling(out)
    fresh = options.database is None
    prepare(sqlite_url(out / DATABASE) if fresh else options.database)
    from sysgimut.interop.run_dir import UnusableDirectory, run_dir
    from sysgimut.site.installation import initialise

    _check_names(source)
    _make(out)
    if fresh:
        remove_database(out / DATABASE)
    with console.steps() as steps:
        steps.step(say("Préparation de la base", "Preparing the database"))
        author = initialise()
        try:
            report = run_dir(source, out, author, steps.step, pdf=not options.no_pdf)
        except UnusableDirectory as error:
            raise Stop(str(error), str(error)) from error
    _summary(out, report)
    return DONE


def _check_source(source: Path) -> None:
    if not os.path.isdir(source):
        raise Stop(f"« {source} » n'est pas un dossier.", f"“{source}” is not a directory.")


def _check_spelling(out: Path) -> None:
    """Raise Stop when the name of the folder is not text: no database can be opened under it."""
    try:
        str(out).encode()
    except UnicodeEncodeError as error:
        shown = str(out).encode(errors="replace").decode()
        raise Stop(
            f"Le nom du dossier « {shown} » n'est pas lisible. Choisissez un autre dossier avec --out.",
            f"The name of the directory “{shown}” cannot be read. Choose another directory with --out.",
        ) from error


def _check_names(source: Path) -> None:
    """Raise Stop when the directory holds none of the files, before anything is written."""
    from sysgimut.interop.run_dir import REQUIRED, UnusableDirectory, find_files

    try:
        find_files(source)
    except UnusableDirectory as error:
        names = ", ".join([*(f"{kind}.csv" for kind in REQUIRED), "bordereau*.csv"])
        raise Stop(
            f"« {source} » ne contient aucun des fichiers attendus ({names}, ou les mêmes en .xlsx).",
            f"“{source}” holds none of the expected files ({names}, or the same in .xlsx).",
        ) from error


def _make(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".sysgimut-write-test"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        why = error.strerror or str(error)
        raise Stop(
            f"Impossible d'écrire dans « {out} » : {why}. Choisissez un autre dossier avec --out.",
            f"Cannot write into “{out}”: {why}. Choose another directory with --out.",
        ) from error


def remove_database(path: Path) -> None:
    """Remove an embedded database and the files that SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()


def _summary(out: Path, report: Report) -> None:
    from sysgimut.site.cli.summary import show_figures, show_files, show_heads

    console.line()
    show_files(report)
    show_figures()
    show_heads()
    if report.errors:
        told = some(report.errors, ("erreur", "erreurs"), ("error", "errors"))
        path = out / "erreurs.csv"
        text = say(
            f"lisez « {path} », corrigez les fichiers et recommencez.",
            f"read “{path}”, mend the files and start again.",
        )
        console.line(f"{told} : {text}", "bold yellow")
    console.line(say(f"Résultats écrits dans « {out} ».", f"Results written into “{out}”."), "bold green")
