"""Size, names and docstrings."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.house.rules.reading import File, Rule, Wrong, is_product, is_python

FILE_LIMIT = 400
CSS_LIMIT = 800
FUNCTION_LIMIT = 50
WRITTEN = (".py", ".html", ".typ", ".js", ".css", ".toml")
BANNED = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "tool"}
DOCUMENTED = ("domain", "kernel")


def _is_written(file: File) -> bool:
    vendored = "vendor" in file.parts or ".min." in file.parts[-1]
    return file.path.endswith(WRITTEN) and "migrations" not in file.parts and not vendored


def _file_length(file: File) -> Iterator[Wrong]:
    limit = CSS_LIMIT if file.path.endswith(".css") else FILE_LIMIT
    if (length := len(file.text.splitlines())) >= limit:
        yield 1, f"{length} lines: a file of this kind stays under {limit}; split it by meaning"


def _function_length(file: File) -> Iterator[Wrong]:
    for node in file.nodes(ast.FunctionDef, ast.AsyncFunctionDef):
        assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length >= FUNCTION_LIMIT:
            yield node.lineno, f"{node.name} has {length} lines: a function stays under {FUNCTION_LIMIT}"


def _banned_names(file: File) -> Iterator[Wrong]:
    for part in file.parts:
        if PurePosixPath(part).stem.lower() in BANNED:
            yield 1, f"“{part}” says nothing of what is inside: name it after its content"


def _wants_docstrings(file: File) -> bool:
    return is_product(file) and (file.parts[1] == "kernel" or "domain" in file.parts or file.parts[-1] == "queries.py")


def _docstrings(file: File) -> Iterator[Wrong]:
    if file.text.strip() and not ast.get_docstring(file.tree):
        yield 1, "the module has no docstring"
    yield from _undocumented(file.tree)


def _undocumented(parent: ast.Module | ast.ClassDef) -> Iterator[Wrong]:
    for node in parent.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if node.name.startswith("_"):
            continue
        if not ast.get_docstring(node):
            yield node.lineno, f"{node.name} is public and has no docstring"
        if isinstance(node, ast.ClassDef):
            yield from _undocumented(node)


def _body(lines: int) -> str:
    return "def f() -> None:\n" + "    x = 1\n" * (lines - 1)


RULES = (
    Rule(
        "file length",
        _is_written,
        _file_length,
        bad=(("sysgimut/desk/a.py", "x = 1\n" * 400), ("sysgimut/site/static/a.css", "a {}\n" * 800)),
        good=(
            ("sysgimut/desk/a.py", "x = 1\n" * 399),
            ("sysgimut/site/static/a.css", "a {}\n" * 799),
            ("sysgimut/desk/migrations/0001_initial.py", "x = 1\n" * 900),
        ),
    ),
    Rule(
        "function length",
        is_python,
        _function_length,
        bad=(
            ("tests/a.py", _body(50)),
            ("sysgimut/desk/a.py", "class A:\n    async " + _body(50).replace("\n", "\n    ")),
        ),
        good=(("tests/a.py", _body(49)),),
    ),
    Rule(
        "banned names",
        lambda file: True,
        _banned_names,
        bad=(("sysgimut/desk/utils.py", ""), ("sysgimut/common/a.py", ""), ("tests/Helpers/a.txt", "")),
        good=(("sysgimut/desk/commonwealth.py", ""),),
    ),
    Rule(
        "docstrings",
        _wants_docstrings,
        _docstrings,
        bad=(
            ("sysgimut/claims/domain/a.py", '"""A."""\ndef f() -> None: ...'),
            ("sysgimut/kernel/a.py", '"""A."""\nclass A:\n    """A."""\n    def f(self) -> None: ...'),
            ("sysgimut/claims/queries.py", "x = 1"),
        ),
        good=(
            ("sysgimut/claims/domain/a.py", '"""A."""\ndef _f() -> None: ...\ndef f() -> None:\n    """F."""'),
            ("sysgimut/claims/intake.py", "def f() -> None: ..."),
        ),
    ),
)
