"""`sysgimut administrator` and `sysgimut user`: who may log in, from the server itself."""

from __future__ import annotations

import argparse
import secrets
import sys
from getpass import getpass
from typing import TYPE_CHECKING, Any

from sysgimut.site.cli import console
from sysgimut.site.cli.arguments import Parser, with_database
from sysgimut.site.cli.environment import prepare, require_tables
from sysgimut.site.cli.stopping import DONE, Stop
from sysgimut.site.cli.wording import language, say

if TYPE_CHECKING:
    from sysgimut.kernel.outcomes import Outcome

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Those that nobody mistakes for another when reading a password aloud."""


def add(commands: Any) -> None:
    """Declare the commands."""
    name = say("ouvrir le compte d'un administrateur de l'union", "open the account of an administrator of the union")
    parser = commands.add_parser("administrator", help=name, description=name)
    _with_identity(parser)
    parser.set_defaults(run=open_account, role="administrateur", scope="UTM")
    name = say("comptes : ouvrir, lister", "accounts: open, list")
    users = commands.add_parser("user", help=name, description=name)
    actions = users.add_subparsers(metavar="ACTION", required=True, parser_class=Parser)
    parser = actions.add_parser("add", help=say("ouvrir un compte", "open an account"))
    _with_identity(parser)
    parser.add_argument("--role", required=True, help=say("rôle, par exemple comptable", "role, for example comptable"))
    scope = say("partie du réseau, par exemple UTM/UTM-MOPTI/MOPTI", "part of the network, e.g. UTM/UTM-MOPTI/MOPTI")
    parser.add_argument("--scope", default="UTM", help=scope)
    parser.set_defaults(run=open_account)
    parser = actions.add_parser("list", help=say("lister les comptes", "list the accounts"))
    with_database(parser)
    parser.set_defaults(run=show_accounts)


def _with_identity(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "login", metavar=say("IDENTIFIANT", "LOGIN"), help=say("par exemple awa.traore", "for example awa.traore")
    )
    parser.add_argument("full_name", metavar=say("NOM", "NAME"), help=say("nom complet", "full name"))
    parser.add_argument("--generate", action="store_true", help=say("fabriquer le mot de passe", "make the password"))
    with_database(parser)


def open_account(options: argparse.Namespace) -> int:
    """Open the account; the password is asked, read from the standard input, or made and shown once."""
    prepare(options.database)
    require_tables()
    from pydantic import ValidationError

    from sysgimut.identity.accounts import technical_viewer
    from sysgimut.identity.commands.open_account import OpenAccount
    from sysgimut.journal.runner import submit

    password = made_password() if options.generate else _ask_password()
    try:
        message = OpenAccount(
            login=options.login,
            full_name=options.full_name,
            password=password,
            mandates=((options.role, options.scope),),
            language="en" if language() == "en" else "fr",
            temporary=options.generate,
        )
    except ValidationError as error:
        raise _refused_argument(error) from error
    _told(submit(message, technical_viewer("ligne-de-commande", "Ligne de commande")))
    console.line(say(f"Compte ouvert : {options.login}.", f"Account opened: {options.login}."), "bold green")
    if options.generate:
        console.line(
            say(
                f"Mot de passe provisoire, qui ne sera plus montré : {password}",
                f"Temporary password, which will not be shown again: {password}",
            )
        )
    return DONE


def _refused_argument(error: Any) -> Stop:
    names = {str(problem["loc"][0]) for problem in error.errors() if problem["loc"]}
    if "mandates" in names:
        from sysgimut.identity.roles import ROLES

        roles = ", ".join(ROLES)
        return Stop(f"Ce rôle n'existe pas. Les rôles : {roles}.", f"There is no such role. The roles: {roles}.")
    if "login" in names:
        return Stop(
            "L'identifiant a 3 à 40 lettres minuscules sans accent, chiffres, points ou tirets : awa.traore.",
            "A login has 3 to 40 small letters without accents, digits, dots or hyphens: awa.traore.",
        )
    return Stop("Le nom a 2 à 120 caractères.", "A name has 2 to 120 characters.")


def _told(outcome: Outcome) -> None:
    if not outcome.accepted:
        raise Stop(
            " ".join(reason.sentence("fr") for reason in outcome.reasons),
            " ".join(reason.sentence("en") for reason in outcome.reasons),
        )


def _ask_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass(say("Mot de passe (12 caractères au moins) : ", "Password (12 characters at least): "))
    if getpass(say("Le même encore : ", "The same again: ")) != first:
        raise Stop("Les deux mots de passe diffèrent.", "The two passwords differ.")
    return first


def made_password() -> str:
    """A password to read aloud: four groups of four characters."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def show_accounts(options: argparse.Namespace) -> int:
    """The accounts with their mandates of today; never a password."""
    prepare(options.database)
    require_tables()
    from sysgimut.identity.access import viewer_of
    from sysgimut.identity.models import User

    rows = []
    for user in User.objects.order_by("login").iterator(chunk_size=500):
        mandates = viewer_of(user.pk).mandates
        state = say("ouvert", "open") if user.is_active else say("fermé", "closed")
        rows.append(
            [
                user.login,
                user.full_name,
                say("démonstration", "demo") if user.is_demo else state,
                "\n".join(f"{mandate.role} {mandate.scope}" for mandate in mandates) or "—",
            ]
        )
    headings = (say("Identifiant", "Login"), say("Nom", "Name"), say("État", "State"), say("Mandats", "Mandates"))
    console.table(say("Comptes", "Accounts"), headings, rows, texts=4)
    return DONE
