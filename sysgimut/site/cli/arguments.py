"""The parser, speaking French first: argparse itself only knows English."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from sysgimut.site.cli.stopping import UNUSABLE
from sysgimut.site.cli.wording import LANGUAGES, say, speak

Run = Callable[[argparse.Namespace], int]

_FRENCH = (
    (r"the following arguments are required: (.*)", r"il manque : \1"),
    (r"unrecognized arguments: (.*)", r"arguments inconnus : \1"),
    (r"argument (\S+): expected one argument", r"\1 attend une valeur"),
    (r"argument (\S+): invalid choice: (.*) \(choose from (.*)\)", r"\1 : \2 n'existe pas, choisissez parmi \3"),
    (r"argument (\S+): invalid int value: (.*)", r"\1 : \2 n'est pas un nombre entier"),
    (r"argument (\S+): (.*)", r"\1 : \2"),
)


class _Formatter(argparse.HelpFormatter):
    def add_usage(
        self, usage: str | None, actions: Iterable[Any], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, say("Utilisation : ", "Usage: ") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser whose help and errors are in the language chosen."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", _Formatter)
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self._positionals.title = say("Arguments", "Arguments")
        self._optionals.title = say("Options", "Options")
        self.add_argument("-h", "--help", action="help", help=say("afficher cette aide", "show this help"))
        self.add_argument(
            "--lang", choices=LANGUAGES, metavar="fr|en", help=say("langue des messages", "language of the messages")
        )

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments and exit with 2."""
        self.print_usage(sys.stderr)
        self.exit(UNUSABLE, f"{self.prog} : {french(message)}.\n" if say("fr", "en") == "fr" else f"{message}.\n")


def french(message: str) -> str:
    """One of argparse's messages in French; as it is when it is not one that we know.

    >>> french("argument --port: expected one argument")
    '--port attend une valeur'
    """
    for pattern, translation in _FRENCH:
        if re.fullmatch(pattern, message):
            return re.sub(pattern, translation, re.sub(r"'([\w-]+)'", r"\1", message))
    return message


def choose_language(arguments: list[str]) -> None:
    """Read `--lang` before anything is said."""
    for at, argument in enumerate(arguments):
        if argument == "--lang" and at + 1 < len(arguments):
            speak(arguments[at + 1])
        elif argument.startswith("--lang="):
            speak(argument.partition("=")[2])


def whole(minimum: int, maximum: int) -> Callable[[str], int]:
    """A type of argument: a whole number within bounds."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not minimum <= int(text) <= maximum:
            raise argparse.ArgumentTypeError(
                say(
                    f"« {text} » n'est pas un nombre entier de {minimum} à {maximum}",
                    f"“{text}” is not a whole number from {minimum} to {maximum}",
                )
            )
        return int(text)

    return read


def with_database(parser: argparse.ArgumentParser) -> None:
    """Add `--database`."""
    parser.add_argument(
        "--database",
        metavar="URL",
        help=say(
            "base à utiliser : postgresql://… ou chemin d'un fichier .sqlite3 (sinon DATABASE_URL)",
            "database to use: postgresql://… or the path of a .sqlite3 file (otherwise DATABASE_URL)",
        ),
    )
