"""A command is one file: one message, one handler, one operation, one row of the policy."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.rules.reading import File, Rule, Wrong, dotted


def is_command(file: File) -> bool:
    """Whether the file is a command's."""
    commands = len(file.parts) == 4 and file.parts[0] == "sysgimut" and file.parts[2] == "commands"
    return commands and file.path.endswith(".py") and file.parts[-1] != "__init__.py"


def _one_command(file: File) -> Iterator[Wrong]:
    stem = file.parts[-1].removesuffix(".py")
    messages = [
        node
        for node in file.tree.body
        if isinstance(node, ast.ClassDef) and any(dotted(base) == "Command" for base in node.bases)
    ]
    if len(messages) != 1:
        yield 1, f"{len(messages)} commands: a command file holds one"
        return
    message = messages[0]
    if message.name != (wanted := "".join(word.capitalize() for word in stem.split("_"))):
        yield message.lineno, f"the message of {stem}.py is called {wanted}, not {message.name}"
    if (found := _operation(message)) != (operation := f"{file.app}.{stem}"):
        yield message.lineno, f"the operation is “{operation}”, not “{found}”"
    handlers = [
        node.name for node in file.tree.body if isinstance(node, ast.FunctionDef) and _handles(node, message.name)
    ]
    if handlers != [stem]:
        yield message.lineno, f"one function called {stem} carries @handles({message.name}), not {handlers}"
    if not any("authorise" in dotted(node.func) for node in ast.walk(file.tree) if isinstance(node, ast.Call)):
        yield message.lineno, "nothing here asks the gateway: execution.authorise(…)"


def _operation(message: ast.ClassDef) -> str:
    for node in message.body:
        if (
            isinstance(node, ast.AnnAssign)
            and dotted(node.target) == "operation"
            and isinstance(node.value, ast.Constant)
        ):
            return str(node.value.value)
    return ""


def _handles(function: ast.FunctionDef, message: str) -> bool:
    return any(
        isinstance(call, ast.Call) and dotted(call.func) == "handles" and [dotted(a) for a in call.args] == [message]
        for call in function.decorator_list
    )


def _sample(
    name: str = "PayStatement", operation: str = "settlement.pay_statement", function: str = "pay_statement"
) -> str:
    return (
        f'class {name}(Command):\n    operation: ClassVar[str] = "{operation}"\n\n'
        f"@handles({name})\ndef {function}(message, execution):\n    execution.authorise(message.scope)\n"
    )


PATH = "sysgimut/settlement/commands/pay_statement.py"
RULES = (
    Rule(
        "one command a file",
        is_command,
        _one_command,
        bad=(
            (PATH, "x = 1\n"),
            (PATH, _sample() + "\nclass Other(Command): ...\n"),
            (PATH, _sample(name="Pay")),
            (PATH, _sample(operation="settlement.pay")),
            (PATH, _sample(function="pay")),
            (PATH, _sample().replace("@handles", "@handled")),
            (PATH, _sample().replace("execution.authorise(message.scope)", "pass")),
        ),
        good=((PATH, _sample()), ("sysgimut/settlement/commands/__init__.py", "")),
    ),
)
