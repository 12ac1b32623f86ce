"""What any text goes through before it is printed: people type anything, paper holds only so much.

Text never becomes markup (it reaches Typst as JSON strings); here it is only made printable.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from unicodedata import category, normalize

LIMIT = 400
"""Characters of one value on paper. A longer one is cut with an ellipsis; the CSV and the system keep it
all.
"""

UNPRINTABLE = "\N{REPLACEMENT CHARACTER}"
BREAK = "\N{ZERO WIDTH SPACE}"

# What the bundled font can draw (fonts/README.md). Spaces other than U+0020 and the no-break ones are folded.
PRINTABLE = "\u0020-\u007e\u00a0-\u036f\u1e00-\u1eff\u200b\u2010-\u2027\u202f-\u205e\u20a0-\u20bf\u2100-\u215f\ufffd"

_NOT_PRINTABLE = re.compile(f"[^{PRINTABLE}]")
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_LONG_RUN = re.compile(r"[^\s/\-\u2010-\u2014]{26,}")
_RUN_STEP = 12


def printable(text: str, limit: int = LIMIT) -> str:
    """`text` as it can be printed: one line, no control character, no letter without a drawing, at most
    `limit` characters, and somewhere to break any run of 26 characters or more (no French word is that
    long) so that it stays in its cell.

    >>> printable("  Dɔgɔ\\tKulibali\\n"), printable("\\u202e=x\\x00\\N{PILE OF POO}")
    ('Dɔgɔ Kulibali', '=x�')
    """
    # Cut first: a name of a million characters must not cost a million normalisations.
    text = normalize("NFC", text[: 4 * limit])
    text = _SPACES.sub(" ", text)
    text = "".join(character for character in text if category(character) not in ("Cc", "Cf", "Cs"))
    text = _SPACES.sub(" ", text).strip()
    text = _NOT_PRINTABLE.sub(UNPRINTABLE, text)
    if len(text) > limit:
        text = text[: limit - 1].rstrip() + "…"
    return _LONG_RUN.sub(_breakable, text)


def printable_values(value: object) -> object:
    """`value` (mappings, sequences, texts, integers, booleans, None) with every text made printable: what a
    template receives. Raises TypeError on anything else, floats included: an amount is a whole number.
    """
    if isinstance(value, str):
        return printable(value)
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, Mapping):
        return {str(key): printable_values(inner) for key, inner in value.items()}
    if isinstance(value, Sequence):
        return [printable_values(inner) for inner in value]
    raise TypeError(f"a document prints texts and whole numbers, not {type(value).__name__}")


def _breakable(match: re.Match[str]) -> str:
    run = match.group()
    return BREAK.join(run[start : start + _RUN_STEP] for start in range(0, len(run), _RUN_STEP))
