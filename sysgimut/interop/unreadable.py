"""How the readers of files tell the door (`tabular.py`) that a file, or the rest of it, cannot be read."""

from __future__ import annotations

from sysgimut.interop.domain.problems import Fault
from sysgimut.kernel.explanations import Value


class Unreadable(Exception):
    """A file that cannot be read, with the code and the figures of its sentence. Never leaves this app."""

    def __init__(self, code: str, **params: Value) -> None:
        super().__init__(code)
        self.fault = Fault(code, params)
