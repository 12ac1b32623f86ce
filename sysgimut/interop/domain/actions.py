"""What to do about each problem of an exchange file: the last column of erreurs.csv, by the codes of `reasons.py`."""

from __future__ import annotations

from sysgimut.kernel.explanations import Sentence

OTHERWISE = Sentence(
    fr="Corrigez la ligne, puis importez de nouveau le fichier.",
    en="Correct the row, then import the file again.",
)

_SAVE_AGAIN = Sentence(
    fr="Ouvrez-le dans le tableur et enregistrez-le de nouveau en « CSV UTF-8 » ou en .xlsx.",
    en="Open it in the spreadsheet and save it again as “CSV UTF-8” or .xlsx.",
)
_SEND_AGAIN = Sentence(
    fr="Demandez de nouveau le fichier complet à la personne qui l'a envoyé.",
    en="Ask whoever sent the file for it again, complete.",
)
_WHOLE_NUMBER = Sentence(
    fr="Écrivez un nombre entier en chiffres, par exemple 1730 ou 1 730.",
    en="Write a whole number in figures, for example 1730 or 1 730.",
)
_DATE = Sentence(
    fr="Écrivez la date AAAA-MM-JJ ou JJ/MM/AAAA, par exemple 2024-03-31 ou 31/03/2024.",
    en="Write the date YYYY-MM-DD or DD/MM/YYYY, for example 2024-03-31 or 31/03/2024.",
)
_NOTHING = Sentence(
    fr="Rien à faire si c'est voulu ; sinon corrigez et importez de nouveau le fichier.",
    en="Nothing to do if this is intended; otherwise correct it and import the file again.",
)
_FILL_IN = Sentence(fr="Complétez la cellule.", en="Fill in the cell.")
_SHORTEN = Sentence(fr="Raccourcissez le texte.", en="Shorten the text.")
_CHECK_DATES = Sentence(
    fr="Vérifiez les deux dates et corrigez celle qui est fausse.",
    en="Check both dates and correct the wrong one.",
)
_SPLIT = Sentence(
    fr="Partagez-le en plusieurs fichiers plus petits.",
    en="Split it into several smaller files.",
)

