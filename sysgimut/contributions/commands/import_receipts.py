"""Enter the receipts of a mutual, many at once, by the same rules as a single receipt."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import SkipValidation

from sysgimut.contributions.domain.intake import DeclaredReceipt, Intake, KnownReceipt, take_in
from sysgimut.contributions.models import Booklet, Cancellation, Receipt
from sysgimut.contributions.recalculation import recalculate
from sysgimut.contributions.receipts import lock_numbers
from sysgimut.contributions.recording import TakenReceipt, record_receipts
from sysgimut.journal import rows
from sysgimut.journal.among import among
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution, Unchanged
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused
from sysgimut.membership.queries import lock_households, residents
from sysgimut.network.queries import mutual_path
from sysgimut.parameters.queries import current


class ImportReceipts(Command):
    """Receipts of the mutual `mutual`, in the order of the file, and the file's name."""

    operation: ClassVar[str] = "contributions.import_receipts"
    mutual: str
    source: str
    receipts: SkipValidation[tuple[DeclaredReceipt, ...]]

    def journaled(self) -> dict[str, Any]:
        """The file's name, its counts and the digest of its rows: the rows themselves are in the tables."""
        names = DeclaredReceipt.__slots__
        digests = (rows.row_digest([getattr(receipt, name) for name in names]) for receipt in self.receipts)
        return {
            "mutual": self.mutual,
            "source": self.source,
            "receipts": len(self.receipts),
            "amount": sum(receipt.fee + receipt.contribution for receipt in self.receipts),
            "digest": rows.digest(digests),
        }


@handles(ImportReceipts)
def import_receipts(message: ImportReceipts, execution: Execution) -> Outcome:
    """Record what is new, and work out again the coverage of the households that paid.

    The outcome's result holds `receipts`, `unchanged` and `errors`.
    """
    path = mutual_path(message.mutual)
    execution.authorise(path or "UTM", chain=message.mutual if path else None)
    if path is None:
        return refused(Reason("MUT-INCONNUE", {"mutual": message.mutual}))
    references = list(dict.fromkeys(receipt.household for receipt in message.receipts))
    lock_numbers(message.mutual)
    lock_households(references)
    households = residents(message.mutual, references)
    intake = take_in(message.receipts, households, _recorded(message), _cancelled(message), _ranges(message))
    outcome = _outcome(intake)
    if not intake.receipts:
        raise Unchanged(outcome)
    parameters = current()
    taken = [
        TakenReceipt(receipt, household.household_id, household.scope_path)
        for receipt in intake.receipts
        for household in (households[receipt.household],)
    ]
    record_receipts(execution, message.mutual, taken, parameters)
    paid = (receipt.household for receipt in taken if receipt.household)
    recalculate(execution, paid, parameters, validate=True)
    return outcome


def _outcome(intake: Intake) -> Outcome:
    return accepted(
        {
            "receipts": len(intake.receipts),
            "unchanged": intake.unchanged,
            "errors": [
                [error.line, error.column, error.value, error.reason.code, dict(error.reason.params)]
                for error in intake.errors
            ],
        }
    )


def _recorded(message: ImportReceipts) -> dict[tuple[str, int], KnownReceipt]:
    """What is recorded under these numbers, and under others of their booklets."""
    recorded = Receipt.objects.filter(mutual=message.mutual, booklet__in=_booklets(message))
    return {
        (booklet, sequence): KnownReceipt(day, household or "", fee, contribution, method, reference, collector)
        for booklet, sequence, day, household, fee, contribution, method, reference, collector in recorded.values_list(
            "booklet",
            "sequence",
            "day",
            "household__reference",
            "fee",
            "contribution",
            "method",
            "payment_reference",
            "collector",
        )
    }


def _cancelled(message: ImportReceipts) -> set[tuple[str, int]]:
    cancelled = Cancellation.objects.filter(mutual=message.mutual, booklet__in=_booklets(message))
    return set(cancelled.values_list("booklet", "sequence"))


def _ranges(message: ImportReceipts) -> dict[str, tuple[int, int]]:
    booklets = Booklet.objects.filter(mutual=message.mutual, code__in=_booklets(message))
    return {code: (first, last) for code, first, last in booklets.values_list("code", "first", "last")}


def _booklets(message: ImportReceipts) -> Any:
    return among({receipt.number.booklet for receipt in message.receipts})
