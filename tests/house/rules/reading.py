"""Files of the repository as rules read them, and what a rule is."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
NOT_OURS = {".git", ".venv", "var", "out", "build", "dist", "__pycache__", "node_modules"}


@dataclass(frozen=True)
class File:
    """A file by its path from the root (POSIX) and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree of a Python file."""
        return ast.parse(self.text, self.path)

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The folders and the file name of the path."""
        return tuple(self.path.split("/"))

    @property
    def app(self) -> str:
        """The app a file of the product belongs to, or an empty string."""
        return self.parts[1] if self.parts[0] == "sysgimut" and len(self.parts) > 2 else ""

    @property
    def is_test(self) -> bool:
        """Whether it stands in a folder of tests."""
        return "tests" in self.parts or self.parts[-1] == "conftest.py"

    def lines(self) -> Iterator[tuple[int, str]]:
        """The lines with their numbers, from 1."""
        return enumerate(self.text.splitlines(), 1)

    def nodes(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        """The nodes of these kinds of a Python file."""
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))


Wrong = tuple[int, str]


@dataclass(frozen=True)
class Rule:
    """A rule: which files it reads, what it finds wrong, and samples that prove both.

    `bad` and `good` are (path, text) pairs: each bad one must be found wrong, each good one must pass.
    """

    name: str
    reads: Callable[[File], bool]
    check: Callable[[File], Iterator[Wrong]]
    bad: tuple[tuple[str, str], ...]
    good: tuple[tuple[str, str], ...]

    def findings(self, file: File) -> list[str]:
        """What is wrong with a file, as `path:line: what`."""
        return [f"{file.path}:{line}: {what}" for line, what in self.check(file)] if self.reads(file) else []


@cache
def repository() -> tuple[File, ...]:
    """Every text file of the repository, committed or about to be."""
    found = []
    for folder, names, files in os.walk(ROOT):
        names[:] = sorted(name for name in names if name not in NOT_OURS and not name.endswith("_cache"))
        names[:] = [name for name in names if name != ".hypothesis" and not name.endswith(".egg-info")]
        for name in sorted(files):
            path = Path(folder, name)
            try:
                text = path.read_text("utf-8")
            except (UnicodeDecodeError, FileNotFoundError):
                continue
            found.append(File(path.relative_to(ROOT).as_posix(), text))
    return tuple(found)


def is_python(file: File) -> bool:
    """Whether the file is Python written by people: migrations are written by Django."""
    return file.path.endswith(".py") and "migrations" not in file.parts


def is_product(file: File) -> bool:
    """Whether the file is Python of the product itself, its tests left out."""
    return is_python(file) and file.parts[0] == "sysgimut" and not file.is_test


def dotted(node: ast.expr) -> str:
    """`a.b.c` of a name or attribute; calls and subscripts on the way are passed over, anything else is empty."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if isinstance(node, ast.Subscript):
        return dotted(node.value)
    return ""


def imports(file: File) -> Iterator[tuple[int, str, str]]:
    """Imports of a Python file as (line, module, name); the name is empty for `import module`."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, node.module or "", alias.name) for alias in node.names)