ACTIONS: dict[str, Sentence] = {
    "IMP-INTROUVABLE": Sentence(
        fr="Vérifiez le nom et l'emplacement du fichier.",
        en="Check the name and the place of the file.",
    ),
    "IMP-NOM": Sentence(
        fr="S'il doit être lu, nommez-le menages, recus, prestataires, actes, tarifs, accords ou bordereau….",
        en="If it is to be read, name it menages, recus, prestataires, actes, tarifs, accords or bordereau….",
    ),
    "IMP-DOSSIER": Sentence(
        fr="Donnez un fichier .csv ou .xlsx à sa place.",
        en="Give a .csv or .xlsx file in its place.",
    ),
    "IMP-SPECIAL": Sentence(
        fr="Donnez un fichier .csv ou .xlsx à sa place.",
        en="Give a .csv or .xlsx file in its place.",
    ),
    "IMP-ACCES": Sentence(
        fr="Fermez-le s'il est ouvert ailleurs, vérifiez vos droits d'accès et l'état du support.",
        en="Close it if it is open elsewhere, check your access rights and the state of the medium.",
    ),
    "IMP-TROP_GROS": _SPLIT,
    "IMP-VIDE": _SEND_AGAIN,
    "IMP-ENCODAGE": _SAVE_AGAIN,
    "IMP-VIEUX_CLASSEUR": Sentence(
        fr="Enregistrez-le en .xlsx sans mot de passe, ou en « CSV UTF-8 ».",
        en="Save it as .xlsx without a password, or as “CSV UTF-8”.",
    ),
    "IMP-CLASSEUR": Sentence(
        fr="Ouvrez-le dans le tableur et enregistrez-le de nouveau en .xlsx, ou demandez un fichier complet.",
        en="Open it in the spreadsheet and save it again as .xlsx, or ask for a complete file.",
    ),
    "IMP-CLASSEUR_DEMESURE": _SPLIT,
    "IMP-COLONNES": Sentence(
        fr="Reprenez le modèle du fichier et ses seules colonnes.",
        en="Start again from the template of the file and its columns only.",
    ),
    "IMP-ENTETE": Sentence(
        fr="La première ligne doit porter les noms des colonnes, séparés par « , » ou « ; ».",
        en="The first line must hold the names of the columns, separated by “,” or “;”.",
    ),
    "IMP-COLONNE_ABSENTE": Sentence(
        fr="Ajoutez la colonne ; vérifiez que la première ligne est l'en-tête et que le séparateur est « , » ou « ; ».",
        en="Add the column; check that the first line is the header and that the separator is “,” or “;”.",
    ),
    "IMP-COLONNE_DOUBLE": Sentence(
        fr="Ne gardez que la bonne colonne.",
        en="Keep the right column only.",
    ),
    "IMP-LECTURE": _SEND_AGAIN,
    "IMP-SANS_LIGNE": _NOTHING,
    "IMP-FIN_COUPEE": Sentence(
        fr="Comparez la dernière ligne avec l'original.",
        en="Compare the last line with the original.",
    ),
    "IMP-COLONNE_EN_TROP": _NOTHING,
    "IMP-COLONNE_NON_REMPLIE": _NOTHING,
    "IMP-AUTRES_FEUILLES": Sentence(
        fr="Mettez les lignes à importer dans la première feuille.",
        en="Put the rows to import in the first sheet.",
    ),
    "IMP-LIGNE_LONGUE": Sentence(
        fr="Vérifiez que chaque ligne du fichier est une seule ligne du tableau.",
        en="Check that each line of the file is one row of the table.",
    ),
    "IMP-GUILLEMETS": Sentence(
        fr="Fermez ou retirez le guillemet, puis importez de nouveau le fichier.",
        en="Close or remove the quotation mark, then import the file again.",
    ),
    "IMP-CELLULES": Sentence(
        fr="Complétez la ligne si elle est coupée ; mettez entre guillemets un texte qui contient le séparateur.",
        en="Complete the row if it was cut; put between quotation marks a text that holds the separator.",
    ),
    "IMP-OCTETS": Sentence(
        fr="Écrivez de nouveau la ligne, puis enregistrez en « CSV UTF-8 ».",
        en="Write the line again, then save as “CSV UTF-8”.",
    ),
    "IMP-OBLIGATOIRE": _FILL_IN,
    "IMP-DATE": _DATE,
    "IMP-DATE_BORNES": Sentence(
        fr="Vérifiez l'année.",
        en="Check the year.",
    ),
    "IMP-FUTUR": Sentence(
        fr="Vérifiez l'année.",
        en="Check the year.",
    ),
    "IMP-NAISSANCE": Sentence(
        fr="Écrivez la date AAAA-MM-JJ ou JJ/MM/AAAA, ou l'année seule (AAAA).",
        en="Write the date YYYY-MM-DD or DD/MM/YYYY, or the year alone (YYYY).",
    ),
    "IMP-PERIODE": Sentence(
        fr="Écrivez le mois AAAA-MM, par exemple 2024-03.",
        en="Write the month YYYY-MM, for example 2024-03.",
    ),
    "IMP-NOMBRE": _WHOLE_NUMBER,
    "IMP-DECIMALE": _WHOLE_NUMBER,
    "IMP-NEGATIF": Sentence(fr="Écrivez un nombre positif.", en="Write a positive number."),
    "IMP-ZERO": Sentence(
        fr="Écrivez le vrai nombre, ou laissez la cellule vide s'il n'est pas connu.",
        en="Write the true number, or leave the cell empty if it is not known.",
    ),
    "IMP-ENORME": Sentence(
        fr="Vérifiez le nombre : des chiffres sont sans doute en trop.",
        en="Check the number: it probably has figures too many.",
    ),
    "IMP-OUI_NON": Sentence(
        fr="Écrivez oui ou non, ou laissez la cellule vide.",
        en="Write oui or non, or leave the cell empty.",
    ),
    "IMP-CHOIX": Sentence(
        fr="Choisissez une des valeurs admises.",
        en="Choose one of the accepted values.",
    ),
    "IMP-CODES": Sentence(
        fr="Écrivez les codes séparés par une espace, par exemple MOPTI AMV.",
        en="Write the codes separated by a space, for example MOPTI AMV.",
    ),
    "IMP-TEXTE_LONG": _SHORTEN,
    "IMP-CARACTERE": Sentence(
        fr="Effacez le texte et tapez-le de nouveau.",
        en="Erase the text and type it again.",
    ),
    "IMP-BARRE": Sentence(
        fr="Écrivez le code de l'établissement sans barre, par exemple avec un tiret, partout de la même façon.",
        en="Write the facility's code without a slash, with a hyphen for example, everywhere the same way.",
    ),
    "IMP-ERREUR_TABLEUR": Sentence(
        fr="Corrigez la formule dans le tableur, ou écrivez la valeur.",
        en="Correct the formula in the spreadsheet, or write the value.",
    ),
    "IMP-FORMULE_SANS_VALEUR": Sentence(
        fr="Ouvrez le classeur dans le tableur et enregistrez-le, ou écrivez la valeur.",
        en="Open the workbook in the spreadsheet and save it, or write the value.",
    ),
    "IMP-RECU": Sentence(
        fr="Écrivez le numéro du carnet, un tiret et le numéro du reçu, par exemple C0012-000345.",
        en="Write the booklet's number, a hyphen and the receipt's number, for example C0012-000345.",
    ),
    "IMP-FORMULE": Sentence(
        fr="Retirez le signe « = » s'il s'agit d'une erreur de saisie.",
        en="Remove the “=” sign if it is a typing error.",
    ),
    "IMP-A_SAISIR": Sentence(
        fr="Complétez la valeur dans l'application ou dans le fichier.",
        en="Fill in the value in the application or in the file.",
    ),
    "IMP-FIN_AVANT_DEBUT": _CHECK_DATES,
    "IMP-SORTIE_AVANT": _CHECK_DATES,
    "IMP-AVANT_NAISSANCE": _CHECK_DATES,
    "IMP-AUTRE_MUTUELLE": Sentence(
        fr="Mettez la même mutuelle sur toutes les lignes du ménage, ou corrigez le numéro du ménage.",
        en="Put the same mutual on all the rows of the household, or correct the household's number.",
    ),
    "IMP-PRODUIT": Sentence(
        fr="Corrigez le produit, ou faites d'abord adopter ses paramètres.",
        en="Correct the product, or have its parameters adopted first.",
    ),
    "IMP-REFERENCE_REPETEE": Sentence(
        fr="Vérifiez les deux cartes ; laissez la cellule vide pour recevoir une référence nouvelle.",
        en="Check both cards; leave the cell empty to be given a new reference.",
    ),
    "IMP-SANS_ADHERENT": Sentence(
        fr="Désignez l'adhérent du ménage dans la colonne lien, ou corrigez sa ligne si elle est en erreur.",
        en="Name the household's adherent in the column lien, or correct their row if it is in error.",
    ),
    "IMP-ADHERENTS": Sentence(
        fr="Ne gardez qu'un adhérent : corrigez le lien des autres, ou le numéro du ménage.",
        en="Keep one adherent: correct the link of the others, or the household's number.",
    ),
    "IMP-RECU_SANS_MONTANT": Sentence(
        fr="Recopiez le montant de la souche, ou retirez la ligne si le reçu est annulé.",
        en="Copy the amount from the stub, or remove the row if the receipt is cancelled.",
    ),
    "IMP-CONTREDIT": Sentence(
        fr="Mettez la même valeur sur toutes les lignes, ou un autre numéro de demande ou de bordereau.",
        en="Put the same value on all the rows, or another number of request or bordereau.",
    ),
    "IMP-LIGNE_REPETEE": Sentence(
        fr="Donnez un autre numéro de ligne, ou retirez la ligne si elle est en double.",
        en="Give another line number, or remove the row if it is a duplicate.",
    ),
    "IMP-MOTIF_SANS_DATE": Sentence(
        fr="Ajoutez la date de sortie, ou effacez le motif.",
        en="Add the date of leaving, or erase the reason.",
    ),
    "IMP-AGES": Sentence(
        fr="Vérifiez les deux âges de l'acte.",
        en="Check both ages of the act.",
    ),
}
