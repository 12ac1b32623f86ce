"""Sentences of receiving requests and authorisations (those of adjudication are in domain/reasons.py)."""

from __future__ import annotations

from sysgimut.kernel.explanations import Sentence

REASONS: dict[str, Sentence] = {
    "DEM-CLOSE": Sentence(
        fr="La demande {request} est déjà enregistrée et liquidée sans la ligne {line} : elle n'est pas "
        "rouverte. Présentez cette ligne dans une nouvelle demande.",
        en="Request {request} is already recorded and decided without line {line}: it is not reopened. Present "
        "this line in a new request.",
        effect="error",
    ),
    "DEM-LIGNE": Sentence(
        fr="La ligne {line} de la demande {request} est déjà enregistrée avec un autre contenu : la première "
        "reste. Une correction passe par une nouvelle demande.",
        en="Line {line} of request {request} is already recorded with another content: the first one stands. A "
        "correction goes through a new request.",
        effect="error",
    ),
    "DEM-ENTETE": Sentence(
        fr="Le bordereau {bordereau} est déjà enregistré avec « {recorded} » dans la colonne {column}, et non "
        "« {declared} » : la demande n'est pas enregistrée. Corrigez-la, ou envoyez-la dans un nouveau bordereau.",
        en="Bordereau {bordereau} is already recorded with “{recorded}” in the column {column}, not “{declared}”: "
        "the request is not recorded. Correct it, or send it in a new bordereau.",
        effect="error",
    ),
    "DEM-DIFFERENTE": Sentence(
        fr="La demande {request} est déjà enregistrée avec « {recorded} » dans la colonne {column}, et non "
        "« {declared} » : la première reste. Une correction passe par une nouvelle demande.",
        en="Request {request} is already recorded with “{recorded}” in the column {column}, not “{declared}”: the "
        "first one stands. A correction goes through a new request.",
        effect="error",
    ),
    "DEM-ETABLISSEMENT": Sentence(
        fr="La demande {request} est d'un autre établissement que le vôtre, ou ne dit pas lequel : elle n'est pas "
        "enregistrée. Inscrivez le code de votre établissement, et n'envoyez que vos propres demandes.",
        en="Request {request} is of another facility than yours, or does not say which: it is not recorded. Write "
        "your facility's code, and send your own requests only.",
        effect="error",
    ),
    "ACC-REFERENCE": Sentence(
        fr="Aucun bénéficiaire n'a la référence {reference} : l'accord préalable n'est pas enregistré. Vérifiez "
        "la référence.",
        en="No beneficiary has the reference {reference}: the prior authorisation is not recorded. Check the "
        "reference.",
        effect="error",
    ),
    "VER-LIQUIDATION_LIGNES": Sentence(
        fr="Les lignes liquidées ne sont pas celles de la demande : {missing} manquent, {extra} sont de trop.",
        en="The decided lines are not those of the request: {missing} are missing, {extra} are too many.",
        effect="error",
    ),
    "VER-LIQUIDATION_RECLAME": Sentence(
        fr="Ligne {line} : {claimed} F réclamés dans la décision, {declared} F dans la demande.",
        en="Line {line}: {claimed} XOF claimed in the decision, {declared} XOF in the request.",
        effect="error",
    ),
    "VER-LIQUIDATION_SOMME": Sentence(
        fr="Ligne {line} : accordé, rejeté et à justifier font {parts} F au lieu des {claimed} F réclamés.",
        en="Line {line}: granted, rejected and to justify make {parts} XOF instead of the {claimed} XOF claimed.",
        effect="error",
    ),
    "VER-LIQUIDATION_STATUT": Sentence(
        fr="La demande est « {status} » et sa ligne {line} accorde ou laisse à justifier davantage.",
        en="The request is “{status}” and its line {line} grants or leaves to justify more than that.",
        effect="error",
    ),
    "VER-LIQUIDATION_REMPLACEE": Sentence(
        fr="La décision et ses lignes ne sont pas remplacées ensemble.",
        en="The decision and its lines are not superseded together.",
        effect="error",
    ),
}
