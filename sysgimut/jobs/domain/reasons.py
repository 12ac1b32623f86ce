"""Sentences of batches."""

from __future__ import annotations

from sysgimut.kernel.explanations import Sentence

REASONS: dict[str, Sentence] = {
    "LOT-GENRE_INCONNU": Sentence(
        fr="Aucun traitement par lots ne s'appelle « {kind} ».",
        en="No batch work is called “{kind}”.",
    ),
    "LOT-EN_COURS": Sentence(
        fr="Ce lot est déjà en cours pour ce périmètre. Attendez qu'il se termine, ou suivez-le sur sa page.",
        en="This batch is already under way for this scope. Wait until it ends, or follow it on its page.",
    ),
    "LOT-INCONNU": Sentence(
        fr="Ce lot n'existe pas, ou n'est pas dans votre ressort.",
        en="This batch does not exist, or is outside your area.",
    ),
    "LOT-RIEN_A_REPRENDRE": Sentence(
        fr="Rien n'est à reprendre dans ce lot : aucune tranche n'a échoué ni n'attend.",
        en="Nothing in this batch is to be resumed: no chunk has failed or waits.",
    ),
    "LOT-DEFAUT": Sentence(
        fr="Le logiciel a rencontré un défaut ({error}). Rien n'est enregistré à moitié ; le détail est dans les "
        "messages du serveur.",
        en="The software met a defect ({error}). Nothing is half recorded; the details are in the server's messages.",
        effect="error",
    ),
    "LOT-ABANDON": Sentence(
        fr="Prise {takes} fois, cette tranche n'a jamais été menée à bout : celui qui l'avait s'est arrêté en route.",
        en="Taken {takes} times, this chunk was never carried through: whoever had it stopped on the way.",
        effect="error",
    ),
}
