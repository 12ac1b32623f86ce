"""Sentences of providers."""

from __future__ import annotations

from sysgimut.kernel.explanations import Sentence

REASONS: dict[str, Sentence] = {
    "ETAB-TYPE": Sentence(
        fr="L'établissement {facility} est de type {type} plus haut dans ce fichier. Un établissement n'a qu'un "
        "type : corrigez l'une des deux lignes.",
        en="Facility {facility} is of type {type} above in this file. A facility has one type: correct one of the "
        "two rows.",
        effect="error",
    ),
    "TARIF-ETAB": Sentence(
        fr="« {target} » n'est ni un établissement connu, ni un type (CSCOM, CSREF, HOPITAL, OFFICINE), ni * : le "
        "tarif n'est pas enregistré.",
        en="“{target}” is neither a known facility, nor a type (CSCOM, CSREF, HOPITAL, OFFICINE), nor *: the tariff "
        "is not recorded.",
        effect="error",
    ),
    "TARIF-DOUBLE": Sentence(
        fr="Un autre tarif de l'acte {act} pour {target} commence déjà le {start} : le premier est retenu. "
        "Gardez un seul tarif par acte, destinataire et date de début.",
        en="Another tariff of act {act} for {target} already starts on {start}: the first is kept. Keep one "
        "tariff per act, target and start date.",
        effect="error",
    ),
    "TARIF-DATES": Sentence(
        fr="Le tarif finit le {end}, avant de commencer le {start} : il n'est pas enregistré. Corrigez les dates.",
        en="The tariff ends on {end}, before it starts on {start}: it is not recorded. Correct the dates.",
    ),
    "TARIF-PASSE": Sentence(
        fr="Le tarif commence le {start}, avant aujourd'hui : les demandes déjà liquidées gardent leur décision.",
        en="The tariff starts on {start}, before today: requests already decided keep their decision.",
        effect="remark",
    ),
    "ETAB-INCONNU": Sentence(
        fr="L'établissement {facility} n'existe pas, ou n'est pas dans votre ressort.",
        en="Facility {facility} does not exist, or is outside your area.",
    ),
    "ETAB-NOM": Sentence(
        fr="« {name} » n'est pas un nom : remplacez « à saisir » par le nom de l'établissement.",
        en="“{name}” is no name: replace “à saisir” by the facility's name.",
    ),
    "CONV-DATES": Sentence(
        fr="La convention finit le {end}, avant de commencer le {start} : elle n'est pas enregistrée. Corrigez les "
        "dates.",
        en="The agreement ends on {end}, before it starts on {start}: it is not recorded. Correct the dates.",
    ),
    "CONV-CHEVAUCHE": Sentence(
        fr="L'établissement {facility} a déjà une convention pour {products}, du {start} au {end} : mettez-y fin "
        "d'abord, ou choisissez d'autres dates.",
        en="Facility {facility} already has an agreement for {products}, from {start} to {end}: end it first, or "
        "choose other dates.",
    ),
    "CONV-INCONNUE": Sentence(
        fr="L'établissement {facility} n'a pas de convention pour {products} qui commence le {start}. Rechargez la "
        "page : elle a peut-être changé.",
        en="Facility {facility} has no agreement for {products} that starts on {start}. Load the page again: it may "
        "have changed.",
    ),
}
