"""What a person reads about rights and receipts, with the date or the amount that matters.

Rules: docs/algorithms/coverage.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sysgimut.contributions.domain.coverage import HouseholdCoverage
from sysgimut.contributions.domain.rights import RightStatus, Segment, segment_on
from sysgimut.kernel.explanations import Sentence, Value
from sysgimut.kernel.outcomes import Reason

REASONS: dict[str, Sentence] = {
    "DROITS-INCONNU": Sentence(
        fr="Référence inconnue : aucune personne enregistrée sous ce numéro. Vérifiez la carte.",
        en="Unknown reference: nobody is registered under this number. Check the card.",
    ),
    "DROITS-NON_VALIDE": Sentence(
        fr=(
            "Adhésion non validée. Il manque : droit d'admission {fee_missing} F CFA, "
            "première cotisation {contribution_missing} F CFA."
        ),
        en=(
            "Membership not validated. Still missing: admission fee {fee_missing} XOF, "
            "first contribution {contribution_missing} XOF."
        ),
    ),
    "DROITS-SORTI": Sentence(
        fr="Droits fermés : la personne ne fait plus partie du ménage depuis le {day}.",
        en="Rights closed: the person left the household on {day}.",
    ),
    "DROITS-PAS_ENCORE": Sentence(
        fr="Pas encore de droits à cette date : la couverture de la personne commence le {day}.",
        en="No rights yet on that date: the person's coverage starts on {day}.",
    ),
    "DROITS-OBSERVATION": Sentence(
        fr=(
            "Droits fermés : période d'observation jusqu'au {day}. "
            "Les droits s'ouvrent ce jour-là si la cotisation est à jour."
        ),
        en=(
            "Rights closed: observation period until {day}. Rights open on that day if the contribution is up to date."
        ),
    ),
    "DROITS-EXPIRE": Sentence(
        fr="Droits expirés le {day} : la cotisation n'est plus à jour depuis cette date.",
        en="Rights expired on {day}: the contribution has not been up to date since then.",
    ),
    "RECU-FORME": Sentence(
        fr="Numéro de reçu illisible : {receipt}. Écrivez le carnet, un tiret, le numéro (C0100006-000014).",
        en="Unreadable receipt number: {receipt}. Write the booklet, a hyphen, the number (C0100006-000014).",
        effect="error",
    ),
    "RECU-HORS_CARNET": Sentence(
        fr="Le reçu {receipt} n'est pas dans le carnet : numéros {first} à {last}.",
        en="Receipt {receipt} is not in the booklet: numbers {first} to {last}.",
        effect="error",
    ),
    "RECU-UTILISE": Sentence(
        fr="Le reçu {receipt} a déjà servi. Un numéro ne sert qu'une fois : vérifiez la souche.",
        en="Receipt {receipt} has already been used. A number is used once: check the stub.",
        effect="error",
    ),
    "RECU-SANS_MENAGE": Sentence(
        fr="Aucun ménage n'a la référence {household} : le reçu n'est pas enregistré. Vérifiez la référence, ou "
        "inscrivez d'abord le ménage.",
        en="No household has the reference {household}: the receipt is not recorded. Check the reference, or enrol "
        "the household first.",
        effect="error",
    ),
    "RECU-MENAGE": Sentence(
        fr="Le ménage {household} n'est pas inscrit dans cette mutuelle. Vérifiez la référence, ou inscrivez "
        "d'abord le ménage.",
        en="Household {household} is not enrolled in this mutual. Check the reference, or enrol the household first.",
        effect="error",
    ),
    "RECU-TRANSFERE": Sentence(
        fr="L'argent du reçu {receipt} a été transféré entre droit d'admission et cotisation : il ne peut pas être "
        "rendu. Transférez-le d'abord dans l'autre sens.",
        en="The money of receipt {receipt} was moved between fee and contribution: it cannot be given back. Move it "
        "back first.",
    ),
    "RECU-AUTRE_CARNET": Sentence(
        fr="Le carnet du reçu {receipt} est remis à une autre section. Vérifiez le numéro écrit sur la souche.",
        en="The booklet of receipt {receipt} was handed to another section. Check the number on the stub.",
    ),
    "RECU-ANNULE": Sentence(
        fr="Le reçu {receipt} a été annulé et ne peut plus servir.",
        en="Receipt {receipt} was cancelled and can no longer be used.",
        effect="error",
    ),
    "MEN-DROIT_SUIVANT": Sentence(
        fr="Le ménage compte maintenant {persons} personnes : un nouveau droit d'admission est dû, reste à payer "
        "{fee} F CFA. Les droits restent ouverts.",
        en="The household now has {persons} people: another admission fee is due, {fee} XOF still to pay. Rights "
        "stay open.",
        effect="remark",
    ),
    "PERS-OBSERVATION": Sentence(
        fr="Les droits de {reference} s'ouvriront le {day}, après sa période d'observation.",
        en="The rights of {reference} will open on {day}, after their observation period.",
        effect="remark",
    ),
    "MEN-SANS_ADHERENT": Sentence(
        fr="Le ménage {household} n'a plus d'adhérent ; sa couverture continue. Demandez qui le représente.",
        en="The household {household} has no head any more; its coverage goes on. Ask who speaks for it.",
        effect="remark",
    ),
    "DROITS-A_VALIDER": Sentence(
        fr="Adhésion payée, dossier pas encore validé : la mutuelle doit le valider, les droits compteront du jour du "
        "paiement.",
        en="Membership paid, file not validated yet: the mutual must validate it, rights will count from the day of "
        "payment.",
    ),
    "RECU-VIDE": Sentence(
        fr="Le reçu ne porte aucun montant. Écrivez ce qui a été encaissé.",
        en="The receipt bears no amount. Write what was taken.",
        effect="error",
    ),
    "RECU-DATE": Sentence(
        fr="Le {day} ne peut pas être le jour d'un reçu. Écrivez le jour où l'argent a été reçu.",
        en="{day} cannot be the day of a receipt. Write the day on which the money was taken.",
        effect="error",
    ),
    "RECU-ATTENTE": Sentence(
        fr="Argent reçu et gardé en attente : le ménage {household} n'est pas connu ici. Le reçu {receipt} est "
        "enregistré ; il faudra dire pour quel ménage il est, ou rendre l'argent.",
        en="Money taken and kept in suspense: the household {household} is not known here. Receipt {receipt} is "
        "recorded; someone must say which household it is for, or give the money back.",
        effect="held",
    ),
    "RECU-PAS_ENCORE": Sentence(
        fr="Le reçu {receipt} n'est pas encore enregistré : l'argent pris n'est pas dans les comptes. Corrigez ce qui "
        "est dit ici et envoyez de nouveau, avec le même reçu ; si le ménage est déjà inscrit, enregistrez le reçu "
        "pour lui. Sinon, demandez que l'argent soit gardé en attente, ou rendez-le.",
        en="Receipt {receipt} is not recorded yet: the money taken is not in the books. Correct what is said here and "
        "send it again, with the same receipt; if the household is enrolled already, record the receipt for it. "
        "Otherwise ask for the money to be kept in suspense, or give it back.",
    ),
    "RECU-PLACE": Sentence(
        fr="Le reçu {receipt} n'est pas, ou plus, en attente.",
        en="Receipt {receipt} is not, or no longer, in suspense.",
    ),
    "RECU-RENDU": Sentence(
        fr="Rendez {amount} F CFA : les écritures du reçu {receipt} sont renversées et les droits recalculés.",
        en="Give back {amount} XOF: the entries of receipt {receipt} are reversed and rights worked out again.",
        effect="remark",
    ),
    "VALID-MANQUE": Sentence(
        fr="Adhésion pas validée. Il manque {total} F CFA : droit d'admission {fee} F CFA, première cotisation "
        "{contribution} F CFA. Encaissez, puis validez.",
        en="Membership not validated. {total} XOF are missing: admission fee {fee} XOF, first contribution "
        "{contribution} XOF. Take the money, then validate.",
    ),
    "VALID-PERSONNE": Sentence(
        fr="Il n'y a personne dans ce ménage : rien à valider.",
        en="There is nobody in this household: nothing to validate.",
    ),
    "CREDIT-INSUFFISANT": Sentence(
        fr="Il n'y a que {available} F CFA de crédit à déplacer, et non {amount} F CFA. Ce qui a payé un droit dû ou "
        "acheté une période ne se déplace pas.",
        en="Only {available} XOF of credit can be moved, not {amount} XOF. What paid a fee that was due or bought a "
        "period cannot be moved.",
    ),
    "CREDIT-DATE": Sentence(
        fr="Le crédit a déjà servi : le déplacement ne peut pas être daté d'avant le {day}.",
        en="The credit has served since: the transfer cannot be dated before {day}.",
    ),
    "CARNET-DEJA": Sentence(
        fr="Le carnet {code} est déjà enregistré dans cette mutuelle. Un code ne sert qu'une fois.",
        en="Booklet {code} is already registered in this mutual. A code is used once.",
    ),
    "CARNET-CODE": Sentence(
        fr="« {code} » ne peut pas être le code d'un carnet : lettres, chiffres, point, barre et tiret, 32 au plus.",
        en="“{code}” cannot be the code of a booklet: letters, digits, dot, slash and hyphen, 32 at most.",
    ),
    "CARNET-ETENDUE": Sentence(
        fr="Le dernier numéro vient après le premier, et un carnet a au plus {most} feuilles.",
        en="The last number comes after the first, and a booklet has at most {most} leaves.",
    ),
    "CARNET-UTILISE": Sentence(
        fr="Le reçu {receipt} existe déjà hors de ces numéros. Corrigez le premier et le dernier.",
        en="Receipt {receipt} already exists outside these numbers. Correct the first and the last.",
    ),
    "CARNET-SECTION": Sentence(
        fr="La section {section} n'est pas dans la mutuelle {mutual}.",
        en="Section {section} is not in the mutual {mutual}.",
    ),
}


def reason_of(segment: Segment, coverage: HouseholdCoverage | None = None) -> Reason | None:
    """Why rights are closed in a segment, or None when they are open.

    `coverage` gives a household that was never validated the amounts it lacks (in XOF); without it they
    are shown as a dash.
    """
    if segment.status is RightStatus.OUVERT:
        return None
    params: dict[str, Value] = {}
    if segment.status is not RightStatus.NON_VALIDE:
        params["day"] = segment.day
    elif coverage is not None:
        params["fee_missing"] = coverage.fee_missing
        params["contribution_missing"] = coverage.contribution_missing
    return Reason(f"DROITS-{segment.status}", params)


def reason_on(segments: Sequence[Segment], day: date, coverage: HouseholdCoverage | None = None) -> Reason | None:
    """Why rights are closed on `day` according to a timeline, or None when they are open."""
    return reason_of(segment_on(segments, day), coverage)
