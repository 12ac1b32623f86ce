"""Sentences of settlement's own codes."""

from __future__ import annotations

from sysgimut.kernel.explanations import Sentence

REASONS: dict[str, Sentence] = {
    "VER-ETAT_TOTAL": Sentence(
        fr="L'état porte {printed} ({column}) et ses décisions font {found}.",
        en="The statement carries {printed} ({column}) and its decisions make {found}.",
        effect="error",
    ),
    "VER-ETAT_DECISIONS": Sentence(
        fr="Les décisions de l'état ne sont plus celles qui ont été imprimées.",
        en="The decisions of the statement are no longer those that were printed.",
        effect="error",
    ),
    "VER-ETAT_LIVRES": Sentence(
        fr="{amount} F accordés par l'état, {booked} F dans les livres à cette date.",
        en="{amount} XOF granted by the statement, {booked} XOF in the books on that day.",
        effect="error",
    ),
    "VER-PAIEMENT_LIVRES": Sentence(
        fr="{amount} F payés, {booked} F dans les livres à cette date.",
        en="{amount} XOF paid, {booked} XOF in the books on that day.",
        effect="error",
    ),
    "VER-PAIEMENT_MONTANT": Sentence(
        fr="{amount} F payés pour {granted} F accordés.",
        en="{amount} XOF paid for {granted} XOF granted.",
        effect="error",
    ),
    "VER-PAIEMENT_SIGNATURES": Sentence(
        fr="Payé avec {parties} signature(s) de {people} personne(s) : il en faut trois, de trois personnes.",
        en="Paid with {parties} signature(s) by {people} person(s): three are needed, by three people.",
        effect="error",
    ),
}
