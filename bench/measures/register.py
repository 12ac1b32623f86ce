"""A register imported: households, then their receipts, through the commands of imports."""

from __future__ import annotations

from bench.figures import Sample
from bench.register import Register
from bench.timing import Size, Stopwatch
from sysgimut.contributions.commands.import_households import ImportHouseholds
from sysgimut.contributions.commands.import_receipts import ImportReceipts
from sysgimut.identity.accounts import technical_viewer
from sysgimut.journal.command import Command
from sysgimut.journal.runner import submit

HOUSEHOLDS = 2_000


def measure(size: Size) -> list[Sample]:
    """People a second, their receipts included; a register of another mutual in turn."""
    author = technical_viewer()
    watch = Stopwatch()

    def send(message: Command) -> None:
        outcome = submit(message, author)
        if outcome.status == "refused" or outcome.result.get("errors"):
            raise RuntimeError(f"the register was refused: {outcome}")

    receipts = people = 0
    for turn in range(size.rounds):
        mutual = ("MOPTI", "BANDIAGARA")[turn % 2]
        register = Register(mutual, f"REG{turn}", seed=50 + turn).write(size.some(HOUSEHOLDS, 50))
        receipts, people = receipts + len(register.receipts), people + register.people
        with watch.round(register.people):
            send(ImportHouseholds(mutual=mutual, source="bench", households=tuple(register.households)))
            send(ImportReceipts(mutual=mutual, source="bench", receipts=tuple(register.receipts)))
    return [watch.sample("import", f"{people} people, {receipts} receipts")]
