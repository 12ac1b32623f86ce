"""Sentences of membership."""

from __future__ import annotations

from sysgimut.kernel.explanations import Sentence

REASONS: dict[str, Sentence] = {
    "MEN-MUTUELLE": Sentence(
        fr="Le ménage {household} est déjà inscrit à la mutuelle {mutual}. Corrigez la colonne mutuelle, ou "
        "demandez un transfert.",
        en="Household {household} is already enrolled in the mutual {mutual}. Correct the column mutuelle, or "
        "ask for a transfer.",
        effect="error",
    ),
    "MEN-PRODUIT": Sentence(
        fr="Le produit {product} n'a pas de paramètres (cotisation, taux…). Choisissez un produit en service, "
        "ou faites adopter ses paramètres.",
        en="Product {product} has no parameters (contribution, rates…). Choose a product in service, or have "
        "its parameters adopted.",
        effect="error",
    ),
    "MEN-AUTRE_PRODUIT": Sentence(
        fr="Le ménage {household} est enregistré avec le produit {kept}. Un fichier ne change pas le produit d'un "
        "ménage : corrigez la colonne produit.",
        en="Household {household} is recorded with the product {kept}. A file does not change a household's product: "
        "correct the column produit.",
        effect="error",
    ),
    "MEN-REFERENCE": Sentence(
        fr="La référence {reference} est déjà celle de quelqu'un d'autre (ménage {household}). Vérifiez la "
        "carte, ou laissez la colonne vide pour qu'une référence soit attribuée.",
        en="Reference {reference} already belongs to someone else (household {household}). Check the card, or "
        "leave the column empty to have one assigned.",
        effect="error",
    ),
    "MEN-ADHERENT-DEJA": Sentence(
        fr="Le ménage {household} a déjà un adhérent. Donnez un autre lien à cette personne.",
        en="Household {household} already has a head (adherent). Give this person another lien.",
        effect="error",
    ),
    "MEN-DIFFERENT": Sentence(
        fr="La personne {reference} est déjà enregistrée avec « {column} » = {kept}. Un fichier ne modifie pas "
        "une personne : corrigez la ligne, ou modifiez la fiche du ménage.",
        en="Person {reference} is already recorded with “{column}” = {kept}. A file does not change a person: "
        "correct the row, or change the household's file.",
        effect="error",
    ),
    "MEN-INCONNU": Sentence(
        fr="Aucun ménage n'a la référence {household}. Vérifiez-la, ou cherchez le ménage par le nom.",
        en="No household has the reference {household}. Check it, or search for the household by name.",
    ),
    "MEN-REFERENCE_MENAGE": Sentence(
        fr="La référence {household} est déjà celle d'un ménage. Laissez ce champ vide : un numéro sera attribué.",
        en="Reference {household} already belongs to a household. Leave this field empty: a number will be assigned.",
    ),
    "MEN-COMMUNE": Sentence(
        fr="La commune « {commune} » n'est pas dans l'aire de la mutuelle {mutual}. Choisissez une commune de la "
        "liste : elle décide de la section et compte dans les indicateurs.",
        en="The commune “{commune}” is not in the area of the mutual {mutual}. Choose a commune of the list: it "
        "decides the section and counts in the indicators.",
    ),
    "MEN-VILLAGE": Sentence(
        fr="Le village ou le quartier manque. Il est obligatoire : il sert à reconnaître les doublons et compte dans "
        "les indicateurs.",
        en="The village or quarter is missing. It is mandatory: it tells duplicates apart and counts in the "
        "indicators.",
    ),
    "MEN-ADHERENT": Sentence(
        fr="Un ménage a un adhérent et un seul ; il y en a {heads}. Corrigez les liens.",
        en="A household has exactly one head (adherent); there are {heads}. Correct the links.",
    ),
    "MEN-MEME_LIEU": Sentence(
        fr="Le ménage est déjà dans ce village. Rien à changer.",
        en="The household already lives in this village. Nothing to change.",
    ),
    "MEN-DATE": Sentence(
        fr="Le jour doit suivre le {day}, jour où le ménage est arrivé là où il est.",
        en="The day must come after {day}, the day on which the household came where it is.",
    ),
    "PERS-NOM": Sentence(
        fr="Le nom et les prénoms sont obligatoires : la carte et le contrôle des soins s'y fient.",
        en="Family and first names are mandatory: the card and the control of care rely on them.",
    ),
    "PERS-NAISSANCE": Sentence(
        fr="La naissance est après l'entrée dans le ménage ({day}). Corrigez l'une des deux dates.",
        en="The birth is after the day of joining the household ({day}). Correct one of the two dates.",
    ),
    "PERS-AGE": Sentence(
        fr="Cette date de naissance donne plus de {years} ans. Vérifiez l'année.",
        en="This date of birth makes more than {years} years. Check the year.",
    ),
    "PERS-FUTUR": Sentence(
        fr="Le {day} est dans l'avenir. Écrivez le jour où cela s'est passé.",
        en="{day} is in the future. Write the day on which it happened.",
    ),
    "PERS-DEUX_FOIS": Sentence(
        fr="Cette personne est écrite deux fois (personne n° {first} et ici). Gardez-en une.",
        en="This person is written twice (person no. {first} and here). Keep one.",
    ),
    "PERS-INCONNUE": Sentence(
        fr="Personne n'a la référence {reference} dans ce ménage. Vérifiez la carte.",
        en="Nobody has the reference {reference} in this household. Check the card.",
    ),
    "PERS-DEJA_SORTIE": Sentence(
        fr="La sortie de {reference} est déjà enregistrée : départ le {day}.",
        en="{reference} already left the household on {day}.",
    ),
    "PERS-SORTIE": Sentence(
        fr="La sortie doit suivre l'entrée dans le ménage ({day}).",
        en="The exit must come after the day of joining the household ({day}).",
    ),
    "PERS-DEJA": Sentence(
        fr="Cette personne est déjà dans le ménage {household}. Rien n'a changé.",
        en="This person is already in the household {household}. Nothing changed.",
    ),
    "PERS-ALIAS": Sentence(
        fr="L'ancien numéro {alias} est déjà celui de {reference}. Vérifiez l'ancienne carte.",
        en="The old number {alias} already belongs to {reference}. Check the old card.",
    ),
    "PERS-RIEN": Sentence(
        fr="Aucune différence avec ce qui est enregistré. Rien n'a changé.",
        en="No difference from what is recorded. Nothing changed.",
    ),
    "PERS-MODIFIEE": Sentence(
        fr="La fiche de {reference} a changé depuis que vous l'avez ouverte. Rouvrez-la, puis corrigez.",
        en="The record of {reference} changed since you opened it. Open it again, then correct.",
    ),
    "DOUBLON-CERTAIN": Sentence(
        fr="{name} est déjà au registre : {other}, {reference}, ménage {household} de {village} (mêmes noms, sexe, "
        "naissance et village). N'inscrivez personne deux fois : ouvrez ce ménage.",
        en="{name} is already enrolled: {other}, {reference}, household {household} of {village} (same names, sex, "
        "birth and village). Enrol nobody twice: open that household.",
    ),
    "DOUBLON-PROBABLE": Sentence(
        fr="{name} ressemble à {other}, {reference}, ménage {household} de {village} (ressemblance {score} sur 100). "
        "Si c'est une autre personne, dites pourquoi vous en êtes sûr.",
        en="{name} looks like {other}, {reference}, household {household} of {village} (likeness {score} out of "
        "100). If this is another person, say why you are sure.",
    ),
    "DOUBLON-MOTIF": Sentence(
        fr="Dites pourquoi {name} n'est pas {other} ({reference}) : un mot suffit (jumeau, homonyme, père et fils…).",
        en="Say why {name} is not {other} ({reference}): a word is enough (twin, namesake, father and son…).",
    ),
    "DOUBLON-DECIDE": Sentence(
        fr="Cette ressemblance est déjà tranchée, ou n'existe pas.",
        en="This likeness has been decided already, or does not exist.",
    ),
    "DOUBLON-A_SORTIR": Sentence(
        fr="C'est la même personne : enregistrez la sortie (radiation) de l'une des deux fiches, {reference} ou "
        "{other}, pour qu'elle ne compte et ne paie qu'une fois.",
        en="This is the same person: record the exit (radiation) of one of the two records, {reference} or {other}, "
        "so that they count and pay once.",
        effect="remark",
    ),
}
