"""Sentences of the network."""

from __future__ import annotations

from sysgimut.kernel.explanations import Sentence

REASONS: dict[str, Sentence] = {
    "MUT-INCONNUE": Sentence(
        fr="La mutuelle {mutual} n'existe pas. Vérifiez son code.",
        en="The mutual {mutual} does not exist. Check its code.",
    ),
    "PRODUIT-INCONNU": Sentence(
        fr="Le produit {product} n'existe pas. Produits admis : ceux du régime (MOPTI, AMV, CARTE).",
        en="The product {product} does not exist. Products: those of the scheme (MOPTI, AMV, CARTE).",
        effect="error",
    ),
    "RES-VILLAGE_INCONNU": Sentence(
        fr="Le village {code} n'existe pas.",
        en="There is no village {code}.",
    ),
    "RES-VILLAGE_MOTIF": Sentence(
        fr="Ce village s'appelle déjà {name} : dites pourquoi son nom change.",
        en="This village is called {name} already: say why its name changes.",
    ),
    "RES-VILLAGE_DOUBLE": Sentence(
        fr="Un autre village de la commune de {commune} s'appelle déjà {name}.",
        en="Another village of the commune of {commune} is called {name} already.",
    ),
}
