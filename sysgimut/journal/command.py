"""What a command is: a typed message, and the one function that carries it out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Protocol, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome


class Command(BaseModel):
    """The message of a command. `operation` is its row in the policy table and its name in the journal."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    operation: ClassVar[str]

    def journaled(self) -> dict[str, Any]:
        """What the journal keeps of the message, as plain JSON. A batch keeps a digest of its rows."""
        return self.model_dump(mode="json")


class Author(Protocol):
    """Who submits: an opaque id, and the gateway's answer to what they may do where."""

    @property
    def id(self) -> UUID:
        """The identifier that the journal keeps."""
        ...

    def may(self, operation: str, scope: str) -> bool:
        """Whether the author may do `operation` on something at the scope path `scope`."""
        ...


Message = TypeVar("Message", bound=Command)
Handler = Callable[[Any, Execution], Outcome]
REGISTRY: dict[type[Command], Handler] = {}


def handles(message: type[Message]) -> Callable[[Callable[[Message, Execution], Outcome]], Any]:
    """Declare the function that carries out `message`. Raises ValueError when there are two."""

    def register(function: Callable[[Message, Execution], Outcome]) -> Any:
        if message in REGISTRY:
            raise ValueError(f"{message.operation} has two handlers")
        REGISTRY[message] = function
        return function

    return register
