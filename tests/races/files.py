"""The races of a file that is imported with what the desk does meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from sysgimut.claims.tests import bills
from sysgimut.contributions.commands.cancel_receipt import CancelReceipt
from sysgimut.contributions.commands.import_households import ImportHouseholds
from sysgimut.contributions.commands.import_receipts import ImportReceipts
from sysgimut.contributions.commands.issue_booklet import IssueBooklet
from sysgimut.contributions.domain.intake import DeclaredReceipt
from sysgimut.contributions.domain.receipts import ReceiptNumber
from sysgimut.contributions.models import Booklet, Cancellation, Receipt
from sysgimut.contributions.tests import world
from sysgimut.contributions.tests.world import MOPTI, TODAY, d, family, person, viewer
from sysgimut.membership.domain.registers import NewHousehold, NewPerson
from sysgimut.membership.models import DuplicateSuspicion, Identity
from tests.races.duels import Act, Duel
from tests.races.guards_off import Promised
from tests.races.situations import NAMES, SERIAL, Race, agent, household


def _imported(booklet: str, number: int, home: str) -> Act:
    """A file with one receipt."""
    leaf = ReceiptNumber(booklet, number)
    declared = DeclaredReceipt(1, f"{booklet}-{number:06d}", leaf, d("2024-03-10"), home, 0, 100, "especes")
    return Act(ImportReceipts(mutual="MOPTI", source="recus.csv", receipts=(declared,)), bills.root())


def imported_while_struck(runs: int) -> list[Duel]:
    """A receipt comes in a file while its leaf is struck out at the office."""
    home, office = household(), viewer("comptable", "comptable", MOPTI)
    duels = []
    for _ in range(runs):
        booklet = f"S{next(SERIAL)}"
        strike = CancelReceipt(mutual="MOPTI", receipt=f"{booklet}-7", reason="feuille tachée")
        duels.append(Duel(_imported(booklet, 7, home), Act(strike, office), _used_and_struck(booklet)))
    return duels


def _used_and_struck(booklet: str) -> Callable[[], bool]:
    used, struck = Receipt.objects.filter(booklet=booklet), Cancellation.objects.filter(booklet=booklet)
    return lambda: used.exists() and struck.filter(receipt__isnull=True).exists()


def imported_while_handed_out(runs: int) -> list[Duel]:
    """A receipt comes in a file while a booklet of its name, that has no such leaf, is handed out."""
    home, chief = household(), viewer("chef", "coordinateur", MOPTI)
    duels = []
    for _ in range(runs):
        code = f"T{next(SERIAL)}"
        given = IssueBooklet(mutual="MOPTI", section="S-KONNA", code=code, first=1, last=50, holder="Awa", day=TODAY)
        duels.append(Duel(_imported(code, 500, home), Act(given, chief), _outside(code)))
    return duels


def _outside(code: str) -> Callable[[], bool]:
    used, known = Receipt.objects.filter(booklet=code), Booklet.objects.filter(code=code)
    return lambda: used.exists() and known.exists()


def imported_while_enrolled(runs: int) -> list[Duel]:
    """Somebody is in a register that is imported while they are enrolled at the desk of their village."""
    duels = []
    for _ in range(runs):
        family_name, given_names, village = next(NAMES), next(NAMES), f"V-{next(SERIAL)}"
        named = person(family_name=family_name, given_names=given_names, birth=d("1985-04-02"))
        reference = f"REG-{next(SERIAL)}"
        head = NewPerson(
            1, f"{reference}/1", family_name, given_names, "M", d("1985-04-02"), False, "adherent", world.JOINED
        )
        listed = NewHousehold(reference, "MOPTI", "MOPTI", "Konna", village, (head,))
        register = ImportHouseholds(mutual="MOPTI", source="registre.csv", households=(listed,))
        desk = family(people=(named,), village=village)
        duels.append(Duel(Act(register, bills.root()), Act(desk, agent()), _twice_and_nobody_told(family_name)))
    return duels


def _twice_and_nobody_told(family_name: str) -> Callable[[], bool]:
    recorded = Identity.objects.filter(family_name=family_name)
    told = DuplicateSuspicion.objects.filter(person__identities__family_name=family_name)
    return lambda: recorded.count() > 1 and not told.exists()


RACES: dict[str, Race] = {
    "struck-leaf": Race(
        imported_while_struck,
        ("contributions_receipt", "contributions_cancellation"),
        (Promised("contributions_receipt_not_struck"), Promised("contributions_cancellation_of_receipt")),
    ),
    "booklet-of-file": Race(
        imported_while_handed_out,
        ("contributions_receipt", "contributions_booklet"),
        (Promised("contributions_receipt_in_booklet"), Promised("contributions_booklet_holds_used")),
    ),
    # No constraint can tell that two people are one: the lock is the only guard.
    "register-desk": Race(imported_while_enrolled, ("membership_person",), ()),
}
