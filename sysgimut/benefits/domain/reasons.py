"""Sentences of benefits."""

from __future__ import annotations

from sysgimut.kernel.explanations import Sentence

REASONS: dict[str, Sentence] = {
    "ACTE-INCONNU": Sentence(
        fr="L'acte {act} n'est pas au catalogue : la ligne n'est pas enregistrée. Ajoutez-le, ou corrigez son code.",
        en="Act {act} is not in the catalogue: the row is not recorded. Add the act, or correct its code.",
        effect="error",
    ),
    "ACTE-DOUBLE": Sentence(
        fr="L'acte {act} figure déjà plus haut dans ce fichier avec un autre contenu : la première ligne est "
        "retenue. Gardez une seule ligne par acte.",
        en="Act {act} already stands above in this file with another content: the first row is kept. Keep one "
        "row per act.",
        effect="error",
    ),
}
