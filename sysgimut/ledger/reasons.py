"""Sentences of the ledger's own codes."""

from __future__ import annotations

from sysgimut.kernel.explanations import Sentence

REASONS: dict[str, Sentence] = {
    "LIVRE-INCONNU": Sentence(
        fr="Personne ne tient de livres sous le code {entity} : donnez celui d'une mutuelle, ou UTM.",
        en="Nobody keeps books under the code {entity}: give that of a mutual, or UTM.",
    ),
    "LIVRE-CLOS": Sentence(
        fr="Les livres de {entity} sont clos jusqu'au {last} : rien ne peut plus y être écrit au {day}. "
        "Datez l'opération d'un jour ouvert.",
        en="The books of {entity} are closed up to {last}: nothing can be written there on {day} any more. "
        "Date the operation on an open day.",
    ),
    "LIVRE-DEJA_CLOS": Sentence(
        fr="Les livres de {entity} sont déjà clos jusqu'au {last}.",
        en="The books of {entity} are closed already, up to {last}.",
    ),
    "LIVRE-MOIS_EN_COURS": Sentence(
        fr="Ce mois n'est pas fini : il peut être clos à partir du {until}.",
        en="This month is not over: it can be closed from {until} on.",
    ),
    "VER-CLOTURE": Sentence(
        fr="Les livres clos ne sont plus ce qu'ils étaient : {entries} écritures et {debit} F de débits à la clôture, "
        "{found} et {found_debit} F maintenant.",
        en="The closed books are no longer what they were: {entries} entries and {debit} XOF of debits when closed, "
        "{found} and {found_debit} XOF now.",
        effect="error",
    ),
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
