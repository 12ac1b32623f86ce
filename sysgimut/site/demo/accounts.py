"""The demo's accounts: one or more for each role, over a real part of the network, under one known password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sysgimut.identity.access import Viewer, viewer_of
from sysgimut.identity.commands.open_account import OpenAccount
from sysgimut.identity.demo import DEMO_PASSWORD
from sysgimut.identity.models import User
from sysgimut.journal.runner import submit

OFFICE = "UTM/UTM-MOPTI"
FACILITIES = f"{OFFICE}/ETABLISSEMENTS"
INVENTED = "(personne inventée)"
LAST = "auditeur"
"""Opened when all the rest is loaded: the demo is whole once it is there."""


@dataclass(frozen=True, slots=True)
class Account:
    """Someone of the demo: login, invented name, role, scope path."""

    login: str
    name: str
    role: str
    scope: str


ACCOUNTS = (
    Account("administrateur", "Alou Sogoba", "administrateur", "UTM"),
    Account("direction", "Nana Haïdara", "direction", "UTM"),
    Account("coordinateur", "Hamadoun Boly", "coordinateur", OFFICE),
    Account("medecin", "Dr Yasama Dolo", "medecin_conseil", OFFICE),
    Account("comptable", "Sékou Nientao", "comptable", OFFICE),
    Account("assistant", "Fanta Minta", "assistant", f"{OFFICE}/MOPTI"),
    Account("assistant.bandiagara", "Ogobara Kansaye", "assistant", f"{OFFICE}/BANDIAGARA"),
    Account("gestionnaire", "Allaye Bocoum", "gestionnaire", f"{OFFICE}/MOPTI/S-ML050105"),
    Account("gestionnaire.sangha", "Atimé Poudiougo", "gestionnaire", f"{OFFICE}/BANDIAGARA/S-ML050218"),
    Account("guichet", "Kadia Tamboura", "guichet", f"{FACILITIES}/MOP-C13"),
    Account("guichet.cscom", "Bréhima Konta", "guichet", f"{FACILITIES}/MOP-C01"),
    Account("guichet.csref", "Aminata Djitteye", "guichet", f"{FACILITIES}/MOP-R1"),
    Account("guichet.hopital", "Oumar Yattara", "guichet", f"{FACILITIES}/MOP-H1"),
    Account("guichet.officine", "Safiatou Arby", "guichet", f"{FACILITIES}/MOP-P01"),
    Account("guichet.bandiagara", "Yatimé Tapily", "guichet", f"{FACILITIES}/BDG-R1"),
    Account("elu", "Bakary Famanta", "elu", f"{OFFICE}/MOPTI"),
    Account("elu.bandiagara", "Antandou Tessougué", "elu", f"{OFFICE}/BANDIAGARA"),
    Account(LAST, "Modibo Keïta-Fomba", "auditeur", "UTM"),
)


class NotOpened(Exception):
    """An account of the demo was refused: its sentences say why."""


def open_accounts(author: Viewer, accounts: tuple[Account, ...], now: datetime) -> None:
    """Open accounts, those that exist already left as they are. Raises NotOpened."""
    known = set(User.objects.values_list("login", flat=True))
    for account in accounts:
        if account.login in known:
            continue
        message = OpenAccount(
            login=account.login,
            full_name=f"{account.name} {INVENTED}",
            password=DEMO_PASSWORD,
            mandates=((account.role, account.scope),),  # type: ignore[arg-type]
            demo=True,
        )
        outcome = submit(message, author, now=now)
        if not outcome.accepted:
            raise NotOpened(" ".join(reason.sentence() for reason in outcome.reasons))


def viewer(login: str) -> Viewer:
    """An account of the demo, with the mandates it holds."""
    return viewer_of(User.objects.get(login=login).pk)


def signatories() -> dict[str, Viewer]:
    """Facility code → the account that signs for it."""
    return {
        account.scope.rpartition("/")[2]: viewer(account.login) for account in ACCOUNTS if account.role == "guichet"
    }
