"""What the command line says, in French or in English.

Both texts stand side by side: the command line speaks before the settings are read, when no catalogue is loaded.
"""

from __future__ import annotations

from sysgimut.kernel.money import NARROW_NO_BREAK_SPACE

LANGUAGES = ("fr", "en")
_chosen = ["fr"]


def speak(language: str) -> None:
    """Say everything from now on in `language`: fr or en."""
    _chosen[0] = "en" if language == "en" else "fr"


def language() -> str:
    """The language chosen: fr or en."""
    return _chosen[0]


def say(fr: str, en: str) -> str:
    """The text in the language chosen.

    >>> say("Terminé.", "Done.")
    'Terminé.'
    """
    return en if _chosen[0] == "en" else fr


def pick(pair: tuple[str, str]) -> str:
    """The text of a (French, English) pair in the language chosen."""
    return pair[1] if _chosen[0] == "en" else pair[0]


def some(count: int, fr: tuple[str, str], en: tuple[str, str]) -> str:
    """A number with what it counts: zero and one are singular in French, only one is in English.

    >>> some(0, ("ligne", "lignes"), ("row", "rows"))
    '0 ligne'
    """
    words = en[count != 1] if _chosen[0] == "en" else fr[count > 1]
    return f"{number(count)} {words}"


def number(count: int) -> str:
    """A whole number as people read it.

    >>> number(1234567).replace(NARROW_NO_BREAK_SPACE, " ")
    '1 234 567'
    """
    return f"{count:,}" if _chosen[0] == "en" else f"{count:,}".replace(",", NARROW_NO_BREAK_SPACE)
