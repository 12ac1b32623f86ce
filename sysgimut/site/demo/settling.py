"""Statements on their way: signed by three people, then paid, some still waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random

from sysgimut.identity.access import Viewer
from sysgimut.journal.command import Command
from sysgimut.settlement.commands.pay_statement import PayStatement
from sysgimut.settlement.commands.sign_statement import SignStatement
from sysgimut.settlement.models import Statement
from sysgimut.site.demo.accounts import signatories, viewer

SIGNED, PAID = 0.85, 0.85
OF_MUTUAL = {
    "MOPTI": {"mutuelle": "elu", "gestionnaire": "assistant"},
    "BANDIAGARA": {"mutuelle": "elu.bandiagara", "gestionnaire": "assistant.bandiagara"},
}

Event = tuple[datetime, Command, Viewer]
"""A command to send, its moment, and who sends it."""


class Settler:
    """Signs and pays the statements of the facilities that have an account in the demo."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._facilities = signatories()
        self._mutuals = {
            mutual: {party: viewer(login) for party, login in people.items()} for mutual, people in OF_MUTUAL.items()
        }
        self._accountant = viewer("comptable")
        self._done: set[str] = set()

    def events(self, issued_before: date, moment: Callable[[date, int], datetime]) -> Iterator[Event]:
        """Signatures, and mostly payments, of the statements issued before a day.

        `moment` gives the moment of a day and an hour, never later than what the story has told.
        """
        waiting = Statement.objects.filter(
            issued_on__lt=issued_before, granted__gt=0, facility_code__in=self._facilities, signatures__isnull=True
        ).order_by("issued_on", "number")
        for statement in waiting:
            if statement.number in self._done or statement.mutual not in self._mutuals:
                continue
            self._done.add(statement.number)
            parties = self._signing(statement)
            day = max(statement.issued_on, issued_before)
            for party, person in parties:
                day += timedelta(self._random.randint(1, 5))
                message = SignStatement(number=statement.number, party=party)  # type: ignore[arg-type]
                yield moment(day, 10), message, person
            if len(parties) == 3 and self._random.random() < PAID:
                yield from self._payment(statement, day + timedelta(self._random.randint(2, 12)), moment)

    def _signing(self, statement: Statement) -> Sequence[tuple[str, Viewer]]:
        """Who signs: all three mostly, else one or two of them."""
        people = [
            *self._mutuals[statement.mutual].items(),
            ("etablissement", self._facilities[statement.facility_code]),
        ]
        return people if self._random.random() < SIGNED else people[: self._random.randint(0, 2)]

    def _payment(self, statement: Statement, day: date, moment: Callable[[date, int], datetime]) -> Iterator[Event]:
        now = moment(day, 15)
        if now.date() < day:
            return
        method = "cheque" if self._random.random() < 0.3 else "virement"
        message = PayStatement(
            number=statement.number,
            day=day,
            method=method,  # type: ignore[arg-type]
            bank_reference=f"{'CHQ' if method == 'cheque' else 'VIR'}-{day:%Y}-{self._random.randint(1, 999_999):06d}",
            amount=statement.granted,
        )
        yield now, message, self._accountant
