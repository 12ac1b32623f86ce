"""Sentences of what the proof of receipts and rights finds (checks.py). Those of rights are in domain/reasons.py."""

from __future__ import annotations

from sysgimut.kernel.explanations import Sentence

REASONS: dict[str, Sentence] = {
    "VER-RECU_DOUBLE": Sentence(
        fr="Le même numéro de reçu est utilisé {times} fois.",
        en="The same receipt number is used {times} times.",
        effect="error",
    ),
    "VER-RECU_HORS_CARNET": Sentence(
        fr="Le numéro de ce reçu est hors de son carnet.",
        en="The number of this receipt is outside its booklet.",
        effect="error",
    ),
    "VER-RECU_BARRE": Sentence(
        fr="Le numéro de ce reçu est sur une feuille rayée de son carnet.",
        en="The number of this receipt is on a leaf of its booklet that was struck out.",
        effect="error",
    ),
    "VER-RECU_SANS_ECRITURE": Sentence(
        fr="Ce reçu de {amount} F n'a pas d'écriture comptable.",
        en="This receipt of {amount} XOF has no ledger entry.",
        effect="error",
    ),
    "VER-ECRITURE_SANS_RECU": Sentence(
        fr="Une écriture comptable porte ce numéro, et aucun reçu de ce jour ne le porte.",
        en="A ledger entry carries this number, and no receipt of that day does.",
        effect="error",
    ),
    "VER-RECU_COMPTE_DEUX_FOIS": Sentence(
        fr="Ce reçu est compté {times} fois dans les livres.",
        en="This receipt is counted {times} times in the books.",
        effect="error",
    ),
    "VER-RECU_MONTANT": Sentence(
        fr="Le reçu fait {amount} F et son écriture comptable {booked} F, ou leurs emplois diffèrent.",
        en="The receipt makes {amount} XOF and its ledger entry {booked} XOF, or their purposes differ.",
        effect="error",
    ),
    "VER-COMPTE": Sentence(
        fr="Le compte du ménage n'est pas ce que font ses paiements et ses membres.",
        en="The household's account is not what its payments and its people make.",
        effect="error",
    ),
    "VER-ACHATS": Sentence(
        fr="Les périodes payées du ménage ne sont pas ce que font ses paiements et ses membres.",
        en="The household's paid periods are not what its payments and its people make.",
        effect="error",
    ),
    "VER-DROITS": Sentence(
        fr="Les droits du ménage ne sont pas ce que font ses paiements et ses membres ({count} période(s)).",
        en="The household's rights are not what its payments and its people make ({count} period(s)).",
        effect="error",
    ),
    "VER-CREDIT_NEGATIF": Sentence(
        fr="Le crédit du ménage est négatif : {credit} F.",
        en="The household's credit is negative: {credit} XOF.",
        effect="error",
    ),
    "VER-DROIT_NEGATIF": Sentence(
        fr="Le droit d'admission encaissé du ménage est négatif : {credit} F.",
        en="The household's admission fee paid is negative: {credit} XOF.",
        effect="error",
    ),
    "VER-AVANCE": Sentence(
        fr="Cotisations reçues d'avance : {booked} F dans les livres, {credit} F dans les comptes (écart : {gap} F).",
        en="Contributions received ahead: {booked} XOF in the books, {credit} XOF in the accounts "
        "(difference: {gap} XOF).",
        effect="error",
    ),
}
