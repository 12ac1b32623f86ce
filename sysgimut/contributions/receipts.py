"""What the till needs to know of receipt numbers and booklets, under a lock."""

from __future__ import annotations

from django.db.models import Value

from sysgimut.contributions.domain.receipts import ReceiptNumber, refuse_use
from sysgimut.contributions.models import Booklet, Cancellation, Receipt, SuspenseTask
from sysgimut.journal.execution import Execution
from sysgimut.journal.turns import take_turns
from sysgimut.kernel.outcomes import Reason
from sysgimut.network.models import Organisation

RECORD = "contributions.record_receipt"


def lock_numbers(mutual: str, *, alone: bool = False) -> None:
    """Numbers of the mutual are used (shared), or struck out and handed out in booklets (`alone`), not both at once.

    One turn for a whole mutual: an import may use thousands of booklets, more than the server has locks for. Promises
    take the same turn (promises.py). Order (docs/locking.md): after the enrolment of a mutual, before households.
    """
    take_turns(f"numbers:{mutual}", shared=not alone)


def lock_booklet(mutual: str, booklet: str) -> None:
    """To use a number: one at a time in its booklet. The second guard is the unique number of a receipt in its mutual.

    Order (docs/locking.md): after the enrolment of a mutual, before households.
    """
    lock_numbers(mutual)
    take_turns(f"booklet:{mutual}:{booklet}")


def refuse_number(mutual: str, number: ReceiptNumber) -> Reason | None:
    """Why a number cannot be used now (used, cancelled, outside its booklet), or None when it can.

    A booklet that was never registered takes any number, as in a first import.
    """
    booklet = booklet_of(mutual, number.booklet)
    first, last = (booklet.first, booklet.last) if booklet else (number.number, number.number)
    same = {"mutual": mutual, "booklet": number.booklet, "sequence": number.number}
    used = Receipt.objects.filter(**same).values_list("sequence", Value("used"))
    cancelled = Cancellation.objects.filter(**same).values_list("sequence", Value("cancelled"))
    known: dict[str, set[int]] = {"used": set(), "cancelled": set()}
    for sequence, how in used.union(cancelled):
        known[how].add(sequence)
    return refuse_use(number, first, last, known["used"], known["cancelled"])


def refuse_booklet_of(mutual: str, number: ReceiptNumber, execution: Execution) -> Reason | None:
    """A booklet handed to another section: its leaves are not the author's to use."""
    booklet = booklet_of(mutual, number.booklet)
    if booklet is None or execution.author.may(RECORD, booklet.scope_path):
        return None
    return Reason("RECU-AUTRE_CARNET", {"receipt": canonical(number)})


def booklet_of(mutual: str, code: str) -> Booklet | None:
    """The registered booklet of this code, or None."""
    return Booklet.objects.filter(mutual=mutual, code=code).first()


def canonical(number: ReceiptNumber) -> str:
    """The number as it is kept, six digits at least: `C1-14` and `C1-000014` are the same leaf.

    >>> canonical(ReceiptNumber("C1", 14))
    'C1-000014'
    """
    return f"{number.booklet}-{number.number:06d}"


def receipt_of(mutual: str, number: ReceiptNumber) -> Receipt | None:
    """The receipt that bears a number, or None."""
    return (
        Receipt.objects.filter(mutual=mutual, booklet=number.booklet, sequence=number.number)
        .select_related("household")
        .first()
    )


def open_task(receipt: Receipt) -> SuspenseTask | None:
    """The task about a receipt that is in suspense, or None."""
    return SuspenseTask.objects.filter(receipt=receipt, superseded_by__isnull=True).first()


def used_numbers(mutual: str, booklet: str) -> list[int]:
    """The numbers of a booklet that receipts bear."""
    return list(Receipt.objects.filter(mutual=mutual, booklet=booklet).values_list("sequence", flat=True))


def section_path(code: str, mutual: str) -> str | None:
    """The scope path of a section of a mutual, by their codes; None when it has no such section."""
    sections = Organisation.objects.filter(code=code, kind="section", parent=mutual)
    return sections.values_list("path", flat=True).first()
