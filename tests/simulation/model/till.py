"""What a till does with money: booklets, receipts one by one and by batch, cancelling, placing, moving credit."""

from __future__ import annotations

from datetime import date

from tests.simulation.model.coverage import Money, overdrawn
from tests.simulation.model.desk import Desk
from tests.simulation.model.state import (
    ACCEPTED,
    DENIED,
    HELD,
    MUTUALS,
    SECTIONS,
    UNCHANGED,
    Answer,
    Booklet,
    Expected,
    Fields,
    Household,
    Slip,
    Step,
    inside,
    refused,
)

LARGEST_BOOKLET = 1_000


class Till(Desk):
    """Expectations and effects of the commands about money."""

    def expect_issue_booklet(self, step: Step) -> Expected:
        """A range that is nobody's yet, and that holds what was already written on its leaves."""
        asked = step.fields
        if not self.world.may(step.officer, step.operation, SECTIONS[asked["commune"]]):
            return DENIED
        if asked["day"] > step.today:
            return refused("PERS-FUTUR")
        if (asked["mutual"], asked["code"]) in self.world.booklets:
            return refused("CARNET-DEJA")
        first, last = asked["first"], asked["last"]
        if last < first or last - first >= LARGEST_BOOKLET:
            return refused("CARNET-ETENDUE")
        used = [leaf for mutual, code, leaf in self.world.slips if (mutual, code) == (asked["mutual"], asked["code"])]
        return refused("CARNET-UTILISE") if any(not first <= leaf <= last for leaf in used) else ACCEPTED

    def apply_issue_booklet(self, step: Step, answer: Answer) -> None:
        """Its numbers are counted from now on."""
        asked = step.fields
        booklet = Booklet(asked["code"], asked["first"], asked["last"], SECTIONS[asked["commune"]])
        self.world.booklets[asked["mutual"], asked["code"]] = booklet

    def _number_refused(self, mutual: str, code: str, leaf: int) -> Expected | None:
        booklet = self.world.booklets.get((mutual, code))
        if booklet is not None and not booklet.first <= leaf <= booklet.last:
            return refused("RECU-HORS_CARNET")
        if (mutual, code, leaf) in self.world.slips:
            return refused("RECU-UTILISE")
        return refused("RECU-ANNULE") if (mutual, code, leaf) in self.world.struck else None

    def _place(self, step: Step) -> tuple[Household | None, str]:
        """For whom the money is, as far as its author may know, and in whose cash it lies."""
        asked = step.fields
        home = self.world.households.get(asked["household"])
        if home and home.mutual == asked["mutual"] and self.world.may(step.officer, step.operation, home.scope):
            return home, home.scope
        if asked["till"] and inside(asked["till"], MUTUALS[asked["mutual"]]):
            return None, asked["till"]
        booklet = self.world.booklets.get((asked["mutual"], asked["booklet"]))
        return None, booklet.scope if booklet else MUTUALS[asked["mutual"]]

    def expect_record_receipt(self, step: Step) -> Expected:
        """Money that was taken is never refused for its household, only for its number and its day."""
        asked = step.fields
        household, scope = self._place(step)
        if not self.world.may(step.officer, step.operation, scope):
            return DENIED
        if asked["fee"] + asked["contribution"] == 0:
            return refused("RECU-VIDE")
        if asked["day"] > step.today:
            return refused("RECU-DATE")
        problem = self._number_refused(asked["mutual"], asked["booklet"], asked["leaf"])
        booklet = self.world.booklets.get((asked["mutual"], asked["booklet"]))
        if problem is None and booklet and not self.world.may(step.officer, step.operation, booklet.scope):
            problem = refused("RECU-AUTRE_CARNET")
        return problem or (ACCEPTED if household else HELD)

    def apply_record_receipt(self, step: Step, answer: Answer) -> None:
        """The receipt stands, for a household or in suspense."""
        household, scope = self._place(step)
        self._write(step.fields, household, scope)

    def _write(self, asked: Fields, household: Household | None, scope: str) -> None:
        code, leaf = asked["booklet"], asked["leaf"]
        money = Money(asked["day"], f"{code}-{leaf:06d}", asked["fee"], asked["contribution"])
        owner = household.reference if household else None
        slip = Slip((code, leaf), money, asked["method"], asked["household"], owner, scope, waited=household is None)
        self.world.slips[asked["mutual"], code, leaf] = slip
        self.books.take(asked["mutual"], money, asked["method"], suspense=household is None)
        if household is not None:
            household.payments.append(money)
            self.settle(household)

    def expect_import_receipts(self, step: Step) -> Expected:
        """A batch is accepted; when none of its rows is new nothing is recorded."""
        if not self.world.may(step.officer, step.operation, MUTUALS[step.fields["mutual"]]):
            return DENIED
        return ACCEPTED if self._fresh(step)[0] else UNCHANGED

    def _fresh(self, step: Step) -> tuple[list[Fields], int]:
        """The rows that are new, and how many are wrong."""
        mutual, fresh, wrong = step.fields["mutual"], [], 0
        seen: dict[tuple[str, int], tuple[object, ...]] = {}
        for row in step.fields["rows"]:
            key = (row["booklet"], row["leaf"])
            content = (row["day"], row["household"], row["fee"], row["contribution"], row["method"])
            if (seen.get(key) or self._recorded(mutual, key)) == content:
                continue
            household = self.world.households.get(row["household"])
            here = household is not None and household.mutual == mutual
            if key in seen or not here or self._number_refused(mutual, *key) is not None:
                wrong += 1
                continue
            seen[key] = content
            fresh.append(row)
        return fresh, wrong

    def _recorded(self, mutual: str, key: tuple[str, int]) -> tuple[object, ...] | None:
        slip = self.world.slips.get((mutual, *key))
        if slip is None:
            return None
        household = "" if slip.waited else slip.household or ""
        return (slip.money.day, household, slip.money.fee, slip.money.contribution, slip.method)

    def apply_import_receipts(self, step: Step, answer: Answer) -> None:
        """The new rows are receipts; a file that pays fee and first contribution is validated at once."""
        fresh, wrong = self._fresh(step)
        assert (answer.result["receipts"], len(answer.result["errors"])) == (len(fresh), wrong)
        for row in fresh:
            household = self.world.households[row["household"]]
            self._write({**row, "mutual": step.fields["mutual"]}, household, household.scope)
        for reference in {row["household"] for row in fresh}:
            household = self.world.households[reference]
            household.validated |= self.world.standing(household).coverage.first is not None

    def expect_cancel_receipt(self, step: Step) -> Expected:
        """Once; and not when its credit was moved away."""
        asked = step.fields
        key = (asked["mutual"], asked["booklet"], asked["leaf"])
        slip, booklet = self.world.slips.get(key), self.world.booklets.get(key[:2])
        scope = slip.scope if slip else booklet.scope if booklet else MUTUALS[asked["mutual"]]
        if not self.world.may(step.officer, step.operation, scope):
            return DENIED
        if slip is None:
            return self._number_refused(*key) or ACCEPTED
        if slip.cancelled:
            return refused("RECU-ANNULE")
        home = self.world.households.get(slip.household or "")
        if home is not None and overdrawn(money for money in home.payments if money is not slip.money):
            return refused("RECU-TRANSFERE")
        return self.world.booked(asked["mutual"], step.today)

    def apply_cancel_receipt(self, step: Step, answer: Answer) -> None:
        """The number is struck out; money that was taken is given back and its effects undone."""
        asked = step.fields
        key = (asked["mutual"], asked["booklet"], asked["leaf"])
        slip = self.world.slips.get(key)
        if slip is None:
            self.world.struck.add(key)
            return
        slip.cancelled = True
        self.books.take(asked["mutual"], slip.money, slip.method, slip.household is None, sign=-1)
        if slip.household is not None:
            household = self.world.households[slip.household]
            household.payments.remove(slip.money)
            self.settle(household)

    def expect_place_receipt(self, step: Step) -> Expected:
        """Of money in suspense, for a household of the same mutual."""
        asked = step.fields
        home = self.world.households.get(asked["household"])
        known = home is not None and home.mutual == asked["mutual"]
        if not self.world.may(step.officer, step.operation, home.scope if home and known else "UTM"):
            return DENIED
        if not known:
            return refused("RECU-MENAGE")
        slip = self.world.slips.get((asked["mutual"], asked["booklet"], asked["leaf"]))
        if slip is None or slip.household is not None or slip.cancelled:
            return refused("RECU-PLACE")
        allowed = self.world.may(step.officer, step.operation, slip.scope)
        return self.world.booked(asked["mutual"], step.today) if allowed else DENIED

    def apply_place_receipt(self, step: Step, answer: Answer) -> None:
        """It counts from the day on which it was taken."""
        asked = step.fields
        slip = self.world.slips[asked["mutual"], asked["booklet"], asked["leaf"]]
        household = self.world.households[asked["household"]]
        slip.household = household.reference
        self.books.place(asked["mutual"], slip.money)
        household.payments.append(slip.money)
        self.settle(household)

    def expect_transfer_credit(self, step: Step) -> Expected:
        """Only what is not needed where it is, and not before the last day that counted."""
        household = self.reach(step)
        if isinstance(household, Expected):
            return household
        asked = step.fields
        then = self.world.standing(household, step.today)
        if asked["day"] > step.today:
            return refused("PERS-FUTUR")
        if asked["day"] < (then.evaluated_on or date.min):
            return refused("CREDIT-DATE")
        movable = then.fee_paid - then.fee_due if asked["source"] == "fee" else then.credit
        if asked["amount"] > max(0, movable):
            return refused("CREDIT-INSUFFISANT")
        return self.world.booked(household.mutual, asked["day"])

    def apply_transfer_credit(self, step: Step, answer: Answer) -> None:
        """From one purpose to the other."""
        asked = step.fields
        fee = -asked["amount"] if asked["source"] == "fee" else asked["amount"]
        household = self.world.households[asked["household"]]
        money = Money(asked["day"], str(step.id), fee, -fee)
        household.payments.append(money)
        self.books.transfer(household.mutual, money)
        self.settle(household)
