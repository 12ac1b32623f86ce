"""`sysgimut backup` and `sysgimut restore`: the database kept elsewhere, and brought back and proved."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sysgimut import __version__
from sysgimut.site.cli import console
from sysgimut.site.cli.arguments import with_database
from sysgimut.site.cli.environment import prepare, require_tables
from sysgimut.site.cli.stopping import DONE, Stop
from sysgimut.site.cli.verifying import report
from sysgimut.site.cli.wording import number, say

if TYPE_CHECKING:
    from sysgimut.site.cli.archive import Manifest

SUFFIX = ".sysgimut"


def add(commands: Any) -> None:
    """Declare the commands."""
    name = say("sauvegarder toute la base dans un fichier", "back the whole database up into one file")
    parser = commands.add_parser("backup", help=name, description=name)
    with_database(parser)
    where = say(
        f"dossier où écrire sysgimut-AAAAMMJJ-HHMMSS{SUFFIX}, ou nom du fichier",
        f"folder where to write sysgimut-YYYYMMDD-HHMMSS{SUFFIX}, or name of the file",
    )
    parser.add_argument("target", metavar=say("DESTINATION", "TARGET"), help=where)
    parser.set_defaults(run=backup)
    name = say(
        "remettre une sauvegarde dans une base vide, et tout vérifier", "restore a backup into an empty database"
    )
    parser = commands.add_parser("restore", help=name, description=name)
    with_database(parser)
    parser.add_argument("source", metavar=say("SAUVEGARDE", "BACKUP"), help=say("le fichier", "the file"))
    parser.set_defaults(run=restore)


def backup(options: argparse.Namespace) -> int:
    """Seal the journal, copy the database at one moment, write and read back one file."""
    prepare(options.database)
    require_tables()
    from sysgimut.journal.seal import seal_all
    from sysgimut.site.cli import archive, copying

    now = datetime.now(UTC)
    target = Path(options.target)
    path = target / f"sysgimut-{now:%Y%m%d-%H%M%S}{SUFFIX}" if target.is_dir() else target
    if path.exists():
        raise Stop(f"« {path} » existe déjà : donnez un autre nom.", f"“{path}” exists already: give another name.")
    if not path.parent.is_dir():
        raise Stop(f"Il n'y a pas de dossier « {path.parent} ».", f"There is no folder “{path.parent}”.")
    with console.steps() as steps:
        steps.step(say("Journal scellé (écritures)", "Journal sealed (entries)"))(seal_all())
        written = archive.write(path, copying.dump, _about(now), steps)
    console.line(say(f"Sauvegarde faite : {path}", f"Backup made: {path}"), "bold green")
    text = say("écritures du journal", "journal entries")
    console.line(f"{number(path.stat().st_size)} {say('octets', 'bytes')}, {number(written.entries)} {text}")
    return DONE


def _about(now: datetime) -> Callable[[int, str], Manifest]:
    """What the manifest says but for the size and digest of the copy, which holds at least these heads."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    from sysgimut.journal.models import Entry
    from sysgimut.journal.seal import head_lines, heads
    from sysgimut.site.cli import archive, copying

    migrations = sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations())
    entries, printed, version = Entry.objects.count(), head_lines(heads()), copying.engine_version()
    made = now.isoformat(timespec="seconds")

    def manifest(size: int, digest: str) -> Manifest:
        return archive.Manifest(
            archive.FORMAT,
            __version__,
            connection.vendor,
            version,
            made,
            migrations,
            entries,
            printed,
            size,
            digest,
        )

    return manifest


def restore(options: argparse.Namespace) -> int:
    """Check the file, fill the empty database with it, bring its tables up to date, and verify everything."""
    prepare(options.database)
    from sysgimut.journal.seal import parse_heads
    from sysgimut.site.cli import archive, copying
    from sysgimut.site.installation import migrate

    source = Path(options.source)
    manifest = archive.read(source)
    _refuse(manifest, copying.is_empty())
    with console.steps() as steps:
        reading = steps.step(say("Lecture et contrôle (octets)", "Reading and checking (bytes)"), manifest.size)
        archive.check(source, manifest, reading)
        steps.step(say("Base remplie", "Database filled"))
        with archive.opened(source) as copy:
            copying.load(copy)
        steps.step(say("Tables et gardes à jour", "Tables and guards up to date"))
        migrate()
    told = say(f"Sauvegarde du {manifest.made_at} restaurée.", f"Backup of {manifest.made_at} restored.")
    console.line(f"{told} {say('Vérification de tout :', 'Verifying everything:')}")
    return report(parse_heads(manifest.heads))


def _refuse(manifest: Manifest, empty: bool) -> None:
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    if manifest.engine != connection.vendor:
        raise Stop(
            f"Cette sauvegarde est d'une base {manifest.engine} ; la base donnée est {connection.vendor}.",
            f"This backup is of a {manifest.engine} database; the one given is {connection.vendor}.",
        )
    known = MigrationLoader(None).disk_migrations or {}
    if unknown := [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known]:
        raise Stop(
            f"Cette sauvegarde vient d'une version plus récente ({manifest.product}, {unknown[0]}) : installez-la "
            "d'abord.",
            f"This backup comes from a later version ({manifest.product}, {unknown[0]}): install that one first.",
        )
    if not empty:
        raise Stop(
            "Cette base n'est pas vide : on ne restaure que dans une base vide, l'ancienne reste comme preuve. "
            "Donnez-en une autre avec --database.",
            "This database is not empty: a backup is restored into an empty one only, the old one stays as evidence. "
            "Give another with --database.",
        )
