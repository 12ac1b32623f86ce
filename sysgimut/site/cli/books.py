"""`sysgimut seal` and `sysgimut heads`: the chain of the journal, and what to publish of it."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from sysgimut.site.cli import console
from sysgimut.site.cli.arguments import with_database
from sysgimut.site.cli.environment import prepare, require_tables
from sysgimut.site.cli.stopping import DONE
from sysgimut.site.cli.wording import say, some


def add(commands: Any) -> None:
    """Declare the commands."""
    sealing = say("sceller le journal et imprimer ses têtes", "seal the journal and print its heads")
    parser = commands.add_parser("seal", help=sealing, description=sealing)
    with_database(parser)
    parser.set_defaults(run=seal)
    printing = say("imprimer les têtes du journal, à publier", "print the heads of the journal, to publish")
    parser = commands.add_parser("heads", help=printing, description=printing)
    with_database(parser)
    parser.set_defaults(run=heads)


def seal(options: argparse.Namespace) -> int:
    """Seal what waits, then print the heads: `chain number hash`, one a line."""
    prepare(options.database)
    require_tables()
    from sysgimut.journal.seal import seal_all

    done = seal_all()
    told = some(done, ("écriture scellée", "écritures scellées"), ("entry sealed", "entries sealed"))
    console.errors().print(f"{told}.")
    return _print_heads()


def heads(options: argparse.Namespace) -> int:
    """Print the heads as they are."""
    prepare(options.database)
    require_tables()
    return _print_heads()


def _print_heads() -> int:
    from sysgimut.journal.seal import head_lines
    from sysgimut.journal.seal import heads as sealed

    sys.stdout.write(head_lines(sealed()))
    sys.stdout.flush()
    return DONE
