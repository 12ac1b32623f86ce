"""Every command, killed at every place where it can be: before, between and after its writes, and before its answer.

The client sends the same command again after each death, and the process that carries it out dies one point further,
until none is left. `make crashes` also looks at each death apart, with the database put back in between.
"""

from __future__ import annotations

import os

import pytest

from sysgimut.identity.access import Viewer
from sysgimut.journal import clock, failpoints
from sysgimut.journal.models import Entry
from sysgimut.network.commands import load_network
from tests.crashes.clients import answered_once, dies_at, proven, rehearse, send
from tests.crashes.databases import Stage, content, counts
from tests.crashes.dying import in_process
from tests.crashes.scenes import Scene, some_rows
from tests.matrix import inventory

OPERATIONS = [message.operation for message in inventory.commands()]
each_death_apart = pytest.mark.skipif("SYSGIMUT_CRASHES" not in os.environ, reason="the long run: make crashes")


@pytest.fixture(autouse=True)
def small_territory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A territory of one region in place of the shipped one, which is that of the union already."""
    monkeypatch.setattr(load_network, "_read", some_rows)


def scene_of(operation: str, scenes: dict[str, Scene]) -> Scene:
    """What the command is sent."""
    if operation not in scenes:
        pytest.fail(f"give {operation} a scene in tests/crashes/scenes.py", pytrace=False)
    return scenes[operation]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_command_killed_at_every_point_is_done_once(operation: str, on_stage: dict[str, Scene]) -> None:
    scene = scene_of(operation, on_stage)
    rehearsed = rehearse(scene)
    passed = dict.fromkeys(point.partition("#")[0] for point in rehearsed.points)
    assert list(passed) == [f"{operation}:{step}" for step in failpoints.STEPS], rehearsed.outcome.reasons
    before, command_id = content(), clock.new_id()
    *open_points, committed = rehearsed.points
    assert committed == f"{operation}:committed"
    for point in open_points:
        dies_at(point, scene, command_id)
        assert content() == before, f"{point}: something of what was not committed is there"
    dies_at(committed, scene, command_id)
    assert counts(content()) == rehearsed.left, "it was committed, and is not there"
    answered_once(scene, command_id, rehearsed)


@each_death_apart
@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_command_is_done_once_after_each_single_death(
    operation: str, staged: tuple[Stage, dict[str, Scene]]
) -> None:
    stage, scenes = staged
    stage.put_back()
    scene = scene_of(operation, scenes)
    rehearsed = rehearse(scene)
    for point in rehearsed.points:
        stage.put_back()
        command_id = clock.new_id()
        dies_at(point, scene, command_id)
        answered_once(scene, command_id, rehearsed)


def test_a_refusal_killed_at_every_point_is_journaled_once(on_stage: dict[str, Scene]) -> None:
    """What the gateway refuses is journaled in a transaction of its own, after the first was rolled back."""
    nobody = Viewer(clock.new_id(), "Personne", ())
    scene = Scene(on_stage["settlement.pay_statement"].message, nobody)
    operation, before, command_id = scene.message.operation, content(), clock.new_id()
    left = {**counts(before), "journal_claim": counts(before)["journal_claim"] + 1}
    left["journal_entry"] += 1
    for step in ("claimed", "claimed#2", "journaled"):
        dies_at(f"{operation}:{step}", scene, command_id)
        assert content() == before
    dies_at(f"{operation}:committed", scene, command_id)
    assert counts(content()) == left
    answer = in_process(lambda: send(scene, command_id)).value
    assert [reason.code for reason in answer.reasons] == ["ACCES-REFUSE"]
    assert Entry.objects.get(command_id=command_id).status == "refused"
    assert counts(content()) == left
    assert proven() == []
