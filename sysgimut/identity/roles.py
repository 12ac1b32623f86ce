"""The roles, and their names for people (design: “Who uses it, for what”)."""

from __future__ import annotations

from typing import Literal

RoleName = Literal[
    "administrateur",
    "direction",
    "coordinateur",
    "medecin_conseil",
    "comptable",
    "assistant",
    "gestionnaire",
    "guichet",
    "elu",
    "auditeur",
]
ROLES: dict[str, tuple[str, str]] = {
    "administrateur": ("Administrateur", "Administrator"),
    "direction": ("Direction", "Management"),
    "coordinateur": ("Coordinateur", "Coordinator"),
    "medecin_conseil": ("Médecin conseil", "Medical advisor"),
    "comptable": ("Comptable", "Accountant"),
    "assistant": ("Assistant au développement", "Development assistant"),
    "gestionnaire": ("Gestionnaire", "Section manager"),
    "guichet": ("Guichet d'établissement", "Facility desk"),
    "elu": ("Élu", "Elected officer"),
    "auditeur": ("Auditeur", "Auditor"),
}
