"""Comparing a list with what is recorded: what is new, what changed, what stands twice with two contents."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Content = TypeVar("Content")


@dataclass(slots=True)
class Comparison(Generic[Key, Content]):
    """The outcome of `compare`. `conflicts` are the lines of a second, different content for a key."""

    new: dict[Key, Content] = field(default_factory=dict)
    changed: dict[Key, Content] = field(default_factory=dict)
    unchanged: int = 0
    conflicts: list[tuple[int, Key]] = field(default_factory=list)

    @property
    def changes(self) -> bool:
        """Whether there is anything to record."""
        return bool(self.new or self.changed)


def compare(declared: Iterable[tuple[int, Key, Content]], recorded: Mapping[Key, Content]) -> Comparison[Key, Content]:
    """Compare (line, key, content) rows with what is recorded by key.

    The first row of a key counts; the same content again is unchanged, another content is a conflict.

    >>> found = compare([(2, "a", 1), (3, "b", 2), (4, "a", 1), (5, "b", 9), (6, "c", 3)], {"b": 1, "c": 3})
    >>> found.new, found.changed, found.unchanged, found.conflicts
    ({'a': 1}, {'b': 2}, 2, [(5, 'b')])
    """
    result: Comparison[Key, Content] = Comparison()
    seen: dict[Key, Content] = {}
    for line, key, content in declared:
        if key in seen:
            if seen[key] == content:
                result.unchanged += 1
            else:
                result.conflicts.append((line, key))
            continue
        seen[key] = content
        if key not in recorded:
            result.new[key] = content
        elif recorded[key] == content:
            result.unchanged += 1
        else:
            result.changed[key] = content
    return result
