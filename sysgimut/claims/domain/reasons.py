"""Every code of adjudication: its sentence in both languages, its effect, its level, its place in lists.

Figures are given by `checks.py`, `care.py` and `lines.py` under the names between braces. Amounts are in XOF.
Rules: docs/algorithms/adjudication.md.
"""

from __future__ import annotations

from sysgimut.claims.domain.form_reasons import FORM_LEVELS, FORM_REASONS, Level
from sysgimut.kernel.explanations import Sentence

REQUEST_REASONS: dict[str, Sentence] = {
    "ID-1": Sentence(
        "Aucun bénéficiaire n'a la référence {reference}. Recopiez-la de la carte, ou appelez la mutuelle.",
        "No beneficiary has the reference {reference}. Copy it from the card again, or call the mutual.",
    ),
    "ID-2": Sentence(
        "La référence {reference} appartient à quelqu'un d'un autre nom que {family_name}. Vérifiez la "
        "carte et envoyez à la mutuelle une pièce qui prouve l'identité : la demande attend.",
        "The reference {reference} belongs to someone with another family name than {family_name}. Check "
        "the card and send the mutual a document that proves identity: the request is waiting.",
        "to_justify",
    ),
    "ID-3": Sentence(
        "Le sexe déclaré ({sex}) n'est pas celui de la fiche du bénéficiaire ({recorded_sex}). Vérifiez que "
        "c'est la bonne personne ; si la fiche est fausse, prévenez la mutuelle.",
        "The declared sex ({sex}) is not the beneficiary's recorded one ({recorded_sex}). Check that this "
        "is the right person; if the record is wrong, tell the mutual.",
        "remark",
    ),
    "DR-NON_VALIDE": Sentence(
        "L'adhésion du ménage n'est pas validée : le droit d'admission et la première cotisation ne sont pas payés en "
        "entier. Les soins du {care_date} sont à la charge du patient.",
        "The household's membership is not validated: the admission fee and the first contribution are not fully "
        "paid. The care of {care_date} is for the patient to pay.",
    ),
    "DR-SORTI": Sentence(
        "Le bénéficiaire a quitté le ménage le {day} : les soins du {care_date} ne sont pas couverts. Ils sont à sa "
        "charge.",
        "The beneficiary left the household on {day}: the care of {care_date} is not covered. They pay for it.",
    ),
    "DR-PAS_ENCORE": Sentence(
        "Le {care_date}, le bénéficiaire n'était pas encore couvert : sa couverture commence le {day}. Les soins sont "
        "à sa charge.",
        "On {care_date} the beneficiary was not covered yet: their coverage starts on {day}. They pay for the care.",
    ),
    "DR-OBSERVATION": Sentence(
        "Le {care_date}, le bénéficiaire était en période d'observation, qui dure jusqu'au {day} : les soins ne sont "
        "pas encore couverts.",
        "On {care_date} the beneficiary was in the observation period, which lasts until {day}: care is not covered "
        "yet.",
    ),
    "DR-EXPIRE": Sentence(
        "Droits expirés le {day} : les soins du {care_date} ne sont pas couverts. Dites au patient que sa cotisation "
        "n'est plus à jour.",
        "Rights expired on {day}: the care of {care_date} is not covered. Tell the patient that the contribution is "
        "no longer up to date.",
    ),
    "CV-1": Sentence(
        "L'établissement {facility} n'a pas de convention en vigueur le {care_date}. Vérifiez le code de "
        "l'établissement, ou appelez la mutuelle au sujet de la convention.",
        "The facility {facility} has no agreement in force on {care_date}. Check the facility's code, or "
        "call the mutual about the agreement.",
    ),
    "CV-2": Sentence(
        "La convention de l'établissement {facility} en vigueur le {care_date} ne couvre pas le produit "
        "{product} du bénéficiaire. Adressez-le à un établissement conventionné pour ce produit.",
        "The agreement of the facility {facility} in force on {care_date} does not include the "
        "beneficiary's product {product}. Send them to a facility that has it.",
    ),
    "DL-1": Sentence(
        "Bordereau reçu le {received_on}, après le dernier jour de dépôt de ces soins, le {last_day} "
        "({days} jours). Envoyez vos bordereaux chaque mois.",
        "Bordereau received on {received_on}, after the last day to file this care, {last_day} ({days} "
        "days). Send your bordereaux every month.",
    ),
    "ST-1": Sentence(
        "Les dates du séjour ne vont pas : entrée {entry_date}, sortie {exit_date}. Envoyez à la mutuelle "
        "le bulletin d'hospitalisation avec les deux dates : la demande attend.",
        "The dates of the stay do not fit: entry {entry_date}, exit {exit_date}. Send the mutual the "
        "hospital form with both dates: the request is waiting.",
        "to_justify",
    ),
    "ST-2": Sentence(
        "La date des soins ({care_date}) est hors du séjour (entrée {entry_date}, sortie {exit_date}). "
        "Vérifiez les dates.",
        "The care date ({care_date}) is outside the stay (entry {entry_date}, exit {exit_date}). Check the dates.",
        "remark",
    ),
    "UR-1": Sentence(
        "Demande d'urgence obstétricale ou néonatale sans aucun acte de prestation 510 ou 520. Corrigez le "
        "type de soins ou justifiez l'urgence : la demande attend.",
        "Obstetric or newborn emergency without any act of benefit 510 or 520. Correct the care type or "
        "justify the emergency: the request is waiting.",
        "to_justify",
    ),
}

