"""A run: each step of the story through the real command and through the model, then everything that must hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sysgimut.identity.access import Viewer
from sysgimut.journal.runner import submit
from sysgimut.kernel.outcomes import Outcome
from tests.simulation import world
from tests.simulation.checking import Broken, Checker
from tests.simulation.messages import message
from tests.simulation.model.books import Books
from tests.simulation.model.office import Office
from tests.simulation.model.state import Answer, Expected, Step, refused
from tests.simulation.model.story import Story

DOUBLE = refused("CMD-DOUBLE")


class Failed(AssertionError):
    """A run that does not hold: says the seed, the step, the message, and how to come back to it."""


@dataclass
class Report:
    """What a run was: how many messages, by operation and status, and a digest of all that was sent and answered."""

    seed: int
    steps: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    digest: str = ""


@dataclass
class Run:
    """One seed: `length` messages about, for `households` households; `only` stops after that many."""

    seed: int
    households: int
    length: int
    viewers: dict[str, Viewer]
    only: int | None = None
    tell: Callable[[Step, Answer], None] = lambda step, answer: None

    def live(self) -> Report:
        """Live the year. Raises Failed at the first thing that does not hold."""
        self.office = Office(world.model(), Books())
        self.story = Story(self.seed, self.office.world, self.households, self.length)
        self.checker = Checker(self.office, self.seed)
        report, seen, month = Report(self.seed), sha256(), 1
        for step in self.story.steps():
            try:
                if step.now.month > month and step.number % 2:
                    self.checker.month_end()
                    month = step.now.month
                answer = self._step(step)
            except Exception as broken:
                raise Failed(self._how_to_replay(step, broken)) from broken
            self.tell(step, answer)
            seen.update(repr((step, answer.status, sorted(answer.codes))).encode())
            report.steps += 1
            report.counts[step.operation, answer.status] += 1
            report.codes.update(answer.codes)
            if step.number == self.only:
                break
        self.checker.month_end()
        report.digest = seen.hexdigest()[:16]
        return report

    def _step(self, step: Step) -> Answer:
        stored = self.story.answers.get(step.id)
        expected = self._expected(step, stored)
        answer = _answer(
            submit(
                message(step.operation, step.fields),
                self.viewers[step.officer],
                command_id=step.id,
                client_time=step.client_time,
                device=step.device,
                now=step.now,
            )
        )
        self.checker.answered(step, expected, answer)
        fresh = stored is None and (expected.journaled or answer.status == "refused")
        if (
            stored is not None
            and expected is not DOUBLE
            and (answer.status, answer.codes) != (stored.status, stored.codes)
        ):
            raise Broken(f"another answer the second time: {stored}, {answer}")
        if fresh:
            self.story.answers[step.id] = answer
            if answer.status != "refused":
                getattr(self.office, f"apply_{step.operation}")(step, answer)
        self.checker.recorded(step, answer, fresh)
        self._check(step, answer, fresh)
        return answer

    def _expected(self, step: Step, stored: Answer | None) -> Expected:
        """An id that was answered answers the same again, and nothing to another content."""
        if stored is None:
            return getattr(self.office, f"expect_{step.operation}")(step)
        first = next(one for one in self.story.sent if one.id == step.id)
        if first.content != step.content:
            return DOUBLE
        return Expected(stored.status, stored.codes)

    def _check(self, step: Step, answer: Answer, fresh: bool) -> None:
        self.checker.balanced()
        if not fresh or answer.status == "refused":
            return
        self.checker.money()
        fields, known = step.fields, self.office.world.households
        for touched in {fields.get("household"), answer.result.get("household")} & set(known):
            self.checker.household(str(touched))
        for touched in {row["household"] for row in fields.get("rows", ())} & set(known):
            self.checker.household(touched)
        if step.operation == "submit_request":
            key = (fields["bordereau"]["facility"], fields["bordereau"]["number"], fields["request"]["number"])
            self.checker.request(str(answer.result["request"]), key)

    def _how_to_replay(self, step: Step, broken: Exception) -> str:
        size = f"SEED={self.seed} HOUSEHOLDS={self.households} LENGTH={self.length} STEPS={step.number}"
        said = f"{step.operation} by {step.officer} at {step.now:%Y-%m-%d %H:%M}, id {step.id}\n{step.fields}"
        return f"step {step.number}: {said}\n{type(broken).__name__}: {broken}\nto replay: make simulate {size}"


def _answer(outcome: Outcome) -> Answer:
    reasons = tuple((reason.code, dict(reason.params)) for reason in outcome.reasons)
    result: dict[str, Any] = dict(outcome.result)
    return Answer(outcome.status, reasons, result)
