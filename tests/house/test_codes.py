"""Every code that the product can give is declared with its sentences, and listed in docs/errors.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

import pytest

from sysgimut.kernel.explanations import CATALOGUE, Sentence, placeholders
from tests.house import errors_page
from tests.house.rules.reading import File, dotted, is_product, repository

CODE = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9_]+)+")
DECLARING = ("reasons.py", "form_reasons.py", "actions.py")


def given(file: File) -> Iterator[tuple[int, str]]:
    """The codes that a file gives to `Reason(…)`; of a code put together, its constant beginning and an asterisk."""
    for node in file.nodes(ast.Call):
        assert isinstance(node, ast.Call)
        if dotted(node.func).rpartition(".")[2] != "Reason" or not node.args:
            continue
        first = node.args[0]
        if isinstance(first, ast.Constant):
            yield node.lineno, str(first.value)
        elif isinstance(first, ast.JoinedStr):
            head = first.values[0] if first.values else None
            yield node.lineno, f"{str(head.value) if isinstance(head, ast.Constant) else ''}*"


def undeclared(files: Iterable[File], codes: Iterable[str]) -> list[str]:
    """Codes given or named by these files that nobody declared, with their place."""
    declared = set(codes)
    families = {code.partition("-")[0] for code in declared}
    found = []
    for file in files:
        for line, code in given(file):
            known = any(c.startswith(code[:-1]) for c in declared) if code.endswith("*") else code in declared
            if not known or code == "*":
                found.append(f"{file.path}:{line}: {code}")
        for node in file.nodes(ast.Constant):
            assert isinstance(node, ast.Constant)
            value = node.value
            if not isinstance(value, str) or not CODE.fullmatch(value):
                continue
            if value not in declared and value.partition("-")[0] in families:
                found.append(f"{file.path}:{node.lineno}: {value}")
    return sorted(set(found))


def unused(files: Iterable[File], texts: Iterable[File], codes: Iterable[str]) -> list[str]:
    """Declared codes that nothing gives: neither named outside the declarations nor built from a beginning."""
    files = list(files)
    sources = [file for file in files if file.parts[-1] not in DECLARING]
    heads = [code[:-1] for file in files for _, code in given(file) if code.endswith("*")]
    named = "\n".join(file.text for file in [*sources, *texts])
    return [
        code
        for code in codes
        if not re.search(rf"\b{re.escape(code)}\b", named) and not any(head and code.startswith(head) for head in heads)
    ]


def declared() -> dict[str, Sentence]:
    """Every declared code; the catalogue itself may hold more, which other tests put there."""
    return {code: sentence for _, sentences in errors_page.declared() for code, sentence in sentences.items()}


PRODUCT = [file for file in repository() if is_product(file)]
DATA = [file for file in repository() if file.parts[0] == "sysgimut" and file.path.endswith(".toml")]


def test_every_code_given_is_declared() -> None:
    found = undeclared(PRODUCT, declared())
    assert not found, "\n".join(found)


def test_every_declared_code_can_be_given() -> None:
    found = unused(PRODUCT, DATA, declared())
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "text", ['Reason("DR-RIEN")', 'refused(Reason("RIEN-1"))', 'x = "DR-RIEN"', 'Reason(f"XX-{a}")']
)
def test_an_undeclared_code_is_found(text: str) -> None:
    assert undeclared([File("sysgimut/claims/a.py", text)], ["DR-EXPIRE"])


@pytest.mark.parametrize("text", ['Reason("DR-EXPIRE")', 'Reason(f"DR-{a}")', 'x = "COD-AB"'])
def test_a_declared_code_passes(text: str) -> None:
    assert undeclared([File("sysgimut/claims/a.py", text)], ["DR-EXPIRE"]) == []


def test_an_idle_code_is_found() -> None:
    giving = File("sysgimut/claims/a.py", 'Reason("DR-EXPIRE")')
    declaring = File("sysgimut/claims/reasons.py", '{"DR-EXPIRE": 1, "DR-RIEN": 2}')
    assert unused([giving, declaring], [], ["DR-EXPIRE", "DR-RIEN"]) == ["DR-RIEN"]


def test_every_code_is_in_one_app() -> None:
    seen: dict[str, str] = {}
    twice = []
    for app, sentences in errors_page.declared():
        twice += [f"{code}: {seen[code]} and {app}" for code in sentences if code in seen]
        seen |= dict.fromkeys(sentences, app)
    assert twice == []
    assert [code for code in seen if code not in CATALOGUE] == []


def test_the_sentences_can_be_read() -> None:
    """Both languages are sentences, and show every figure they announce."""
    for code, sentence in declared().items():
        for language, template in (("fr", sentence.fr), ("en", sentence.en)):
            shown = sentence.render(language, {name: f"<{name}>" for name in placeholders(template)})
            assert shown.rstrip()[-1] in ".!?»)", f"{code} ({language}) is no sentence: {shown}"
            assert all(f"<{name}>" in shown for name in placeholders(template)), code
        assert sentence.fr != sentence.en, code


def test_the_page_of_codes_is_current() -> None:
    current = errors_page.PAGE.read_text("utf-8") if errors_page.PAGE.exists() else ""
    assert current == errors_page.page(), "docs/errors.md is not current: run `make docs`"
