"""What is wrong with an exchange file, a row or a cell. What to do about it stands in `actions.py`, by the same code.

Rules: docs/algorithms/exchange_files.md.
"""

from __future__ import annotations

from sysgimut.kernel.explanations import Sentence


def _error(fr: str, en: str) -> Sentence:
    return Sentence(fr=fr, en=en, effect="error")


def _remark(fr: str, en: str) -> Sentence:
    return Sentence(fr=fr, en=en, effect="remark")


FILE_REASONS: dict[str, Sentence] = {
    "IMP-INTROUVABLE": _error("Le fichier n'existe pas.", "The file does not exist."),
    "IMP-DOSSIER": _error("C'est un dossier, pas un fichier.", "This is a directory, not a file."),
    "IMP-SPECIAL": _error("Ce n'est pas un fichier ordinaire.", "This is not an ordinary file."),
    "IMP-ACCES": _error("Le fichier ne peut pas être lu.", "The file cannot be read."),
    "IMP-TROP_GROS": _error(
        "Le fichier dépasse {limit} Mo.",
        "The file is larger than {limit} MB.",
    ),
    "IMP-VIDE": _error("Le fichier est vide.", "The file is empty."),
    "IMP-ENCODAGE": _error(
        "Le fichier n'est pas un texte en UTF-8 ({encoding}).",
        "The file is not UTF-8 text ({encoding}).",
    ),
    "IMP-VIEUX_CLASSEUR": _error(
        "C'est un ancien classeur Excel (.xls) ou un classeur protégé par un mot de passe.",
        "This is an old Excel workbook (.xls) or one protected by a password.",
    ),
    "IMP-CLASSEUR": _error(
        "Le classeur .xlsx est abîmé ou incomplet.",
        "The .xlsx workbook is damaged or incomplete.",
    ),
    "IMP-CLASSEUR_DEMESURE": _error(
        "Une fois décompressé, le classeur .xlsx dépasse {limit} Mo : il n'est pas ouvert.",
        "Once decompressed, the .xlsx workbook exceeds {limit} MB: it is not opened.",
    ),
    "IMP-COLONNES": _error(
        "L'en-tête a plus de {limit} colonnes.",
        "The header has more than {limit} columns.",
    ),
    "IMP-ENTETE": _error(
        "La ligne d'en-tête ne peut pas être lue.",
        "The header line cannot be read.",
    ),
    "IMP-COLONNE_ABSENTE": _error(
        "La colonne obligatoire « {column} » manque.",
        "The required column “{column}” is missing.",
    ),
    "IMP-COLONNE_DOUBLE": _error(
        "La colonne « {column} » figure plusieurs fois.",
        "The column “{column}” stands more than once.",
    ),
    "IMP-LECTURE": _error(
        "La lecture s'est interrompue ici : la suite du fichier n'est pas lisible.",
        "Reading stopped here: the rest of the file is not readable.",
    ),
    "IMP-NOM": _remark(
        "Ce nom n'est pas celui d'un fichier d'échange : le fichier n'est pas lu.",
        "This is not the name of an exchange file: the file is not read.",
    ),
    "IMP-SANS_LIGNE": _remark(
        "Le fichier n'a que son en-tête, aucune ligne.",
        "The file has its header only, and no row.",
    ),
    "IMP-FIN_COUPEE": _remark(
        "La dernière ligne ne se termine pas par un retour à la ligne : le fichier est peut-être coupé.",
        "The last line does not end with a line break: the file may have been cut.",
    ),
    "IMP-COLONNE_EN_TROP": _remark(
        "La colonne « {column} » n'est pas connue : elle n'est pas lue.",
        "The column “{column}” is not known: it is not read.",
    ),
    "IMP-COLONNE_NON_REMPLIE": _remark(
        "La colonne « {column} » manque : elle est lue comme vide.",
        "The column “{column}” is missing: it is read as empty.",
    ),
    "IMP-AUTRES_FEUILLES": _remark(
        "Le classeur a plusieurs feuilles : seule « {sheet} » est lue.",
        "The workbook has several sheets: only “{sheet}” is read.",
    ),
}

