"""The sums of the ledger, by legal entity and use of an account: what each event adds. XOF, debits positive."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from tests.simulation.model.coverage import Money


@dataclass
class Books:
    """(entity, table of accounts, name in it) → balance."""

    sums: dict[tuple[str, str, str], int] = field(default_factory=lambda: defaultdict(int))

    def _move(self, entity: str, debit: tuple[str, str], credit: tuple[str, str], amount: int) -> None:
        if amount:
            self.sums[entity, *debit] += amount
            self.sums[entity, *credit] -= amount

    def take(self, entity: str, money: Money, method: str, suspense: bool, sign: int = 1) -> None:
        """Money in hand, for its purposes or in suspense; `sign` -1 gives it back."""
        hand = ("moyens_paiement", method)
        if suspense:
            self._move(entity, hand, WAITING, sign * (money.fee + money.contribution))
        else:
            self._move(entity, hand, FEES, sign * money.fee)
            self._move(entity, hand, AHEAD, sign * money.contribution)

    def place(self, entity: str, money: Money) -> None:
        """Money leaves suspense for its purposes."""
        self._move(entity, WAITING, FEES, money.fee)
        self._move(entity, WAITING, AHEAD, money.contribution)

    def transfer(self, entity: str, money: Money) -> None:
        """Credit goes from one purpose to the other."""
        self._move(entity, FEES, AHEAD, money.contribution)

    def buy(self, entity: str, amount: int) -> None:
        """Credit becomes earned contribution (or goes back)."""
        self._move(entity, AHEAD, EARNED, amount)

    def grant(self, entity: str, service: str, kind: str, amount: int) -> None:
        """A benefit is owed to a facility."""
        self._move(entity, ("codes_prestation", service), ("types_etablissement", kind), amount)

    def pay(self, entity: str, kind: str, amount: int) -> None:
        """What is owed to a facility leaves the bank."""
        self._move(entity, ("types_etablissement", kind), ("plan_comptable", "banque"), amount)


FEES = ("plan_comptable", "droits_admission")
AHEAD = ("plan_comptable", "cotisations_avance")
EARNED = ("plan_comptable", "cotisations")
WAITING = ("plan_comptable", "encaissements_attente")
