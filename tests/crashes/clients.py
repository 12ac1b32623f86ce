"""A client that does not give up: it sends the same command, with the same identifier, until it has an answer."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from sysgimut.contributions.tests import world
from sysgimut.journal import clock, failpoints
from sysgimut.journal.models import Entry
from sysgimut.journal.runner import submit
from sysgimut.journal.seal import seal_all
from sysgimut.kernel.outcomes import Outcome
from sysgimut.site.verification import verify
from tests.crashes.databases import content, counts
from tests.crashes.dying import in_process
from tests.crashes.scenes import Scene


@dataclass(frozen=True)
class Rehearsed:
    """A command that was carried out undisturbed, and taken back: its outcome, its points, what rows it left."""

    outcome: Outcome
    points: list[str]
    left: dict[str, int]


def send(scene: Scene, command_id: UUID) -> Outcome:
    """What a client sends, as many times as it must."""
    return submit(scene.message, scene.author, command_id=command_id, now=world.moment(world.TODAY))


def rehearse(scene: Scene) -> Rehearsed:
    """Carry the command out in a process of its own, and take it back."""

    def work() -> Rehearsed:
        points: list[str] = []
        failpoints.watch(failpoints.counting(points.append))
        with transaction.atomic():
            outcome = send(scene, clock.new_id())
            left = counts(content())
            transaction.set_rollback(True)
        return Rehearsed(outcome, points, left)

    rehearsed = in_process(work).value
    assert isinstance(rehearsed, Rehearsed)
    return rehearsed


def proven() -> list[str]:
    """What `sysgimut verify` finds, after the sealer has passed."""

    def work() -> list[str]:
        seal_all()
        return [str(finding) for finding in verify()]

    found = in_process(work).value
    assert isinstance(found, list)
    return found


def dies_at(point: str, scene: Scene, command_id: UUID) -> None:
    """The process that carries the command out dies there: reached, and dead."""
    assert in_process(lambda: send(scene, command_id), failpoints.die_at(point)).killed, f"{point}: still alive"


def same_answer(one: Outcome, other: Outcome) -> bool:
    """Whether two answers say the same, but for the identifiers of two runs. Of rows in error the journal keeps how
    many: a second answer says no more of them."""
    first, second = (
        (outcome.status, [reason.code for reason in outcome.reasons], {_kept(name) for name in outcome.result})
        for outcome in (one, other)
    )
    return first == second


def _kept(name: str) -> str:
    return "in_error" if name == "errors" else name


def answered_once(scene: Scene, command_id: UUID, rehearsed: Rehearsed) -> None:
    """The client sends it again and is answered; what is recorded is what an undisturbed run records, once."""
    answer = in_process(lambda: send(scene, command_id)).value
    after = content()
    assert answer.status != "refused"
    assert same_answer(answer, rehearsed.outcome)
    assert counts(after) == rehearsed.left
    assert Entry.objects.filter(command_id=command_id).count() == 1
    assert same_answer(in_process(lambda: send(scene, command_id)).value, answer)
    assert content() == after, "sent once more, it changed something"
    assert proven() == []