CELL_REASONS: dict[str, Sentence] = {
    "IMP-LIGNE_LONGUE": _error(
        "La ligne dépasse {limit} caractères.",
        "The line is longer than {limit} characters.",
    ),
    "IMP-GUILLEMETS": _error(
        "Un guillemet (\") n'est pas fermé, ou est mal placé.",
        'A quotation mark (") is not closed, or is misplaced.',
    ),
    "IMP-CELLULES": _error(
        "La ligne a {found} cellules, l'en-tête en a {expected}.",
        "The row has {found} cells, the header has {expected}.",
    ),
    "IMP-OCTETS": _error(
        "La ligne contient des octets qui ne sont pas de l'UTF-8.",
        "The line holds bytes that are not UTF-8.",
    ),
    "IMP-OBLIGATOIRE": _error("La valeur est obligatoire et manque.", "The value is required and missing."),
    "IMP-DATE": _error("Ce n'est pas une date du calendrier.", "This is not a date of the calendar."),
    "IMP-DATE_BORNES": _error(
        "La date n'est pas entre 1900 et 2099.",
        "The date is not between 1900 and 2099.",
    ),
    "IMP-FUTUR": _remark(
        "La date est dans l'avenir (après le {today}) : elle est gardée telle quelle.",
        "The date is in the future (after {today}): it is kept as it is.",
    ),
    "IMP-NAISSANCE": _error(
        "Ce n'est ni une date ni une année de naissance.",
        "This is neither a date nor a year of birth.",
    ),
    "IMP-PERIODE": _error("Ce n'est pas un mois AAAA-MM.", "This is not a month YYYY-MM."),
    "IMP-NOMBRE": _error("Ce n'est pas un nombre entier.", "This is not a whole number."),
    "IMP-DECIMALE": _error(
        "Le nombre a des décimales : le franc CFA n'en a pas.",
        "The number has decimals: the CFA franc has none.",
    ),
    "IMP-NEGATIF": _error("Le nombre est négatif.", "The number is negative."),
    "IMP-ZERO": _error("Le nombre doit être plus grand que zéro.", "The number must be more than zero."),
    "IMP-ENORME": _error("Le nombre dépasse {limit}.", "The number exceeds {limit}."),
    "IMP-OUI_NON": _error("Ce n'est ni « oui » ni « non ».", "This is neither “oui” nor “non”."),
    "IMP-CHOIX": _error(
        "Cette valeur n'existe pas. Valeurs admises : {choices}.",
        "This value does not exist. Accepted values: {choices}.",
    ),
    "IMP-CODES": _error(
        "Ce ne sont pas des codes séparés par une espace.",
        "These are not codes separated by a space.",
    ),
    "IMP-TEXTE_LONG": _error("Le texte dépasse {limit} caractères.", "The text exceeds {limit} characters."),
    "IMP-CARACTERE": _error(
        "Le texte contient un caractère de contrôle, invisible.",
        "The text holds an invisible control character.",
    ),
    "IMP-BARRE": _error(
        "Le code d'un établissement ne contient pas de barre « / ».",
        "The code of a facility holds no slash “/”.",
    ),
    "IMP-ERREUR_TABLEUR": _error(
        "La cellule contient une erreur du tableur.",
        "The cell holds a spreadsheet error.",
    ),
    "IMP-FORMULE_SANS_VALEUR": _error(
        "La cellule contient une formule que le tableur n'a pas calculée.",
        "The cell holds a formula that the spreadsheet did not calculate.",
    ),
    "IMP-RECU": _error(
        "Le numéro de reçu n'est pas de la forme CARNET-NUMERO.",
        "The receipt number is not of the form BOOKLET-NUMBER.",
    ),
    "IMP-FORMULE": _remark(
        "Le texte commence par « = » : il est gardé comme texte et jamais calculé.",
        "The text begins with “=”: it is kept as text and never calculated.",
    ),
    "IMP-A_SAISIR": _remark("La valeur manque : elle reste à saisir.", "The value is missing: to be filled in."),
}

ROW_REASONS: dict[str, Sentence] = {
    "IMP-FIN_AVANT_DEBUT": _error(
        "La fin n'est pas après le début ({start}).",
        "The end is not after the start ({start}).",
    ),
    "IMP-SORTIE_AVANT": _error(
        "La personne sort le jour de son adhésion ou avant ({joined}).",
        "The person leaves on or before the day of joining ({joined}).",
    ),
    "IMP-AVANT_NAISSANCE": _error(
        "La personne adhère avant sa naissance ({birth}).",
        "The person joins before being born ({birth}).",
    ),
    "IMP-AUTRE_MUTUELLE": _error(
        "Le ménage {household} est de la mutuelle {mutual}, d'après sa première ligne ({line}).",
        "Household {household} belongs to mutual {mutual}, by its first row ({line}).",
    ),
    "IMP-PRODUIT": _error(
        "Le produit {product} n'existe pas ou n'a pas encore ses paramètres.",
        "The product {product} does not exist or has no parameters yet.",
    ),
    "IMP-REFERENCE_REPETEE": _error(
        "Cette référence est déjà celle d'une autre personne, ligne {line}.",
        "This reference is already another person's, on line {line}.",
    ),
    "IMP-SANS_ADHERENT": _error(
        "Le ménage {household} n'a aucun adhérent parmi ses lignes correctes.",
        "Household {household} has no adherent among its correct rows.",
    ),
    "IMP-ADHERENTS": _error(
        "Le ménage {household} a {count} adhérents : il en faut un seul.",
        "Household {household} has {count} adherents: exactly one is needed.",
    ),
    "IMP-RECU_SANS_MONTANT": _error(
        "Le reçu n'a ni droit d'admission ni cotisation.",
        "The receipt has neither an admission fee nor a contribution.",
    ),
    "IMP-CONTREDIT": _error(
        "La première ligne ({file}, ligne {line}) dit « {first} ».",
        "The first row ({file}, line {line}) says “{first}”.",
    ),
    "IMP-LIGNE_REPETEE": _error(
        "La ligne {number} de cette demande existe déjà avec un autre contenu ({file}, ligne {line}).",
        "Line {number} of this request already stands with other content ({file}, line {line}).",
    ),
    "IMP-MOTIF_SANS_DATE": _remark(
        "Un motif de sortie est donné sans date de sortie : la personne n'est pas sortie.",
        "A reason for leaving is given without a date: the person has not left.",
    ),
    "IMP-AGES": _remark(
        "L'âge minimum dépasse l'âge maximum ({maximum} ans) : l'acte n'est permis à personne.",
        "The lowest age exceeds the highest ({maximum}): the act is allowed to nobody.",
    ),
}

REASONS: dict[str, Sentence] = {**FILE_REASONS, **CELL_REASONS, **ROW_REASONS}
