"""What is said when a parameter file is wrong. One code per rule of the loader, one bad fixture per code.

Every sentence says where (file, key, which entry), what is wrong and what to do.
"""

from __future__ import annotations

from sysgimut.kernel.explanations import Sentence

AT_FR = "{file}, « {key} », valeur n° {number} : "
AT_EN = "{file}, “{key}”, value no. {number}: "


def _at(fr: str, en: str) -> Sentence:
    return Sentence(AT_FR + fr, AT_EN + en, "error")


def _file(fr: str, en: str) -> Sentence:
    return Sentence("{file} : " + fr, "{file}: " + en, "error")


FILE_REASONS = {
    "PRM-ENCODAGE": _file(
        "le fichier n'est pas en UTF-8. Enregistrez-le de nouveau en UTF-8.",
        "the file is not UTF-8. Save it again as UTF-8.",
    ),
    "PRM-TOML": _file(
        "le fichier n'est pas du TOML lisible ({detail}). Corrigez-le à cet endroit.",
        "the file is not readable TOML ({detail}). Correct it there.",
    ),
    "PRM-CLE": _file(
        "le paramètre « {key} » n'existe pas. Vérifiez l'orthographe (le plus proche : {suggestion}).",
        "there is no parameter “{key}”. Check the spelling (the nearest: {suggestion}).",
    ),
    "PRM-PRODUIT": _file(
        "le produit « {product} » n'est pas déclaré dans « produits ». Déclarez-le ou corrigez son code.",
        "product “{product}” is not declared in “produits”. Declare it or correct its code.",
    ),
    "PRM-PORTEE-PRODUIT": _file(
        '« {key} » se fixe produit par produit. Écrivez « produit = "…" » en tête du fichier.',
        '“{key}” is set for each product. Write “produit = "…"” at the top of the file.',
    ),
    "PRM-PORTEE-REGIME": _file(
        "« {key} » vaut pour tout le régime. Déplacez-le dans un fichier qui n'a pas de « produit ».",
        "“{key}” holds for the whole scheme. Move it to a file without “produit”.",
    ),
    "PRM-SOURCE-INCOMPLETE": _file(
        "la source n° {number} est incomplète ou en double ({detail}). Une source a un « id » à elle, "
        "un « titre », un « genre » et une « reference ».",
        "source no. {number} is incomplete or repeated ({detail}). A source has an “id” of its own, "
        "a “titre”, a “genre” and a “reference”.",
    ),
}

ENTRY_REASONS = {
    "PRM-FORME": _at(
        "une valeur s'écrit sous « [[{key}]] » avec valeur, debut, source et statut ; ici : {found}.",
        "a value is written under “[[{key}]]” with valeur, debut, source and statut; here: {found}.",
    ),
    "PRM-CHAMP": _at(
        "« {field} » n'est pas un champ connu. Champs : valeur, debut, fin, source, passage, statut, note.",
        "“{field}” is not a known field. Fields: valeur, debut, fin, source, passage, statut, note.",
    ),
    "PRM-CHAMP-MANQUANT": _at(
        "« {field} » manque. Ajoutez-le.",
        "“{field}” is missing. Add it.",
    ),
    "PRM-VIRGULE": _at(
        "« {field} » vaut {found} : un nombre à virgule n'est pas exact. Écrivez un montant en francs "
        'entiers (8650) et un taux entre guillemets ("7/10" ou "0.70").',
        "“{field}” is {found}: a number with a point is not exact. Write an amount in whole francs (8650) "
        'and a rate between quotes ("7/10" or "0.70").',
    ),
    "PRM-TYPE": _at(
        "« {field} » vaut {found} ; il faut une valeur comme {wanted}.",
        "“{field}” is {found}; a value like {wanted} is needed.",
    ),
    "PRM-BORNES": _at(
        "« {field} » vaut {found} ; il doit être entre {low} et {high}.",
        "“{field}” is {found}; it must be between {low} and {high}.",
    ),
    "PRM-TAUX": _at(
        '« {field} » vaut {found} : un taux va de 0 à 1 et s\'écrit "7/10" ou "0.70".',
        '“{field}” is {found}: a rate goes from 0 to 1 and is written "7/10" or "0.70".',
    ),
    "PRM-CHOIX": _at(
        "« {found} » n'est pas admis. Choix : {choices}.",
        "“{found}” is not allowed. Choices: {choices}.",
    ),
    "PRM-DATE": _at(
        "« {field} » ({found}) n'est pas une date. Écrivez AAAA-MM-JJ sans guillemets, entre 1960 et 2199.",
        "“{field}” ({found}) is not a date. Write YYYY-MM-DD without quotes, between 1960 and 2199.",
    ),
    "PRM-ORDRE": _at(
        "la fin ({end}) n'est pas après le début ({start}). La fin est le premier jour où la valeur ne vaut plus.",
        "the end ({end}) is not after the start ({start}). The end is the first day on which the value no "
        "longer holds.",
    ),
    "PRM-SANS-DATE": _at(
        "ce paramètre ne se date pas. Retirez « debut » et « fin ».",
        "this parameter is not dated. Remove “debut” and “fin”.",
    ),
    "PRM-SOURCE": _at(
        "la source « {source} » n'est pas déclarée dans sources.toml. Déclarez-la ou corrigez son nom.",
        "source “{source}” is not declared in sources.toml. Declare it or correct its name.",
    ),
    "PRM-PASSAGE": _at(
        "une valeur confirmée dit où elle se lit. Ajoutez « passage » (page ou chapitre de « {source} ») "
        "ou marquez-la a_confirmer.",
        "a confirmed value says where it is read. Add “passage” (page or chapter of “{source}”) or mark it "
        "a_confirmer.",
    ),
}

