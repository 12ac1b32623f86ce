"""`sysgimut parameters`: the values in force, and those that a person must confirm."""

from __future__ import annotations

import argparse
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sysgimut.site.cli import console
from sysgimut.site.cli.arguments import with_database
from sysgimut.site.cli.environment import prepare
from sysgimut.site.cli.stopping import DONE, Stop
from sysgimut.site.cli.wording import number, say, some

if TYPE_CHECKING:
    from sysgimut.parameters.domain.values import ParameterValue, Value


def add(commands: Any) -> None:
    """Declare the command."""
    name = say("montrer les paramètres et leurs sources", "show the parameters and their sources")
    parser = commands.add_parser("parameters", help=name, description=name)
    with_database(parser)
    parser.add_argument(
        "--a-confirmer",
        "--to-confirm",
        action="store_true",
        dest="to_confirm",
        help=say("seulement les valeurs à confirmer", "only the values to confirm"),
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the values of the database, or the shipped ones when there is no database yet."""
    prepare(options.database)
    from sysgimut.parameters.domain.values import TO_CONFIRM

    values, origin = _values(options.database is not None)
    shown = [value for value in values if not options.to_confirm or value.status == TO_CONFIRM]
    shown.sort(key=lambda value: (value.product, value.key, value.level, value.period.start))
    console.line(origin, "bold")
    for value in shown:
        _show(value)
    console.line()
    told = some(len(shown), ("valeur", "valeurs"), ("value", "values"))
    console.line(say(f"{told} sur {number(len(values))}.", f"{told} of {number(len(values))}."))
    return DONE


def _values(asked: bool) -> tuple[list[ParameterValue], str]:
    from django.db import DatabaseError

    from sysgimut.parameters.queries import current

    try:
        return list(current().values), say("Paramètres de la base", "Parameters of the database")
    except (LookupError, DatabaseError):
        if asked:
            raise
    from sysgimut.parameters.commands.load_parameters import shipped_files
    from sysgimut.parameters.domain.loader import load_texts

    loaded = load_texts({name: text.encode() for name, text in shipped_files().items()})
    if loaded.errors:
        sentences = "\n".join(reason.sentence() for reason in loaded.errors)
        raise Stop(sentences, sentences)
    title = say("Paramètres livrés (aucune base n'est prête)", "Shipped parameters (no database is ready)")
    return list(loaded.values), title


def _show(value: ParameterValue) -> None:
    from sysgimut.parameters.domain.values import TO_CONFIRM

    name = f"{value.product or say('(régime)', '(scheme)')} {value.key} = {shown_value(value.value)}"
    about = [value.level] if value.level else []
    if value.period.start != date.min:
        about.append(say("depuis le ", "since ") + f"{value.period.start:%d/%m/%Y}")
    if value.period.end is not None:
        about.append(say("jusqu'au ", "until ") + f"{value.period.end:%d/%m/%Y}" + say(" (exclu)", " (excluded)"))
    if value.status == TO_CONFIRM:
        about.append(say("à confirmer", "to confirm"))
    console.line()
    console.line(f"{name}  [{', '.join(about)}]" if about else name)
    console.line("    " + ", ".join(filter(None, (value.source, value.passage))), "dim")
    if value.note:
        console.line(f"    {value.note}", "dim")


def shown_value(value: Value) -> str:
    """A value in a cell: yes or no, a rate in per cent when it is a whole one, a table by its number of rows."""
    if isinstance(value, bool):
        return say("oui", "yes") if value else say("non", "no")
    if isinstance(value, int):
        return number(value)
    if isinstance(value, Fraction):
        percent = value * 100
        return f"{percent.numerator} %" if percent.denominator == 1 else str(value)
    if isinstance(value, tuple):
        return say(f"tableau de {len(value)} lignes", f"table of {len(value)} rows")
    return str(value)
