"""Sentences of the ledger's own codes."""

from __future__ import annotations

from sysgimut.kernel.explanations import Sentence

REASONS: dict[str, Sentence] = {
    "VER-ECRITURE_DESEQUILIBREE": Sentence(
        fr="L'écriture comptable n'est pas équilibrée : débits moins crédits font {total} F.",
        en="The ledger entry does not balance: debits less credits make {total} XOF.",
        effect="error",
    ),
    "VER-LIVRES_DESEQUILIBRES": Sentence(
        fr="Les livres de cette activité ne sont pas équilibrés : la somme fait {total} F au lieu de 0.",
        en="The books of this activity do not balance: the sum makes {total} XOF instead of 0.",
        effect="error",
    ),
    "VER-LIGNE_EGAREE": Sentence(
        fr="{count} ligne(s) comptable(s) dans d'autres livres que leur écriture.",
        en="{count} posting(s) in other books than their entry.",
        effect="error",
    ),
}
