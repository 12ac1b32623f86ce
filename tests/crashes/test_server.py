"""PostgreSQL itself dies while it works for us, and is started again; or the line to it is cut."""

from __future__ import annotations

import os
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import InterfaceError, OperationalError, connection

from sysgimut.journal import clock, failpoints
from sysgimut.kernel.outcomes import Outcome
from tests.crashes.clients import answered_once, rehearse, same_answer, send
from tests.crashes.databases import content, counts, speaking_to
from tests.crashes.dying import in_process
from tests.crashes.proxies import WHERE, Where, cutting_proxy
from tests.crashes.scenes import Scene
from tests.crashes.servers import Server
from tests.crashes.workers import DECIDE, cut_small, finish, start, taken_up_again
from tests.crashes.workers import rehearsed as rehearsed_batch

IMPORT = "contributions.import_households"
Own = tuple[Server, dict[str, Scene]]


def answer_or_error(scene: Scene, command_id: UUID) -> Outcome | None:
    """What the client gets: an answer, or the engine's error (None), which says nothing of what was recorded."""
    try:
        return send(scene, command_id)
    except (OperationalError, InterfaceError):
        return None


def killing(server: Server, point: str, kill: Callable[[], None]) -> failpoints.Watcher:
    """A watcher that kills the server, not the client, at this point."""

    def watch(reached: str) -> None:
        if reached == point:
            kill()

    return failpoints.counting(watch)


@pytest.mark.parametrize("how", ["kill", "stop_at_once"])
def test_the_server_dies_in_the_middle_of_an_import(how: str, own: Own) -> None:
    """Before the commit, the client gets an error and nothing is there; after it, all is there when the server is
    back, and the client's next try is answered. Each death is a recovery of some seconds: not every point here."""
    server, scenes = own
    scene, kill = scenes[IMPORT], getattr(server, how)
    rehearsed = rehearse(scene)
    *open_points, committed = rehearsed.points
    points = open_points if "SYSGIMUT_CRASHES" in os.environ else open_points[2::5] + open_points[-1:]
    before, command_id = content(), clock.new_id()
    for point in points:
        ended = in_process(lambda: answer_or_error(scene, command_id), killing(server, point, kill))
        assert ended.value is None, f"{point}: answered {ended.value}"
        server.start()
        assert content() == before, f"{point}: something of what was not committed is there"
    ended = in_process(lambda: answer_or_error(scene, command_id), killing(server, committed, kill))
    assert ended.value is not None
    assert same_answer(ended.value, rehearsed.outcome)
    server.start()
    assert counts(content()) == rehearsed.left
    answered_once(scene, command_id, rehearsed)


def test_the_server_dies_between_the_chunks_of_a_batch(own: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker ends with the engine's error; the next one takes the batch up where it stood."""
    server, _ = own
    cut_small(monkeypatch)

    def work(batch: UUID) -> bool:
        try:
            finish(batch)
        except (OperationalError, InterfaceError):
            return False
        return True

    batch = in_process(lambda: start(DECIDE)).value
    connection.close()
    server.execute("CREATE DATABASE undisturbed TEMPLATE crashes")
    with speaking_to(NAME="undisturbed"):
        _, left = rehearsed_batch(batch)
    for point in ("jobs.advance:taken", f"{DECIDE}:committed", "jobs.advance:settled", f"{DECIDE}:journaled"):
        assert not in_process(lambda: work(batch), killing(server, point, server.kill)).value, point
        server.start()
    taken_up_again(batch, left)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no line to cut")
@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("back", [True, False], ids=["the line is back", "the line stays down"])
def test_the_line_is_cut(where: Where, back: bool, on_stage: dict[str, Scene]) -> None:
    """At the commit: before it reached the server nothing is recorded, after it all is, and the client cannot know.

    When the line is back at once, `submit` itself asks again and has the answer; else it raises the engine's error,
    and the client, who sends the same command later, has it then.
    """
    scene = on_stage[IMPORT]
    rehearsed = rehearse(scene)
    before, command_id = content(), clock.new_id()
    with cutting_proxy(where, back) as settings, speaking_to(**settings):
        answer = in_process(lambda: answer_or_error(scene, command_id)).value
    if back:
        assert answer is not None
        assert same_answer(answer, rehearsed.outcome)
    else:
        assert answer is None
    if back or where == "after":
        assert counts(content()) == rehearsed.left
    else:
        assert content() == before
    answered_once(scene, command_id, rehearsed)