LINE_REASONS: dict[str, Sentence] = {
    "LN-1": Sentence(
        "L'acte {act} n'est pas au catalogue. Inscrivez le code du catalogue et renvoyez la ligne.",
        "The act {act} is not in the catalogue. Write the catalogue's code and send the line again.",
    ),
    "LN-2": Sentence(
        "L'acte {act} n'est pas couvert par le produit {product} du bénéficiaire : il est à sa charge.",
        "The act {act} is not covered by the beneficiary's product {product}: they pay for it.",
    ),
    "LN-3": Sentence(
        "Type de prestation {declared} déclaré, l'acte {act} est de prestation {service_code}. Corrigez-le "
        "la prochaine fois.",
        "Type of benefit {declared} declared, the act {act} is of benefit {service_code}. Correct it next time.",
        "remark",
    ),
    "LN-4": Sentence(
        "L'acte {act} a des limites (sexe : {act_sex}, âge : {age_min} à {age_max} ans) et la fiche du "
        "bénéficiaire dit : sexe {sex}, {age} ans le jour des soins. Vérifiez l'acte et la personne.",
        "The act {act} has limits (sex: {act_sex}, age: {age_min} to {age_max}) and the beneficiary's "
        "record says: sex {sex}, aged {age} on the day of care. Check the act and the person.",
    ),
    "LN-5": Sentence(
        "L'acte {act} est limité aux âges de {age_min} à {age_max} ans. Seule l'année de naissance "
        "{birth_year} est connue : envoyez un acte de naissance, la ligne attend.",
        "The act {act} is limited to ages {age_min} to {age_max}. Only the year of birth {birth_year} is "
        "known: send a birth certificate, the line is waiting.",
        "to_justify",
    ),
    "DB-1": Sentence(
        "Ces soins (acte {act}, quantité {quantity}, {amount} F CFA, le {care_date}) sont déjà facturés "
        "dans la demande {earlier}. Ne les renvoyez pas.",
        "This care (act {act}, quantity {quantity}, XOF {amount}, on {care_date}) is already billed in the "
        "request {earlier}. Do not send it again.",
    ),
    "DB-2": Sentence(
        "L'acte {act} est déjà facturé pour cette personne le {care_date} dans une autre demande. Envoyez "
        "l'ordonnance qui montre que les soins ont été faits deux fois : la ligne attend.",
        "The act {act} is already billed for this person on {care_date} in another request. Send the "
        "prescription that shows that the care was given twice: the line is waiting.",
        "to_justify",
    ),
    "AP-1": Sentence(
        "L'acte {act} demande un accord préalable en vigueur le {care_date} et l'accord donné "
        "({authorisation}) n'en est pas un pour cette personne et cet acte. Envoyez l'accord : la ligne "
        "attend.",
        "The act {act} needs a prior authorisation in force on {care_date} and the one given "
        "({authorisation}) is none for this person and act. Send the authorisation: the line is waiting.",
        "to_justify",
    ),
    "TR-1": Sentence(
        "Aucun tarif de l'acte {act} n'est en vigueur à {facility} le {care_date}. Envoyez la facture : la "
        "ligne attend que la mutuelle fixe le prix.",
        "No tariff of the act {act} is in force at {facility} on {care_date}. Send the invoice: the line "
        "waits until the mutual sets the price.",
        "to_justify",
    ),
    "TR-2": Sentence(
        "Prix unitaire de {unit_price} F CFA au-dessus du tarif de {tariff} F CFA : la ligne est comptée au tarif.",
        "Unit price of XOF {unit_price} above the tariff of XOF {tariff}: the line is counted at the tariff.",
        "reduction",
    ),
    "MT-1": Sentence(
        "Montant de {amount} F CFA alors que {quantity} × {unit_price} = {expected} F CFA : le plus petit "
        "des deux est retenu.",
        "Amount of XOF {amount} whereas {quantity} × {unit_price} = XOF {expected}: the lower of the two is kept.",
        "reduction",
    ),
    "QT-1": Sentence(
        "Quantité {quantity} : l'acte {act} est limité à {limit} par demande, il en restait {left}. Le "
        "surplus n'est pas remboursé.",
        "Quantity {quantity}: the act {act} is limited to {limit} per request, {left} were left. The rest "
        "is not reimbursed.",
        "reduction",
    ),
    "QT-2": Sentence(
        "Quantité {quantity} : l'acte {act} est limité à {limit} par personne pour l'année {year}, il en "
        "restait {left}. Le surplus n'est pas remboursé.",
        "Quantity {quantity}: the act {act} is limited to {limit} per person for the year {year}, {left} "
        "were left. The rest is not reimbursed.",
        "reduction",
    ),
    "TX-1": Sentence(
        "Part mutuelle déclarée de {declared} F CFA, au taux de {rate} % elle est de {expected} F CFA. "
        "Vérifiez le taux du produit et du type de soins.",
        "Mutual's part declared as XOF {declared}, at the rate of {rate}% it is XOF {expected}. Check the "
        "rate of the product and care type.",
        "remark",
    ),
    "AS-1": Sentence(
        "Part mutuelle ({mutual_part}) et part de l'assuré ({insured_part}) ne font pas le montant de "
        "{amount} F CFA. Vérifiez l'addition.",
        "The mutual's part ({mutual_part}) and the insured person's part ({insured_part}) do not add up to "
        "XOF {amount}. Check the addition.",
        "remark",
    ),
}

REASONS: dict[str, Sentence] = FORM_REASONS | REQUEST_REASONS | LINE_REASONS
"""Every sentence of adjudication."""

EFFECTS: dict[str, str] = {code: sentence.effect for code, sentence in REASONS.items()}
"""What each code does: refuse, to_justify, reduction or remark. For BOR and ORD the control grid in force decides."""

LEVELS: dict[str, Level] = FORM_LEVELS | dict.fromkeys(REQUEST_REASONS, "request") | dict.fromkeys(LINE_REASONS, "line")

_GROUPS = ("BOR", "ORD", "ID", "DR", "CV", "DL", "ST", "UR", "LN", "DB", "AP", "TR", "MT", "QT", "TX", "AS")


def _place(code: str) -> tuple[int, str]:
    group, _, number = code.partition("-")
    return _GROUPS.index(group), number


RANK: dict[str, int] = {code: rank for rank, code in enumerate(sorted(EFFECTS, key=_place))}
"""Place of a code in every list of codes: by group, then by number or name."""
