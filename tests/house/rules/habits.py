"""How Django is used: nothing happens behind the reader's back, and the journal sees every write."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

from tests.house.rules.reading import File, Rule, Wrong, dotted, imports, is_product

MANAGER_WRITES = {
    "create",
    "bulk_create",
    "get_or_create",
    "update_or_create",
    "bulk_update",
    "update",
    "delete",
    "save",
}
RAW_WRITE = re.compile(r"\s*(INSERT|UPDATE|DELETE|TRUNCATE|DROP|ALTER|COPY)\b", re.IGNORECASE)


@cache
def recorded_models() -> frozenset[str]:
    """Names of the models whose rows only a command may record."""
    from sysgimut.journal import guards

    return frozenset(model.__name__ for model in guards.guarded())


def _no_signals(file: File) -> Iterator[Wrong]:
    for line, module, name in imports(file):
        if module.endswith(("signals", "dispatch")) and "django" in module or name in ("signals", "dispatch"):
            yield line, "signals hide what follows from a call: call it by name"


def _no_save_override(file: File) -> Iterator[Wrong]:
    for node in file.nodes(ast.ClassDef):
        assert isinstance(node, ast.ClassDef)
        for child in node.body:
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) and child.name.lstrip("a") in (
                "save",
                "delete",
            ):
                yield child.lineno, f"{node.name}.{child.name}: rules live in commands, and bulk writes never call it"


def _outside_journal(file: File) -> bool:
    return is_product(file) and file.app != "journal"


def _journaled_writes(file: File) -> Iterator[Wrong]:
    recorded = {name for _, module, name in imports(file) if name in recorded_models() and module.endswith("models")}
    if file.parts[-1] == "models.py":
        recorded |= {node.name for node in file.tree.body if isinstance(node, ast.ClassDef)} & recorded_models()
    for node in file.nodes(ast.Call):
        assert isinstance(node, ast.Call)
        called = dotted(node.func)
        root, _, last = called.partition(".")[0], "", called.rpartition(".")[2]
        if called in ("rows.insert", "rows.supersede"):
            yield node.lineno, f"{called}( goes around the execution: use execution.insert and execution.supersede"
        elif last in ("execute", "executemany") and _is_raw_write(node):
            yield node.lineno, "SQL that writes stands in the journal only"
        elif last in MANAGER_WRITES and "." in called and recorded and _writes(node, root, last, recorded):
            yield node.lineno, f"{called}( writes a journaled table: use execution.insert and execution.supersede"


def _writes(call: ast.Call, root: str, last: str, recorded: set[str]) -> bool:
    """Whether a call is likely to write a journaled row: on the model itself, or on an instance or a queryset."""
    if root in recorded:
        return True
    if root[:1].isupper():
        return False
    if last in ("save", "delete"):
        return not call.args
    if last == "update":
        return bool(call.keywords) and not call.args
    return isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Attribute)


def _is_raw_write(call: ast.Call) -> bool:
    first = call.args[0] if call.args else None
    if isinstance(first, ast.JoinedStr) and first.values:
        first = first.values[0] if isinstance(first.values[0], ast.Constant) else None
    return isinstance(first, ast.Constant) and isinstance(first.value, str) and bool(RAW_WRITE.match(first.value))


PATH = "sysgimut/membership/a.py"
MODELS = "from sysgimut.membership.models import Household, Person\n"
RULES = (
    Rule(
        "no signals",
        is_product,
        _no_signals,
        bad=(
            (PATH, "from django.dispatch import receiver"),
            (PATH, "from django.db.models.signals import post_save"),
            (PATH, "from django.db.models import signals"),
        ),
        good=((PATH, "from django.db import models"),),
    ),
    Rule(
        "no save override",
        is_product,
        _no_save_override,
        bad=(
            (PATH, "class A(Model):\n    def save(self, **kw): ..."),
            (PATH, "class A(Model):\n    async def adelete(self): ..."),
        ),
        good=((PATH, "def save(path): ..."),),
    ),
    Rule(
        "writes go through the journal",
        _outside_journal,
        _journaled_writes,
        bad=(
            (PATH, MODELS + "Household.objects.create(reference='a')"),
            (PATH, MODELS + "Household.objects.filter(mutual='a').update(mutual='b')"),
            (PATH, MODELS + "household = Household()\nhousehold.save()"),
            (PATH, MODELS + "household.delete()"),
            (PATH, MODELS + "found.update(superseded_by=None)"),
            (PATH, MODELS + "household.residences.create(product='a')"),
            (PATH, MODELS + "Person.objects.bulk_create([])"),
            ("sysgimut/membership/models.py", "class Household(Recorded): ...\nHousehold.objects.all().delete()"),
            (PATH, "cursor.execute('UPDATE membership_household SET mutual = 1')"),
            (PATH, "cursor.execute(f'delete from {table}')"),
            (PATH, "from sysgimut.journal import rows\nrows.insert(Household, [], None)"),
        ),
        good=(
            (PATH, MODELS + "Household.objects.filter(mutual='a')\nfound.update({'a': 1})\ndigest.update(b'')"),
            (PATH, MODELS + "from sysgimut.identity.models import User\nUser.objects.create(login='a')"),
            (PATH, MODELS + "image.save(buffer, 'PNG')"),
            (PATH, "cursor.execute('SELECT 1')"),
            ("sysgimut/journal/rows.py", MODELS + "Household.objects.create()"),
        ),
    ),
)
