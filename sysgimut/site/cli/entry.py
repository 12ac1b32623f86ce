"""`sysgimut …`: the commands, and how each of them ends."""

from __future__ import annotations

import argparse
import os
import sys
from io import TextIOWrapper
from pathlib import Path

from sysgimut import __version__
from sysgimut.site.cli import (
    accounts,
    batches,
    books,
    demo,
    directory,
    installing,
    keeping,
    parameters,
    serving,
    verifying,
)
from sysgimut.site.cli.arguments import Parser, choose_language
from sysgimut.site.cli.console import complain
from sysgimut.site.cli.stopping import INTERRUPTED, broken, told
from sysgimut.site.cli.wording import say

COMMANDS = (directory, verifying, batches, books, keeping, parameters, installing, accounts, demo, serving)


def main(arguments: list[str] | None = None) -> int:
    """Carry out one command and return its exit code: 0 done, 1 something found wrong, 2 unusable, 70 a defect."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _never_fail_to_speak()
    choose_language(given)
    options = parser().parse_args(given)
    try:
        code: int = options.run(options)
    except KeyboardInterrupt:
        complain(say("Interrompu.", "Interrupted."))
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away: nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        stop = told(error) or broken(error, _folder(options))
        complain(str(stop))
        return stop.code
    return code


def _never_fail_to_speak() -> None:
    """A name that the terminal cannot show (bytes that are no text, another encoding) is shown as far as it can."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def parser() -> argparse.ArgumentParser:
    """The parser of every command."""
    top = Parser(
        prog="sysgimut",
        description=say(
            "SYSGIMUT Web : le système d'information d'une union de mutuelles de santé.",
            "SYSGIMUT Web: the information system of a union of health mutuals.",
        ),
    )
    version = say("afficher la version", "show the version")
    top.add_argument("--version", action="version", version=f"SYSGIMUT Web {__version__}", help=version)
    title = say("Commandes", "Commands")
    commands = top.add_subparsers(title=title, metavar=say("COMMANDE", "COMMAND"), required=True, parser_class=Parser)
    for module in COMMANDS:
        module.add(commands)
    return top


def _folder(options: argparse.Namespace) -> Path | None:
    out = getattr(options, "out", None)
    return Path(out) if out else None
