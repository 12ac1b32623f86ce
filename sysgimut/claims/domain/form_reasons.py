"""Codes of the form: what a bordereau (BOR) and a prescription (ORD) must carry, with a sentence for each.

The effects written here are those of the two control tables of the UTM study; the tables in force are dated
parameters (`ControlGrid`), and they decide. Rules: docs/algorithms/adjudication.md.
"""

from __future__ import annotations

from typing import Literal

from sysgimut.kernel.explanations import Sentence

Level = Literal["bordereau", "request", "line"]
"""Where a code stands: on every request of the bordereau, on the request, on the line alone."""

FORM_REASONS: dict[str, Sentence] = {
    "BOR-01": Sentence(
        "Le bordereau n'a pas de numéro. Numérotez le prochain : il sera plus facile à retrouver.",
        "The bordereau has no number. Number the next one: it will be easier to find.",
        "remark",
    ),
    "BOR-02": Sentence(
        "Le bordereau n'a pas de numéro de téléphone. Indiquez-le pour que la mutuelle puisse vous joindre.",
        "The bordereau has no telephone number. Give one so that the mutual can reach you.",
        "remark",
    ),
    "BOR-03": Sentence(
        "Le bordereau ne dit pas quel établissement l'envoie. Inscrivez le code de l'établissement et renvoyez-le.",
        "The bordereau does not say which facility sends it. Write the facility's code and send it again.",
    ),
    "BOR-04": Sentence(
        "Le nom ou le prénom du bénéficiaire manque sur le bordereau. Recopiez-les de la carte et renvoyez la demande.",
        "The beneficiary's name or first name is missing on the bordereau. Copy them from the card and send "
        "the request again.",
    ),
    "BOR-05": Sentence(
        "La référence du bénéficiaire manque sur le bordereau. Recopiez-la de la carte et renvoyez la demande.",
        "The beneficiary's reference is missing on the bordereau. Copy it from the card and send the request again.",
    ),
    "BOR-06": Sentence(
        "Le type de prestation de cette ligne manque. Inscrivez son code (100 à 900) et renvoyez la ligne.",
        "This line's type of benefit is missing. Write its code (100 to 900) and send the line again.",
    ),
    "BOR-07": Sentence(
        "La période de facturation manque sur le bordereau. Inscrivez le mois facturé et renvoyez le bordereau.",
        "The billing period is missing on the bordereau. Write the month billed and send the bordereau again.",
    ),
    "BOR-08": Sentence(
        "Aucune ligne de la demande ne dit combien d'actes ont été faits. Inscrivez les quantités et "
        "renvoyez la demande.",
        "No line of the request says how many acts were done. Write the quantities and send the request again.",
    ),
    "BOR-09": Sentence(
        "Le montant de la dépense de cette ligne manque sur le bordereau. Inscrivez-le et renvoyez la ligne.",
        "This line's amount is missing on the bordereau. Write it and send the line again.",
    ),
    "BOR-10": Sentence(
        "La part de la mutuelle de cette ligne manque sur le bordereau. Inscrivez-la et renvoyez la ligne.",
        "The mutual's part of this line is missing on the bordereau. Write it and send the line again.",
    ),
    "BOR-11": Sentence(
        "La part de l'assuré de cette ligne manque sur le bordereau. Inscrivez-la et renvoyez la ligne.",
        "The insured person's part of this line is missing on the bordereau. Write it and send the line again.",
    ),
    "BOR-12": Sentence(
        "La rubrique « autres prestations » du bordereau est vide. Elle est libre et n'est pas contrôlée.",
        "The “other benefits” box of the bordereau is empty. It is free text and is not checked.",
        "remark",
    ),
    "BOR-13": Sentence(
        "Les pièces justificatives ne sont pas jointes au bordereau. Joignez les ordonnances et bulletins "
        "et renvoyez-le.",
        "The supporting documents are not enclosed with the bordereau. Enclose prescriptions and test forms "
        "and send it again.",
    ),
    "BOR-14": Sentence(
        "La signature et le cachet de l'établissement manquent sur le bordereau. Faites-le signer et renvoyez-le.",
        "The facility's signature and stamp are missing on the bordereau. Have it signed and send it again.",
    ),
    "ORD-01": Sentence(
        "Le contact du bénéficiaire manque sur l'ordonnance. Demandez-lui un numéro de téléphone la prochaine fois.",
        "The beneficiary's contact is missing on the prescription. Ask for a telephone number next time.",
        "remark",
    ),
    "ORD-02": Sentence(
        "Un acte de la demande est soumis à accord préalable et aucun numéro d'accord n'est donné. Indiquez-le.",
        "An act of the request needs prior authorisation and no authorisation number is given. Give it.",
        "remark",
    ),
    "ORD-03": Sentence(
        "L'ordonnance ne dit pas quel établissement l'a faite. Inscrivez son code et renvoyez la demande.",
        "The prescription does not say which facility made it. Write its code and send the request again.",
    ),
    "ORD-04": Sentence(
        "Le nom ou le prénom du bénéficiaire manque sur l'ordonnance. Recopiez-les de la carte et renvoyez la demande.",
        "The beneficiary's name or first name is missing on the prescription. Copy them from the card and "
        "send the request again.",
    ),
    "ORD-05": Sentence(
        "La référence du bénéficiaire manque sur l'ordonnance. Recopiez-la de la carte et renvoyez la demande.",
        "The beneficiary's reference is missing on the prescription. Copy it from the card and send the request again.",
    ),
    "ORD-06": Sentence(
        "L'activité du bénéficiaire manque sur l'ordonnance. Inscrivez-la la prochaine fois.",
        "The beneficiary's occupation is missing on the prescription. Write it next time.",
        "remark",
    ),
    "ORD-07": Sentence(
        "Le sexe du bénéficiaire manque sur l'ordonnance. Inscrivez M ou F la prochaine fois.",
        "The beneficiary's sex is missing on the prescription. Write M or F next time.",
        "remark",
    ),
    "ORD-08": Sentence(
        "L'âge du bénéficiaire manque sur l'ordonnance. Inscrivez-le la prochaine fois.",
        "The beneficiary's age is missing on the prescription. Write it next time.",
        "remark",
    ),
    "ORD-09": Sentence(
        "Le code du praticien manque sur l'ordonnance. Demandez au prescripteur de l'inscrire.",
        "The practitioner's code is missing on the prescription. Ask the prescriber to write it.",
        "remark",
    ),
    "ORD-10": Sentence(
        "Le code CIM-10 de la maladie manque sur l'ordonnance. Demandez au prescripteur de l'inscrire.",
        "The ICD-10 code of the disease is missing on the prescription. Ask the prescriber to write it.",
        "remark",
    ),
    "ORD-11": Sentence(
        "L'ordonnance ne dit pas s'il s'agit d'une affection de longue durée (ALD). Cochez oui ou non.",
        "The prescription does not say whether this is a long-term condition (ALD). Tick yes or no.",
        "remark",
    ),
    "ORD-12": Sentence(
        "Le type de soins manque : « hospitalisation » n'est pas coché, ni aucun autre. Cochez-en un et "
        "renvoyez la demande.",
        "The care type is missing: “hospital stay” is not ticked, nor any other. Tick one and send the request again.",
    ),
    "ORD-13": Sentence(
        "Le type de soins manque : « ambulatoire » n'est pas coché, ni aucun autre. Cochez-en un et "
        "renvoyez la demande.",
        "The care type is missing: “outpatient” is not ticked, nor any other. Tick one and send the request again.",
    ),
    "ORD-14": Sentence(
        "Le type de soins manque : « urgence obstétricale ou néonatale » n'est pas coché, ni aucun autre. "
        "Cochez-en un et renvoyez la demande.",
        "The care type is missing: “obstetric or newborn emergency” is not ticked, nor any other. Tick one "
        "and send the request again.",
    ),
    "ORD-15": Sentence(
        "Les renseignements cliniques manquent sur l'ordonnance. Faites-les compléter et renvoyez la demande.",
        "The clinical information is missing on the prescription. Have it completed and send the request again.",
    ),
    "ORD-16": Sentence(
        "La date des soins manque sur l'ordonnance. Inscrivez-la et renvoyez la demande.",
        "The care date is missing on the prescription. Write it and send the request again.",
    ),
    "ORD-17": Sentence(
        "Le libellé de l'acte ou du médicament de cette ligne manque. Inscrivez-le et renvoyez la ligne.",
        "The name of this line's act or medicine is missing. Write it and send the line again.",
    ),
    "ORD-18": Sentence(
        "La quantité de cette ligne manque. Inscrivez-la et renvoyez la ligne.",
        "This line's quantity is missing. Write it and send the line again.",
    ),
    "ORD-19": Sentence(
        "Le prix unitaire de cette ligne manque. Inscrivez-le et renvoyez la ligne.",
        "This line's unit price is missing. Write it and send the line again.",
    ),
    "ORD-20": Sentence(
        "La signature et le cachet du prescripteur manquent sur l'ordonnance. Faites-la signer et renvoyez la demande.",
        "The prescriber's signature and stamp are missing on the prescription. Have it signed and send the "
        "request again.",
    ),
    "ORD-21": Sentence(
        "Le montant de la dépense de cette ligne manque sur l'ordonnance. Inscrivez-le et renvoyez la ligne.",
        "This line's amount is missing on the prescription. Write it and send the line again.",
    ),
    "ORD-22": Sentence(
        "La part de la mutuelle de cette ligne manque sur l'ordonnance. Inscrivez-la et renvoyez la ligne.",
        "The mutual's part of this line is missing on the prescription. Write it and send the line again.",
    ),
    "ORD-23": Sentence(
        "La part de l'assuré de cette ligne manque sur l'ordonnance. Inscrivez-la et renvoyez la ligne.",
        "The insured person's part of this line is missing on the prescription. Write it and send the line again.",
    ),
    "ORD-24": Sentence(
        "La signature et le cachet de l'établissement manquent sur l'ordonnance. Faites-la tamponner et "
        "renvoyez la demande.",
        "The facility's signature and stamp are missing on the prescription. Have it stamped and send the "
        "request again.",
    ),
    "ORD-25": Sentence(
        "Le cachet de validation manque sur l'ordonnance. Faites-la valider et renvoyez la demande.",
        "The validation stamp is missing on the prescription. Have it validated and send the request again.",
    ),
}

FORM_LEVELS: dict[str, Level] = {
    code: "bordereau"
    if code in ("BOR-01", "BOR-02", "BOR-03", "BOR-07", "BOR-13", "BOR-14")
    else "line"
    if code in ("BOR-06", "BOR-09", "BOR-10", "BOR-11", "ORD-17", "ORD-18", "ORD-19", "ORD-21", "ORD-22", "ORD-23")
    else "request"
    for code in FORM_REASONS
}
