"""Writes docs/errors.md from the sentences that the apps declare (`make docs`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from sysgimut.kernel.explanations import Sentence

PAGE = Path(__file__).resolve().parents[2] / "docs" / "errors.md"

HEAD = """# Codes

<!-- Written by `make docs` from the apps' declared sentences. Do not edit: change the app's reasons.py. -->

Every refusal, remark and error that a person can meet, with what it says in French and in English. What stands
between braces is replaced by the figure of the case. A refusal changes nothing.

| effect | meaning |
|---|---|
| `refuse` | the request, the line or the command is refused |
| `to_justify` | nothing is paid until a document arrives |
| `reduction` | the amount is lowered |
| `remark` | told, without effect on the amount |
| `error` | a row, a file or a value cannot be taken in |
| `held` | recorded, and a person must look at it |
"""


def declared() -> Iterator[tuple[str, Mapping[str, Sentence]]]:
    """Each app with the sentences it declares, in `<app>/reasons.py` or `<app>/domain/reasons.py`, by floor."""
    from django.conf import settings

    for app in settings.APPS:
        sentences: dict[str, Sentence] = {}
        for name in (f"sysgimut.{app}.reasons", f"sysgimut.{app}.domain.reasons"):
            parent = name.rpartition(".")[0]
            if find_spec(parent) and find_spec(name):
                sentences |= import_module(name).REASONS
        if sentences:
            yield app, sentences


def actions() -> Mapping[str, Sentence]:
    """What to do about a code, where that is a sentence of its own."""
    from sysgimut.interop.domain.actions import ACTIONS

    return ACTIONS


def page() -> str:
    """The text of docs/errors.md."""
    parts = [HEAD]
    for app, sentences in declared():
        rows = (_row(code, sentence) for code, sentence in sorted(sentences.items()))
        parts.append(f"\n## {app}\n\n| code | effect | French | English |\n|---|---|---|---|\n" + "".join(rows))
    return "".join(parts)


def _row(code: str, sentence: Sentence) -> str:
    then = actions().get(code)
    texts = (
        sentence.fr + (f" *{then.fr}*" if then else ""),
        sentence.en + (f" *{then.en}*" if then else ""),
    )
    french, english = (" ".join(text.split()).replace("|", "\\|") for text in texts)
    return f"| `{code}` | `{sentence.effect}` | {french} | {english} |\n"


if __name__ == "__main__":
    import os

    os.environ.setdefault("SYSGIMUT_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sysgimut.site.settings")
    PAGE.write_text(page(), "utf-8")
