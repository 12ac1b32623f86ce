"""Names as they sound, so that Coulibaly and Kulibali, Djénéba and Jeneba, Guindo and Ghindo meet.

Malian names are written in French spelling (ou, dj, gu) or in the spelling of the national languages
(u, j, g, ɛ, ɔ, ɲ, ŋ): the key folds both onto one. Rules: docs/algorithms/duplicates.md.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {"ɛ": "e", "ɔ": "o", "ɲ": "gn", "ŋ": "n", "ɗ": "d", "ɓ": "b", "ƴ": "y", "œ": "oe", "æ": "ae", "ç": "ss"}
)
_APOSTROPHES = re.compile("['\u2019\u02bc\u02bb`\u00b4]")
# In this order: digraphs before single letters, context before the general case.
_FOLDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"gn|ny|ni(?=[aeou])", "ñ"),
        (r"dj|di(?=[aeou])|dy(?=[aeou])", "j"),
        (r"th", "t"),
        (r"ph", "f"),
        (r"gh|gu(?=[ei])", "g"),
        (r"ch(?=[aeiou])|sch", "š"),
        (r"qu|ck|q", "k"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"ou(?=[aeio])", "w"),
        (r"ou", "u"),
        (r"y", "i"),
        (r"h", ""),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """The key of one word of a name; empty when it holds no letter.

    >>> [sound(name) for name in ("Coulibaly", "Kulibali", "Djénéba", "Jeneba", "Guindo", "Ghindo")]
    ['kulibali', 'kulibali', 'jeneba', 'jeneba', 'gindo', 'gindo']
    """
    text = word.casefold().translate(_LETTERS)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if "a" <= c <= "z")
    for pattern, replacement in _FOLDS:
        text = pattern.sub(replacement, text)
    return text[:24]


def tokens(*names: str) -> tuple[str, ...]:
    """The keys of all the words of some names, each once, in alphabetical order. N'Diaye and Ndiaye are one word.

    >>> tokens("OULD-BABA", "Fatoumata"), tokens("N'Diaye"), tokens("NDIAYE")
    (('baba', 'fatumata', 'uld'), ('njaie',), ('njaie',))
    """
    words = re.split(r"[^\w]+", _APOSTROPHES.sub("", " ".join(names)))
    return tuple(sorted({key for word in words if (key := sound(word))}))


def likeness(names: tuple[str, ...], sex: str, birth_year: int) -> str:
    """What two records of the same person have in common: the sound of their names, sex and year of birth."""
    return f"{'.'.join(names)[:70]}|{sex}|{birth_year}"
