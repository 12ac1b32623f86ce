"""`sysgimut demo`: the demo loaded, its logins shown, and served."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from sysgimut.site.cli import console
from sysgimut.site.cli.arguments import whole, with_database
from sysgimut.site.cli.directory import remove_database
from sysgimut.site.cli.serving import prepare_demo, serve, with_port
from sysgimut.site.cli.stopping import DONE, Stop
from sysgimut.site.cli.wording import language, say

HOUSEHOLDS = 2_000
SEED = 2024
NOTICE = (
    "DÉMONSTRATION : les personnes, les reçus, les soins et les montants sont inventés. Le territoire est réel.",
    "DEMO: people, receipts, care and amounts are invented. The territory is real.",
)


def add(commands: Any) -> None:
    """Declare the command."""
    name = say("charger la démonstration et la servir", "load the demo and serve it")
    parser = commands.add_parser("demo", help=name, description=name)
    with_database(parser)
    with_port(parser)
    parser.add_argument(
        "--households",
        type=whole(1, 20_000),
        default=HOUSEHOLDS,
        metavar="N",
        help=say(f"combien de ménages ({HOUSEHOLDS})", f"how many households ({HOUSEHOLDS})"),
    )
    parser.add_argument(
        "--seed", type=whole(0, 999_999_999), default=SEED, metavar="N", help=say("graine du tirage", "seed")
    )
    parser.add_argument("--no-serve", action="store_true", help=say("charger sans servir", "load without serving"))
    parser.add_argument(
        "--fresh", action="store_true", help=say("recommencer avec une base neuve", "start again with a fresh database")
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Load the demo unless it is there already, show it, and serve it."""
    prepare_demo(options.database)
    console.line(NOTICE[1] if language() == "en" else NOTICE[0], "bold yellow")
    from sysgimut.site.demo.loading import load

    state = _state()
    if state == "foreign":
        raise Stop(
            "Cette base n'est pas celle d'une démonstration : elle reste comme elle est. Donnez-en une autre avec "
            "DATABASE_URL.",
            "This database is not that of a demo: it stays as it is. Give another one with DATABASE_URL.",
        )
    if options.fresh or state == "unfinished":
        _empty()
        state = "absent"
    if state == "absent":
        with console.steps() as steps:
            problems = load(options.households, options.seed, steps.step)
        for sentence in problems:
            console.complain(sentence)
    else:
        text = "La démonstration est déjà chargée (--fresh pour recommencer)."
        console.line(say(text, "The demo is loaded already (--fresh to start again)."))
    _show()
    return DONE if options.no_serve else serve(options.port)


def _state() -> str:
    """What the database holds: nothing (absent), a demo begun (unfinished), a demo (loaded), else (foreign)."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    from sysgimut.site.demo.loading import state

    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite" and not Path(name).exists():
        return "absent"
    return state() if MigrationRecorder(connection).has_table() else "absent"


def _empty() -> None:
    """Forget a demo. Only ever called on a database that holds nothing else."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    from sysgimut.journal import guards

    if connection.vendor == "sqlite":
        connection.close()
        remove_database(Path(connection.settings_dict["NAME"]))
    elif MigrationRecorder(connection).has_table():
        guards.remove()
        call_command("flush", verbosity=0, interactive=False)


def _show() -> None:
    from sysgimut.identity.demo import demo_logins
    from sysgimut.site.cli.summary import show_figures, show_heads

    console.line()
    show_figures()
    show_heads()
    headings = (say("Compte", "Account"), say("Identifiant", "Login"), say("Mot de passe", "Password"))
    rows = [[found["role"], found["username"], found["password"]] for found in demo_logins()]
    console.table(say("Comptes de démonstration", "Accounts of the demo"), headings, rows, texts=3)
