"""Who may sign and when a statement may be paid. Pure. Rules: docs/algorithms/settlement.md."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sysgimut.kernel.outcomes import Reason

MUTUAL = "mutuelle"
MANAGER = "gestionnaire"
FACILITY = "etablissement"
PARTIES = (MUTUAL, MANAGER, FACILITY)


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature: for which party, by whom (an opaque identifier)."""

    party: str
    signatory: str


def refuse_signature(party: str, signatory: str, signed: Iterable[Signed], number: str) -> Reason | None:
    """Why this person cannot sign for this party now, or None: each party once, three different people.

    >>> signed = [Signed("mutuelle", "Awa")]
    >>> refuse_signature("gestionnaire", "Awa", signed, "E1").code
    'ETAT-MEME_PERSONNE'
    >>> refuse_signature("gestionnaire", "Boubacar", signed, "E1") is None
    True
    """
    for one in signed:
        if one.party == party:
            return Reason("ETAT-DEJA_SIGNE", {"number": number, "party": party})
        if one.signatory == signatory:
            return Reason("ETAT-MEME_PERSONNE", {"number": number, "party": one.party})
    return None


def refuse_payment(number: str, granted: int, amount: int, signed: Iterable[Signed], paid: bool) -> Reason | None:
    """Why a statement cannot be paid now, or None: three signatures by three people, once, for what was granted.

    `granted` and `amount` are in XOF.

    >>> refuse_payment("E1", 700, 700, [Signed("mutuelle", "Awa")], False).params["missing"]
    'gestionnaire, etablissement'
    """
    signatures = list(signed)
    if paid:
        return Reason("ETAT-DEJA_PAYE", {"number": number})
    if granted == 0:
        return Reason("ETAT-RIEN", {"number": number})
    missing = [party for party in PARTIES if party not in {one.party for one in signatures}]
    if missing or len({one.signatory for one in signatures}) < len(PARTIES):
        return Reason("ETAT-SIGNATURES", {"number": number, "missing": ", ".join(missing)})
    if amount != granted:
        return Reason("ETAT-MONTANT", {"number": number, "granted": granted, "amount": amount})
    return None
