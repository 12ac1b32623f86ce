"""`sysgimut migrate`, `sysgimut init` and `sysgimut secret`: a site made ready."""

from __future__ import annotations

import argparse
import secrets
import sys
from typing import Any

from sysgimut.site.cli import console
from sysgimut.site.cli.arguments import with_database
from sysgimut.site.cli.environment import prepare
from sysgimut.site.cli.stopping import DONE
from sysgimut.site.cli.wording import say

SECRET_BYTES = 48


def add(commands: Any) -> None:
    """Declare the commands."""
    name = say(
        "mettre les tables, les gardes et les données livrées à jour",
        "bring tables, guards and shipped data up to date",
    )
    parser = commands.add_parser("migrate", help=name, description=name)
    with_database(parser)
    parser.set_defaults(run=migrate)
    name = say(
        "migrate, et le catalogue illustratif : actes, tarifs, établissements",
        "migrate, and the illustrative catalogue: acts, tariffs, facilities",
    )
    parser = commands.add_parser("init", help=name, description=name)
    with_database(parser)
    parser.set_defaults(run=initialise)
    name = say("fabriquer un secret pour SYSGIMUT_SECRET_KEY", "make a secret for SYSGIMUT_SECRET_KEY")
    parser = commands.add_parser("secret", help=name, description=name)
    parser.set_defaults(run=secret)


def migrate(options: argparse.Namespace) -> int:
    """Tables, guards, shipped parameters and territory; doing it again changes nothing."""
    prepare(options.database)
    from sysgimut.site.installation import initialise

    initialise()
    console.line(say("La base est prête.", "The database is ready."), "bold green")
    return DONE


def initialise(options: argparse.Namespace) -> int:
    """The same, and the shipped catalogue, whose prices are illustrative."""
    prepare(options.database)
    from sysgimut.site.installation import initialise, load_catalogue

    author = initialise()
    problems = load_catalogue(author)
    for sentence in problems:
        console.complain(sentence)
    text = say(
        "La base est prête. Les tarifs et les établissements livrés sont illustratifs : remplacez-les par les vôtres.",
        "The database is ready. The shipped tariffs and facilities are illustrative: replace them with your own.",
    )
    console.line(text, "bold green")
    return DONE


def secret(options: argparse.Namespace) -> int:
    """Print a fresh secret, and nothing else."""
    sys.stdout.write(secrets.token_urlsafe(SECRET_BYTES) + "\n")
    return DONE
