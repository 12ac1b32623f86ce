"""The digest that binds a statement to what was decided of each of its lines: what was printed can be proved later."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

AMOUNTS = ("claimed", "granted", "rejected", "to_justify", "overpaid")
PROVED = ("decision_id", "line_number", *AMOUNTS, "codes")
"""The columns of a decided line that its proof covers, in order; the journal proves the others."""


def line_proof(cells: Iterable[Any]) -> str:
    """One decided line (the cells of `PROVED`) as text. Codes hold no bar: no two lines give one text.

    >>> from uuid import UUID
    >>> line_proof((UUID(int=1), "3", 700, 500, 200, 0, 0, "TR-2"))
    '00000000000000000000000000000001 700 500 200 0 0 TR-2|3'
    """
    decision, number, claimed, granted, rejected, to_justify, overpaid, codes = cells
    return f"{decision.hex} {claimed} {granted} {rejected} {to_justify} {overpaid} {codes}|{number}"


def decisions_digest(proofs: Iterable[str]) -> str:
    """SHA-256, in hexadecimal, of the proofs of a statement's lines, whatever their order."""
    return sha256("\n".join(sorted(proofs)).encode()).hexdigest()
