"""The core is pure: same input, same output, so that a year can be replayed and a decision explained."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.rules.reading import File, Rule, Wrong, dotted, imports, is_product

# The part of the standard library that neither reads a clock, draws at random nor touches the outside.
ALLOWED = {
    *("__future__", "abc", "bisect", "calendar", "collections", "collections.abc", "contextlib", "csv"),
    *("dataclasses", "datetime", "difflib", "enum", "fractions", "functools", "graphlib", "hashlib", "heapq"),
    *("itertools", "json", "keyword", "operator", "re", "string", "textwrap", "tomllib", "types", "typing"),
    *("unicodedata", "uuid"),
}
CLOCK = {"today", "now", "utcnow", "localtime", "monotonic", "perf_counter", "time_ns"}
OUTSIDE = {"open", "input", "print", "eval", "exec", "__import__", "breakpoint"}
RANDOM = {"uuid1", "uuid4", "random", "shuffle", "urandom", "token_hex", "getrandbits"}


def _is_core(file: File) -> bool:
    return is_product(file) and (file.parts[1] == "kernel" or "domain" in file.parts)


def _may_import(file: File, module: str) -> bool:
    own = "sysgimut.kernel" if file.app == "kernel" else f"sysgimut.{file.app}.domain"
    return module in ALLOWED or any(
        module == root or module.startswith(root + ".") for root in ("sysgimut.kernel", own)
    )


def _pure(file: File) -> Iterator[Wrong]:
    for line, module, name in imports(file):
        if module == "sysgimut" and name == "kernel":
            continue
        if not _may_import(file, module):
            yield line, f"imports {module}: the core stands on sysgimut.kernel and the pure standard library"
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield node.lineno, f"{node.value} is a float: money is int, a rate is a Fraction"
        elif isinstance(node, ast.Call):
            yield from _impure_call(node)


def _impure_call(node: ast.Call) -> Iterator[Wrong]:
    called = dotted(node.func)
    last = called.rpartition(".")[2]
    if called == "float":
        yield node.lineno, "float( makes amounts inexact: use int or Fraction"
    elif called in OUTSIDE:
        yield node.lineno, f"{called}( touches the outside: the shell does that and hands over values"
    elif last in CLOCK:
        yield node.lineno, f"{called}( reads the clock: the date is an argument"
    elif last in RANDOM:
        yield node.lineno, f"{called}( draws at random: identifiers are arguments"


PATH = "sysgimut/claims/domain/a.py"
RULES = (
    Rule(
        "purity of the core",
        _is_core,
        _pure,
        bad=(
            (PATH, "from django.db import models"),
            (PATH, "import time"),
            (PATH, "from sysgimut.claims.models import Line"),
            (PATH, "from sysgimut.membership.domain.names import key"),
            ("sysgimut/kernel/a.py", "from sysgimut.journal import clock"),
            (PATH, "from datetime import date\nx = date.today()"),
            (PATH, "import datetime\nx = datetime.datetime.now()"),
            (PATH, "x = 0.7"),
            (PATH, "x = float('1')"),
            (PATH, "x = open('a').read()"),
            (PATH, "from uuid import uuid4\nx = uuid4()"),
        ),
        good=(
            (PATH, "from fractions import Fraction\nfrom sysgimut.kernel.money import share\nx = Fraction(7, 10)"),
            (PATH, "from sysgimut.claims.domain.facts import Facts"),
            ("sysgimut/claims/intake.py", "import time\nx = 0.5"),
            ("sysgimut/claims/domain/tests/test_a.py", "import random"),
        ),
    ),
)
