"""Every state that a page shows, by word, icon and tone: never by colour alone.

A tone is a pair of colours and, in drawings, a hatch of its own (templates/components/sprite.html).
A code missing here is shown as its own text in the neutral tone; tests list the codes that the apps use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Tone = Literal["ok", "info", "warn", "bad", "neutral"]


@dataclass(frozen=True, slots=True)
class Status:
    """How a state looks: its word, its tone (colours, and hatch in drawings), its icon."""

    label: str | Promise
    tone: Tone
    icon: str


def _ok(label: str | Promise, icon: str = "check") -> Status:
    return Status(label, "ok", icon)


def _info(label: str | Promise, icon: str = "clock") -> Status:
    return Status(label, "info", icon)


def _warn(label: str | Promise, icon: str = "warning") -> Status:
    return Status(label, "warn", icon)


def _bad(label: str | Promise, icon: str = "cross") -> Status:
    return Status(label, "bad", icon)


def _neutral(label: str | Promise, icon: str = "dot") -> Status:
    return Status(label, "neutral", icon)


STATUSES: dict[str, Status] = {
    # Rights of a person on a day
    "open": _ok(_("Droits ouverts")),
    "observation": _info(_("En observation")),
    "expired": _bad(_("Droits expirés")),
    "not_validated": _warn(_("Dossier non validé")),
    "not_yet": _info(_("Pas encore de droits")),
    "left": _neutral(_("Sorti du ménage"), "logout"),
    "unknown": _warn(_("Inconnu"), "question"),
    "suspended": _warn(_("Droits suspendus")),
    # Decision on a line, a request, a bordereau
    "granted": _ok(_("Accordé")),
    "partly_granted": _warn(_("Accordé en partie"), "half"),
    "rejected": _bad(_("Rejeté")),
    "to_justify": _info(_("À justifier"), "question"),
    # Effect of a reason
    "refuse": _bad(_("Refus")),
    "reduction": _warn(_("Réduction"), "down"),
    "remark": _neutral(_("Remarque"), "info"),
    "error": _bad(_("Erreur"), "warning"),
    # Answer to a command
    "accepted": _ok(_("Enregistré")),
    "held": _warn(_("En attente d’une vérification"), "clock"),
    "refused": _bad(_("Refusé")),
    # Life of a file, a receipt, a bordereau, a statement
    "draft": _neutral(_("Brouillon"), "edit"),
    "submitted": _info(_("Envoyé"), "upload"),
    "validated": _ok(_("Validé")),
    "received": _info(pgettext_lazy("état", "Reçu"), "download"),
    "in_control": _info(_("En contrôle"), "search"),
    "adjudicated": _ok(_("Liquidé")),
    "to_sign": _warn(_("À signer"), "edit"),
    "signed": _ok(_("Signé"), "edit"),
    "to_pay": _warn(_("À payer"), "coins"),
    "paid": _ok(_("Payé"), "coins"),
    "nothing_due": _neutral(_("Rien à payer")),
    "valid": _ok(_("Valide")),
    "voided": _bad(_("Annulé")),
    "missing": _warn(_("Manquant"), "question"),
    "remitted": _ok(_("Reversé"), "coins"),
    "active": _ok(_("En vigueur")),
    "closed": _neutral(_("Clos"), "lock"),
    "login_closed": _warn(_("Bloqué quelques minutes"), "lock"),
    # Reference data and parameters
    "to_confirm": _warn(_("À confirmer"), "question"),
    "confirmed": _ok(_("Confirmé")),
    "to_enter": _warn(_("À saisir"), "edit"),
    "named": _ok(_("Saisi")),
    "sealed": _ok(_("Scellé"), "lock"),
    "unsealed": _info(_("Pas encore scellé")),
    # Background work
    "pending": _neutral(_("En attente"), "clock"),
    "running": _info(_("En cours")),
    "done": _ok(_("Terminé")),
    "failed": _bad(_("Échoué"), "warning"),
}

# The reasons of coverage (docs/algorithms/coverage.md) are states of a person's rights.
ALIASES = {
    "OUVERT": "open",
    "INCONNU": "unknown",
    "NON_VALIDE": "not_validated",
    "SORTI": "left",
    "PAS_ENCORE": "not_yet",
    "OBSERVATION": "observation",
    "EXPIRE": "expired",
}


def status_of(code: str) -> Status:
    """The look of a state, by its code or coverage reason; an unknown one is neutral and bears its code."""
    return STATUSES.get(ALIASES.get(code, code)) or _neutral(code)
