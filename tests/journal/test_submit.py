"""One road for every change: once, whole or not at all, journaled whatever the answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError

from sysgimut.journal.command import REGISTRY, Command, handles
from sysgimut.journal.execution import Execution, Overtaken, Refusal, Unchanged
from sysgimut.journal.models import Claim, Entry
from sysgimut.journal.runner import submit
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, held, refused
from sysgimut.providers.models import Agreement as Book

pytestmark = pytest.mark.django_db

END = Literal["accept", "hold", "refuse", "unchanged", "crash", "write_then_refuse", "find_out_late", "never_ask"]


@dataclass
class Clerk:
    """An author who may do anything under the scope paths given."""

    id: UUID = field(default_factory=uuid4)
    scopes: tuple[str, ...] = ("UTM",)

    def may(self, operation: str, scope: str) -> bool:
        return scope in self.scopes


class Note(Command):
    """A command of these tests: writes one row, then ends as told."""

    operation: ClassVar[str] = "journal.note"
    text: str = "a"
    end: END = "accept"
    scope: str = "UTM"


def _note(message: Note, execution: Execution) -> Outcome:
    if message.end != "never_ask":
        execution.authorise(message.scope, chain="MOPTI")
    if message.end == "refuse":
        return refused(Reason("ACCES-REFUSE"))
    if message.end == "unchanged":
        raise Unchanged(accepted({"done": 0}))
    if message.end != "never_ask":
        row = (message.text, execution.today, None, "MOPTI")
        execution.insert(Book, [row])
    if message.end == "crash":
        raise ZeroDivisionError
    if message.end == "find_out_late":
        raise Refusal(Reason("ACCES-REFUSE"))
    if message.end == "write_then_refuse":
        return refused(Reason("ACCES-REFUSE"))
    return held({"text": message.text}) if message.end == "hold" else accepted({"text": message.text})


@pytest.fixture(autouse=True)
def note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(REGISTRY, Note, _note)  # type: ignore[misc]


def books() -> int:
    return Book.objects.count()


def test_an_accepted_command_writes_its_rows_and_one_entry() -> None:
    author = Clerk()
    outcome = submit(Note(text="x"), author)
    assert outcome.accepted
    entry = Entry.objects.get()
    assert (entry.chain, entry.name, entry.author, entry.status) == ("MOPTI", "journal.note", author.id, "accepted")
    assert entry.payload == {"text": "x", "end": "accept", "scope": "UTM"}
    assert list(entry.effects) == ["providers_agreement"]
    assert Book.objects.get().command_id == entry.command_id


def test_the_same_command_twice_is_done_once_even_if_revoked_since() -> None:
    author, command_id = Clerk(), uuid4()
    first = submit(Note(), author, command_id=command_id)
    author.scopes = ()
    again = submit(Note(), author, command_id=command_id)
    assert (again.status, again.result) == (first.status, first.result)
    assert (books(), Entry.objects.count()) == (1, 1)


def test_the_same_id_with_another_content_or_author_is_refused() -> None:
    command_id = uuid4()
    submit(Note(), Clerk(), command_id=command_id)
    for message, author in ((Note(text="other"), Clerk()), (Note(), Clerk())):
        outcome = submit(message, author, command_id=command_id)
        assert [reason.code for reason in outcome.reasons] == ["CMD-DOUBLE"]
    assert (books(), Entry.objects.count()) == (1, 1)


@pytest.mark.parametrize("message", [Note(end="refuse"), Note(end="find_out_late"), Note(scope="UTM/ELSEWHERE")])
def test_a_refusal_changes_nothing_and_is_journaled(message: Note) -> None:
    command_id = uuid4()
    outcome = submit(message, Clerk(), command_id=command_id)
    assert outcome.status == "refused"
    assert books() == 0
    assert Entry.objects.get(command_id=command_id).status == "refused"
    assert submit(message, Clerk(id=Entry.objects.get().author), command_id=command_id) == outcome


def test_held_is_recorded_for_a_person_to_look() -> None:
    assert submit(Note(end="hold"), Clerk()).status == "held"
    assert Entry.objects.get().status == "held"


def test_what_is_recorded_already_leaves_no_trace() -> None:
    assert submit(Note(end="unchanged"), Clerk()).result == {"done": 0}
    assert (books(), Entry.objects.count(), Claim.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(("end", "error"), [("crash", ZeroDivisionError), ("write_then_refuse", RuntimeError)])
def test_a_failure_rolls_everything_back_and_frees_the_id(end: END, error: type[Exception]) -> None:
    author, command_id = Clerk(), uuid4()
    with pytest.raises(error):
        submit(Note(end=end), author, command_id=command_id)
    assert (books(), Entry.objects.count(), Claim.objects.count()) == (0, 0, 0)
    assert submit(Note(), author, command_id=command_id).accepted


def test_a_command_that_never_asks_the_gateway_does_not_pass() -> None:
    with pytest.raises(RuntimeError, match="never asked the gateway"):
        submit(Note(end="never_ask"), Clerk())


def test_a_command_has_one_handler() -> None:
    with pytest.raises(ValueError, match="two handlers"):
        handles(Note)(_note)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("caught", [IntegrityError, Overtaken])
@pytest.mark.parametrize("clashes", [1, 2, 3])
def test_what_a_constraint_catches_starts_again_and_gets_an_answer(
    clashes: int, caught: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twice at most: the command then sees what the other one wrote; a constraint that always refuses is a bug."""
    left = [clashes]

    def clashing(message: Note, execution: Execution) -> Outcome:
        outcome = _note(message, execution)
        if left[0]:
            left[0] -= 1
            raise caught
        return outcome

    monkeypatch.setitem(REGISTRY, Note, clashing)  # type: ignore[misc]
    if clashes == 3:
        with pytest.raises(caught):
            submit(Note(), Clerk())
        assert (books(), Claim.objects.count()) == (0, 0)
    else:
        assert submit(Note(), Clerk()).accepted
        assert (books(), Entry.objects.count()) == (1, 1)