TABLE_REASONS = {
    "PRM-TABLE": _at(
        "une liste de 1 à {high} lignes est attendue ; trouvé : {found}.",
        "a list of 1 to {high} rows is expected; found: {found}.",
    ),
    "PRM-COLONNE": _at(
        "ligne {row} : colonne « {column} » inconnue. Retirez-la ou corrigez son nom.",
        "row {row}: unknown column “{column}”. Remove it or correct its name.",
    ),
    "PRM-COLONNE-MANQUANTE": _at(
        "ligne {row} : la colonne « {column} » manque. Remplissez-la.",
        "row {row}: column “{column}” is missing. Fill it in.",
    ),
    "PRM-LIGNE-DOUBLE": _at(
        "deux lignes ont le même « {column} » : {found}. Gardez-en une.",
        "two rows have the same “{column}”: {found}. Keep one.",
    ),
    "PRM-PARTS": _at(
        "les parts font {total} au lieu de 1. Corrigez-les pour que toute la cotisation soit payée, et une seule fois.",
        "the shares make {total} instead of 1. Correct them so that the whole contribution is paid, and once only.",
    ),
    "PRM-RENVOI": _at(
        "« {found} » (colonne « {column} ») n'existe pas dans « {target} ». Ajoutez-le ou corrigez-le.",
        "“{found}” (column “{column}”) does not exist in “{target}”. Add it or correct it.",
    ),
}

HISTORY_REASONS = {
    "PRM-DOUBLON": _at(
        "une autre valeur ({other}) commence le même jour ({start}). Gardez-en une.",
        "another value ({other}) starts on the same day ({start}). Keep one.",
    ),
    "PRM-CHEVAUCHEMENT": _at(
        "dès le {start}, elle chevauche la valeur précédente ({other}). Donnez à l'autre la fin {start}.",
        "from {start} on, it overlaps the value before it ({other}). Give the other the end {start}.",
    ),
    "PRM-TROU": _at(
        "aucune valeur du {start} au {end} (exclu), entre celle-ci et la précédente. Comblez le trou.",
        "no value from {start} to {end} (excluded), between this one and the one before. Fill the gap.",
    ),
    "PRM-PART-ENTIERE": _at(
        "au {start}, la part de {payer} ne fait pas un nombre entier de francs sur {amount}. Changez la "
        "cotisation ou les parts.",
        "on {start}, the share of {payer} is not a whole number of francs out of {amount}. Change the "
        "contribution or the shares.",
    ),
    "PRM-MANQUANT": Sentence(
        "Il manque une valeur de « {key} » (produit : {product}) à partir du {start}. Ajoutez-la avec sa source.",
        "A value of “{key}” (product: {product}) is missing from {start} on. Add it with its source.",
        "error",
    ),
    "PRM-ABSENT": Sentence(
        "Aucune valeur de « {key} » (produit : {product}) n'est en vigueur le {day}.",
        "No value of “{key}” (product: {product}) is in force on {day}.",
        "refuse",
    ),
}

REASONS: dict[str, Sentence] = FILE_REASONS | ENTRY_REASONS | TABLE_REASONS | HISTORY_REASONS
