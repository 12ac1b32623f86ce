"""The names of scopes. The tree is made of what upper floors know (organisations, facilities): they join it here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol


class Branch(Protocol):
    """What an app that has scopes of its own answers about them."""

    def names(self, paths: Sequence[str]) -> dict[str, str]:
        """Path → name, of those of these paths that are its own."""
        ...

    def search(self, text: str, limit: int) -> list[tuple[str, str]]:
        """At most `limit` (path, name) whose name or code holds `text`."""
        ...

    def entities(self, scopes: Sequence[str]) -> list[tuple[str, str]]:
        """(code, name) of the legal entities inside these scopes: those that keep books and have a chain."""
        ...

    def entity_path(self, code: str) -> str | None:
        """The scope path of the legal entity of this code, or None when it is none of the branch's."""
        ...


class Tree:
    """All the branches together."""

    def __init__(self) -> None:
        self._branches: list[Branch] = []

    def add(self, branch: Branch) -> None:
        """Join a branch; an app does it once, when it starts."""
        self._branches.append(branch)

    def names(self, paths: Iterable[str]) -> dict[str, str]:
        """Path → name; a path that no branch knows is left out."""
        wanted = sorted(set(paths))
        found: dict[str, str] = {}
        for branch in self._branches:
            found |= branch.names(wanted)
        return found

    def name(self, path: str) -> str:
        """The name of a scope, or its path when nobody names it."""
        return self.names([path]).get(path, path)

    def search(self, text: str, limit: int = 20) -> list[tuple[str, str]]:
        """Scopes whose name or code holds a text, the widest first."""
        found = [pair for branch in self._branches for pair in branch.search(text, limit)]
        return sorted(found, key=lambda pair: (pair[0].count("/"), pair[1]))[:limit]

    def entities(self, scopes: Sequence[str]) -> dict[str, str]:
        """Code → name of the legal entities inside some scopes, by code."""
        return dict(sorted(pair for branch in self._branches for pair in branch.entities(scopes)))

    def entity_path(self, code: str) -> str | None:
        """The scope path of the legal entity of this code, or None when there is none."""
        paths = (branch.entity_path(code) for branch in self._branches)
        return next((path for path in paths if path is not None), None)


TREE = Tree()
