"""What happens next: messages drawn from a seed, sent at once or late, once or several times, in order or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.oracle.draw import Draw
from tests.simulation.model.life import Life
from tests.simulation.model.state import Answer, Fields, Mutuals, Step
from tests.simulation.model.trade import Trade

FIRST = datetime(2024, 1, 2, 8, tzinfo=UTC)
YEAR = timedelta(days=364)
PHONES = ("awa", "boubacar", "dramane")
"""Officers whose phones are often without network: what they do is sent later, and not always in order."""


@dataclass
class Story:
    """A year of about `steps` messages for `households` households."""

    seed: int
    world: Mutuals
    households: int
    length: int
    sent: list[Step] = field(default_factory=list)
    answers: dict[UUID, Answer] = field(default_factory=dict)
    """Command id → what was answered when it was journaled."""
    outbox: dict[str, list[tuple[str, Fields, datetime]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.draw = Draw(self.seed)
        self.life = Life(self.draw, self.world, self.households)
        self.trade = Trade(self.draw, self.world)
        self.now = FIRST
        self.number = 0

    def steps(self) -> Iterator[Step]:
        """The messages, one after the other: the model has taken in each before the next is drawn."""
        for operation, fields, officer in self.life.beginnings():
            yield self._step(operation, fields, officer)
        while self.number < self.length and self.now < FIRST + YEAR:
            self.now += self._pause()
            for operation, fields, officer in self._happening():
                if officer in PHONES and self.draw.chance(0.25):
                    self.outbox.setdefault(officer, []).append((operation, fields, self.now))
                    continue
                yield from self._sending(operation, fields, officer, self.now)
            yield from self._sync()

    def _pause(self) -> timedelta:
        mean = YEAR.total_seconds() / self.length * 1.25
        return timedelta(seconds=int(mean * (0.2 + 1.6 * self.draw.random.random())))

    def _happening(self) -> list[tuple[str, Fields, str]]:
        today = self.now.date()
        return self.life.event(today) if self.draw.chance(0.6) else self.trade.event(today)

    def _sync(self) -> Iterator[Step]:
        """A phone finds the network: it sends all it holds, sometimes in another order."""
        for officer in PHONES:
            held = self.outbox.get(officer, [])
            if held and self.draw.chance(0.08):
                self.outbox[officer] = []
                if self.draw.chance(0.5):
                    self.draw.random.shuffle(held)
                for operation, fields, made in held:
                    yield from self._sending(operation, fields, officer, made)

    def _sending(self, operation: str, fields: Fields, officer: str, made: datetime) -> Iterator[Step]:
        """One message, what its refusal calls for, and the messages that come again."""
        step = self._step(operation, fields, officer, made)
        yield step
        if confirmed := self._confirmed(step):
            yield self._step(operation, {**fields, "confirmed": confirmed}, officer, made)
        if self.draw.chance(0.08):
            yield self._again(step)
        if self.draw.chance(0.10):
            yield from self._haunting()

    def _step(
        self, operation: str, fields: Fields, officer: str, made: datetime | None = None, command: UUID | None = None
    ) -> Step:
        self.number += 1
        self.now += timedelta(minutes=1)
        client = (made or self.now) + self._drift()
        now = self.now + self._jump()
        identifier = command or self._id(now)
        step = Step(self.number, operation, fields, officer, now, client, f"tel-{officer}", identifier)
        return self._keep(step)

    def _keep(self, step: Step) -> Step:
        kept = replace(step, again=step.id in self.answers)
        self.sent.append(kept)
        return kept

    def _drift(self) -> timedelta:
        """Phones lose their date."""
        return timedelta(days=self.draw.whole(-4000, 4000)) if self.draw.chance(0.05) else timedelta(0)

    def _jump(self) -> timedelta:
        """So does the server, sometimes, for a message: back and forth."""
        return timedelta(days=self.draw.whole(-6, 6)) if self.draw.chance(0.04) else timedelta(0)

    def _id(self, now: datetime) -> UUID:
        """A UUIDv7 of the moment; every bit of chance is the seed's."""
        value = int(now.timestamp() * 1000) << 80 | self.draw.random.getrandbits(80)
        value = value & ~(0xF << 76) | 7 << 76
        return UUID(int=value & ~(3 << 62) | 2 << 62)

    def _again(self, step: Step) -> Step:
        """The same message with the same id: the answer was lost."""
        return self._step(step.operation, step.fields, step.officer, step.client_time, step.id)

    def _haunting(self) -> Iterator[Step]:
        """Something that was sent before comes back: as it was, with another content or author, or typed anew."""
        old = self.draw.one(self.sent)
        kind = self.draw.weighted((("same", 4.0), ("content", 2.0), ("author", 1.0), ("anew", 3.0)))
        if kind == "same":
            yield self._again(old)
        elif kind == "anew" and old.operation != "load_parameters":
            yield self._step(old.operation, old.fields, old.officer)
        elif old.id in self.answers:
            other = self.draw.one(self.sent)
            operation, fields = (other.operation, other.fields) if kind == "content" else (old.operation, old.fields)
            officer = self.draw.one(sorted(self.world.officers)) if kind == "author" else old.officer
            yield self._step(operation, fields, officer, old.client_time, old.id)

    def _confirmed(self, step: Step) -> tuple[dict[str, Any], ...]:
        """Why look-alikes are other people, when that is all that a message was refused for."""
        answer = self.answers.get(step.id)
        if answer is None or answer.codes != {"DOUBLON-PROBABLE"} or step.fields.get("confirmed"):
            return ()
        reason = "pas de la même famille"
        return tuple(
            {"rank": params["rank"], "reference": params["reference"], "reason": reason} for _, params in answer.reasons
        )
