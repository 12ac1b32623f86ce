"""Sentences of the journal's own codes."""

from __future__ import annotations

from sysgimut.kernel.explanations import Sentence

REASONS: dict[str, Sentence] = {
    "ACCES-REFUSE": Sentence(
        fr="Vous n'avez pas le droit de faire cela ici. Demandez à votre coordinateur.",
        en="You may not do this here. Ask your coordinator.",
    ),
    "CMD-DOUBLE": Sentence(
        fr="Cet envoi porte l'identifiant {command}, déjà utilisé pour un autre contenu : rien n'a changé. "
        "Prévenez l'administrateur.",
        en="This submission carries the identifier {command}, already used for another content: nothing "
        "changed. Tell the administrator.",
    ),
    "VER-GARDE": Sentence(
        fr="Cette garde de la table manque : lancez « sysgimut migrate ».",
        en="This guard of the table is missing: run “sysgimut migrate”.",
        effect="error",
    ),
    "VER-FORME": Sentence(
        fr="La colonne {column} n'est pas écrite comme le logiciel l'écrit : elle a été modifiée.",
        en="The column {column} is not written as the software writes it: it was altered.",
        effect="error",
    ),
    "VER-CHAINE_TROU": Sentence(
        fr="L'écriture n° {number} manque dans la chaîne.",
        en="Entry number {number} is missing from the chain.",
        effect="error",
    ),
    "VER-CHAINE_EMPREINTE": Sentence(
        fr="L'empreinte de l'écriture {entry} ne tient plus : elle, ou ce qui la précède, a été modifiée.",
        en="The hash of entry {entry} does not hold: it, or what precedes it, was altered.",
        effect="error",
    ),
    "VER-TETE_DIFFERENTE": Sentence(
        fr="L'empreinte n'est pas celle de la tête publiée.",
        en="The hash is not that of the published head.",
        effect="error",
    ),
    "VER-TETE_ABSENTE": Sentence(
        fr="La tête publiée ne se trouve pas : la fin de la chaîne a été coupée.",
        en="The published head is not found: the end of the chain was cut off.",
        effect="error",
    ),
    "VER-SCEAU_SANS_ECRITURE": Sentence(
        fr="{count} scellé(s) sans leur écriture ou sans la commande de celle-ci.",
        en="{count} seal(s) without their entry, or without its command.",
        effect="error",
    ),
    "VER-ECRITURE_SANS_COMMANDE": Sentence(
        fr="Une écriture du journal dont la commande n'existe pas.",
        en="A journal entry whose command does not exist.",
        effect="error",
    ),
    "VER-COMMANDE_SANS_ECRITURE": Sentence(
        fr="Une commande qui n'a laissé aucune écriture au journal.",
        en="A command that left no entry in the journal.",
        effect="error",
    ),
    "VER-MOITIE_EFFACE": Sentence(
        fr="Effacement incomplet : le contenu et son sel s'effacent ensemble.",
        en="Half erased: the content and its salt are erased together.",
        effect="error",
    ),
    "VER-CONTENU": Sentence(
        fr="Le contenu de la commande n'est plus celui de son empreinte.",
        en="The content of the command is no longer that of its digest.",
        effect="error",
    ),
    "VER-CONTENU_ENVOI": Sentence(
        fr="Le contenu de la commande n'est pas celui que son identifiant a réservé.",
        en="The content of the command is not the one that its identifier was claimed with.",
        effect="error",
    ),
    "VER-LIGNES_INCONNUES": Sentence(
        fr="{count} ligne(s) dont aucune écriture du journal ne rend compte (commande {command}).",
        en="{count} row(s) that no journal entry accounts for (command {command}).",
        effect="error",
    ),
    "VER-LIGNES_NOMBRE": Sentence(
        fr="{count} ligne(s) au lieu de {expected} pour la commande {command}.",
        en="{count} row(s) instead of {expected} for the command {command}.",
        effect="error",
    ),
    "VER-LIGNES_MODIFIEES": Sentence(
        fr="Une ligne au moins n'est plus celle que la commande {command} a enregistrée.",
        en="At least one row is not what the command {command} recorded.",
        effect="error",
    ),
    "VER-LIGNES_DISPARUES": Sentence(
        fr="{count} ligne(s) enregistrée(s) par la commande {command} ont disparu.",
        en="{count} row(s) recorded by the command {command} are gone.",
        effect="error",
    ),
    "VER-TABLE_ABSENTE": Sentence(
        fr="{count} commande(s) ont écrit dans une table qui n'existe pas.",
        en="{count} command(s) wrote to a table that does not exist.",
        effect="error",
    ),
    "VER-ILLISIBLE": Sentence(
        fr="Des données sont si abîmées que ce contrôle n'a pu aller au bout ({error}).",
        en="Data are so damaged that this check could not be finished ({error}).",
        effect="error",
    ),
}
