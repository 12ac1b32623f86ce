"""`sysgimut verify`: is everything as it was recorded, and does all the money add up?"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sysgimut.site.cli import console
from sysgimut.site.cli.arguments import with_database
from sysgimut.site.cli.environment import prepare, require_tables
from sysgimut.site.cli.stopping import DONE, FOUND, Stop
from sysgimut.site.cli.wording import language, pick, say, some

if TYPE_CHECKING:
    from sysgimut.journal.seal import Head


def add(commands: Any) -> None:
    """Declare the command."""
    name = say("vérifier toute la base : chaînes, lignes, comptes", "verify the whole database: chains, rows, books")
    parser = commands.add_parser("verify", help=name, description=name)
    with_database(parser)
    parser.add_argument(
        "--heads",
        metavar="FILE",
        help=say(
            "têtes publiées du journal, gardées hors du serveur : une fin coupée se voit alors",
            "published heads of the journal, kept outside the server: a cut tail then shows",
        ),
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Carry the command out: 0 when all is well, 1 when something is not."""
    prepare(options.database)
    require_tables()
    return report(_heads(options.heads))


def report(published: Sequence[Head]) -> int:
    """Run every proof and say what it finds; the exit code."""
    from sysgimut.journal.snapshot import one_moment
    from sysgimut.journal.verify import unsealed
    from sysgimut.site.verification import checks

    findings = []
    with console.steps() as steps, one_moment():
        for check in checks(published):
            count = steps.step(f"{pick(check.name)} ({pick(check.things)})", check.total())
            findings += list(check.findings(count))
    waiting = unsealed()
    for found in findings:
        console.line(f"{found.where} : {found.what(language())}", "red")
    if waiting:
        told = some(waiting, ("écriture du journal", "écritures du journal"), ("journal entry", "journal entries"))
        text = say("non scellées encore : lancez « sysgimut seal ».", "not sealed yet: run “sysgimut seal”.")
        console.line(f"{told}, {text}", "yellow")
    if findings:
        told = some(len(findings), ("anomalie", "anomalies"), ("finding", "findings"))
        text = say("Ne réparez rien à la main : gardez une copie.", "Mend nothing by hand: keep a copy.")
        console.complain(f"{told}. {text}")
        return FOUND
    console.line(say("Tout est conforme.", "All is as it was recorded."), "bold green")
    return DONE


def _heads(name: str | None) -> list[Head]:
    from sysgimut.journal.seal import parse_heads

    if name is None:
        return []
    try:
        published = parse_heads(Path(name).read_text("utf-8"))
    except ValueError as error:
        raise Stop(
            f"« {name} » ne contient pas de têtes du journal : une par ligne, « chaîne numéro empreinte ».",
            f"“{name}” holds no heads of the journal: one a line, “chain number hash”.",
        ) from error
    if not published:
        raise Stop(f"« {name} » ne contient aucune tête.", f"“{name}” holds no head.")
    return published
