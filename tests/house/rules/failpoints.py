"""A command can be killed anywhere in the tests: it stands on the runner's road, and says when it has written."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.rules.commands import PATH, is_command
from tests.house.rules.habits import MANAGER_WRITES
from tests.house.rules.reading import File, Rule, Wrong, dotted, is_product

ROAD = {
    "sysgimut/journal/runner.py": ("claimed", "decided", "journaled", "committed"),
    "sysgimut/journal/execution.py": ("authorised", "written"),
}
"""Where each step of every command is reached: together, `journal.failpoints.STEPS`."""
WRITES = ("execution.insert", "execution.supersede", "execution.written")
OURS = "sysgimut/journal/failpoints.py"


def _steps(file: File) -> Iterator[Wrong]:
    reached = {
        argument.value
        for call in _calls(file.tree)
        if dotted(call.func) == "failpoints.reach"
        for argument in call.args
        if isinstance(argument, ast.Constant)
    }
    for step in ROAD[file.path]:
        if step not in reached:
            yield 1, f"no command can be killed when it is “{step}”: failpoints.reach(…, “{step}”) is gone"


def _command(file: File) -> Iterator[Wrong]:
    calls = list(_calls(file.tree))
    handed_on = any(isinstance(one, ast.Name) and one.id == "execution" for call in calls for one in _arguments(call))
    if not handed_on and not any(dotted(call.func) in WRITES for call in calls):
        yield 1, "nothing here says that something is written: execution.insert, execution.supersede, execution.written"
    for function in file.nodes(ast.FunctionDef):
        said = [call.lineno for call in _calls(function) if dotted(call.func) == "execution.written"]
        for call in _calls(function):
            if _writes_around(call) and not any(line > call.lineno for line in said):
                yield call.lineno, "no failpoint stands after this write: execution.written()"


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _writes_around(call: ast.Call) -> bool:
    """Whether a call writes an ordinary table: `.update()` of a dictionary or a set has no keywords."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in MANAGER_WRITES:
        return False
    return bool(call.keywords) and not call.args if call.func.attr == "update" else True


def _around(file: File) -> Iterator[Wrong]:
    for call in _calls(file.tree):
        if isinstance(call.func, ast.Subscript) and dotted(call.func) == "REGISTRY" and file.path not in ROAD:
            yield call.lineno, "a command is carried out by journal.runner.submit only: elsewhere it has no failpoints"
        if dotted(call.func) in ("failpoints.watch", "watch") and "failpoints" in file.text:
            yield call.lineno, "the product reaches failpoints; tests watch them"


SAVED = "def pay_statement(message, execution):\n    {}\n"
WRITE = "User.objects.filter(pk=1).update(name='a')"
RULES = (
    Rule(
        "every step can be the last",
        lambda file: file.path in ROAD,
        _steps,
        bad=(
            ("sysgimut/journal/execution.py", 'failpoints.reach(self.operation, "written")'),
            ("sysgimut/journal/runner.py", "submit = 1"),
        ),
        good=(
            (
                "sysgimut/journal/execution.py",
                'failpoints.reach(self.operation, "written")\nfailpoints.reach(self.operation, "authorised")',
            ),
        ),
    ),
    Rule(
        "a command has failpoints",
        is_command,
        _command,
        bad=(
            (PATH, SAVED.format("execution.authorise('UTM')")),
            (PATH, SAVED.format(f"execution.authorise('UTM')\n    {WRITE}")),
            (PATH, SAVED.format(f"execution.written()\n    {WRITE}")),
            (PATH, SAVED.format(f"{WRITE}\n    execution.written()\n    user.save(force_insert=True)")),
            (PATH, SAVED.format("record(execution)\n    mandate.delete()")),
        ),
        good=(
            (PATH, SAVED.format("execution.insert(Payment, [row])")),
            (PATH, SAVED.format("post(execution, books)\n    found.update({1: 2})")),
            (PATH, SAVED.format(f"{WRITE}\n    execution.written()")),
        ),
    ),
    Rule(
        "nothing goes around the failpoints",
        lambda file: is_product(file) and file.path != OURS,
        _around,
        bad=(
            ("sysgimut/desk/a.py", "REGISTRY[type(message)](message, execution)"),
            ("sysgimut/desk/a.py", "from sysgimut.journal import failpoints\nfailpoints.watch(print)"),
            ("sysgimut/desk/a.py", "from sysgimut.journal.failpoints import watch\nwatch(print)"),
        ),
        good=(("sysgimut/desk/a.py", "outcome = submit(message, author)"),),
    ),
)
