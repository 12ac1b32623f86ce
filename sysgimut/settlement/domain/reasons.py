"""Sentences of settlement."""

from __future__ import annotations

from sysgimut.kernel.explanations import Sentence

REASONS: dict[str, Sentence] = {
    "ETAT-INCONNU": Sentence(
        fr="L'état de remboursement {number} n'existe pas, ou n'est pas dans votre ressort.",
        en="Reimbursement statement {number} does not exist, or is outside your area.",
    ),
    "ETAT-DEJA_SIGNE": Sentence(
        fr="L'état {number} est déjà signé pour la partie « {party} ».",
        en="Statement {number} is already signed for the party “{party}”.",
    ),
    "ETAT-MEME_PERSONNE": Sentence(
        fr="Vous avez déjà signé l'état {number} pour la partie « {party} ». Les trois signatures doivent être de "
        "trois personnes différentes.",
        en="You have already signed statement {number} for the party “{party}”. The three signatures must be by "
        "three different people.",
    ),
    "ETAT-DEJA_PAYE": Sentence(
        fr="L'état {number} est déjà payé.",
        en="Statement {number} is already paid.",
    ),
    "ETAT-RIEN": Sentence(
        fr="Rien n'est accordé sur l'état {number} : il n'y a rien à payer.",
        en="Nothing is granted on statement {number}: there is nothing to pay.",
    ),
    "ETAT-SIGNATURES": Sentence(
        fr="L'état {number} ne peut pas être payé : il manque des signatures ({missing}).",
        en="Statement {number} cannot be paid: signatures are missing ({missing}).",
    ),
    "ETAT-MONTANT": Sentence(
        fr="L'état {number} accorde {granted} F CFA : le paiement de {amount} F CFA n'est pas enregistré. Payez le "
        "montant accordé.",
        en="Statement {number} grants {granted} XOF: the payment of {amount} XOF is not recorded. Pay the amount "
        "granted.",
    ),
    "ETAT-DATE": Sentence(
        fr="La date du paiement de l'état {number} doit être entre son établissement ({issued_on}) et aujourd'hui.",
        en="The payment of statement {number} must be dated between its issue ({issued_on}) and today.",
    ),
}
