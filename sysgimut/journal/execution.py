"""A command being carried out: its author, its moment, and the only way it may write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sysgimut.journal import clock, failpoints, rows
from sysgimut.journal.models import Recorded, Superseded
from sysgimut.kernel.outcomes import Outcome, Reason, refused

if TYPE_CHECKING:
    from sysgimut.journal.command import Author


class NotAuthorised(Exception):
    """The author may not do this here. The runner turns it into a refusal that changes nothing."""


class Overtaken(Exception):
    """A row that this command takes the place of was superseded meanwhile. The runner starts the command again."""


class Refusal(Exception):
    """A refusal found while recording. The runner rolls everything back and journals it as any other refusal."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__("refused")
        self.outcome = refused(*reasons)


class Unchanged(Exception):
    """All that was sent is recorded already: nothing is written, and the journal keeps no second entry."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__("unchanged")
        self.outcome = outcome


@dataclass(slots=True)
class Execution:
    """What a command's function receives beside its message."""

    command_id: UUID
    author: Author
    operation: str
    now: datetime
    chain: str = "UTM"
    effects: dict[str, list[bytes]] = field(default_factory=dict)
    authorised: bool = False
    gathered: list[tuple[type[Recorded], Sequence[rows.Row]]] | None = None
    known: dict[str, Any] = field(default_factory=dict)
    """What was read under a lock that lasts as long as the command, for those of its steps that ask again."""

    @property
    def today(self) -> date:
        """The day of the command in Bamako."""
        return clock.day_of(self.now)

    def authorise(self, scope: str, chain: str | None = None) -> None:
        """Step 2, the gateway call: may the author do this at the scope path `scope`? Raises NotAuthorised.

        `chain` is the code of the mutual in whose chain the entry goes (default: the union's).
        """
        if not self.author.may(self.operation, scope):
            raise NotAuthorised(scope)
        self.authorised = True
        if chain is not None:
            self.chain = chain
        failpoints.reach(self.operation, "authorised")

    def require(self, operation: str, scope: str) -> None:
        """Ask the gateway for something narrower than the command, such as for whom one signs. Raises NotAuthorised."""
        if not self.author.may(operation, scope):
            raise NotAuthorised(scope)

    def new_id(self) -> UUID:
        """A fresh UUIDv7 for a row of this command."""
        return clock.new_id()

    def insert(self, model: type[Recorded], recorded: Sequence[rows.Row]) -> None:
        """Record rows (tuples in the order of `rows.columns(model)`); the journal entry keeps their digest."""
        if not recorded:
            return
        if not self.authorised:
            raise RuntimeError(f"{self.operation} writes before it is authorised")
        if self.gathered is not None:
            self.gathered.append((model, recorded))
            return
        self._effect(model._meta.db_table, rows.insert(model, recorded, self.command_id))

    @contextmanager
    def together(self) -> Iterator[None]:
        """Rows inserted inside are written at its end, in one statement where the engine can. They are few."""
        self.gathered = []
        yield
        self.flush()
        self.gathered = None

    def flush(self) -> None:
        """Write what was gathered so far: something that comes next must find it."""
        if self.gathered:
            for model, written in rows.insert_together(self.gathered, self.command_id):
                self._effect(model._meta.db_table, written)
            self.gathered = []

    def supersede(self, model: type[Superseded], keys: Sequence[Any]) -> None:
        """Mark current rows as superseded by this command. Raises Overtaken when one is current no more."""
        if not keys:
            return
        ordered = sorted(keys)
        if rows.supersede(model, ordered, self.command_id) != len(ordered):
            raise Overtaken(model._meta.db_table)
        self._effect(f"{model._meta.db_table}:superseded", [(key,) for key in ordered])

    def written(self) -> None:
        """Say that rows of an ordinary table (accounts, territory) were written, which the journal does not digest."""
        failpoints.reach(self.operation, "written")

    def _effect(self, table: str, written: Sequence[rows.Row]) -> None:
        self.effects.setdefault(table, []).extend(map(rows.row_digest, written))
        self.written()

    def effect_digests(self) -> dict[str, list[int | str]]:
        """What the journal entry keeps of all that was written: table → [number of rows, digest]."""
        return {table: [len(found), rows.digest(found)] for table, found in sorted(self.effects.items())}


def not_authorised() -> Outcome:
    """The refusal that says nothing of whether the thing exists."""
    return refused(Reason("ACCES-REFUSE"))
