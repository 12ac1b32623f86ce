"""One word for one idea: docs/glossary.md names every app and every model, each term and each code name once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import pytest
from django.apps import apps
from django.conf import settings

from tests.house.rules.reading import ROOT

GLOSSARY = ROOT / "docs" / "glossary.md"
ROW = re.compile(r"^\| (?P<term>[^|]+) \| (?P<code>[^|]+) \| (?P<meaning>[^|]+) \|$", re.MULTILINE)


def rows(text: str) -> list[tuple[str, str, str]]:
    """The (French term, code name, meaning) rows of the tables."""
    found = [tuple(cell.strip() for cell in match.groups()) for match in ROW.finditer(text)]
    return [(term, code, meaning) for term, code, meaning in found if term != "French term" and set(term) != {"-"}]


def missing(text: str, names: Iterable[str]) -> list[str]:
    """Names that no row's code column holds."""
    codes = {name for _, code, _ in rows(text) for name in re.findall(r"`([^`]+)`", code)}
    return sorted(set(names) - codes)


def repeated(text: str) -> list[str]:
    """Terms or code columns that stand twice."""
    terms = Counter(term.casefold() for term, _, _ in rows(text))
    codes = Counter(code for _, code, _ in rows(text))
    return sorted(word for counted in (terms, codes) for word, count in counted.items() if count > 1)


def test_every_app_and_model_is_explained() -> None:
    models = (m for m in apps.get_models(include_auto_created=False) if m.__module__.startswith("sysgimut."))
    names = [f"{model._meta.app_label}.{model.__name__}" for model in models]
    found = missing(GLOSSARY.read_text("utf-8"), [*settings.APPS, "kernel", *names])
    assert not found, "\n".join(found)


def test_every_model_of_the_glossary_exists() -> None:
    codes = [name for _, code, _ in rows(GLOSSARY.read_text("utf-8")) for name in re.findall(r"`(\w+\.\w+)`", code)]
    gone = [name for name in codes if name not in {f"{m._meta.app_label}.{m.__name__}" for m in apps.get_models()}]
    assert gone == []


def test_a_term_stands_once() -> None:
    assert repeated(GLOSSARY.read_text("utf-8")) == []


TABLE = "| French term | code name | what it is |\n|---|---|---|\n| ménage | `membership.Household` | people |\n"


@pytest.mark.parametrize("row", ["| Ménage | `other` | a |", "| foyer | `membership.Household` | a |"])
def test_a_word_used_twice_is_found(row: str) -> None:
    assert repeated(TABLE) == []
    assert repeated(f"{TABLE}{row}\n") != []


def test_an_unexplained_model_is_found() -> None:
    assert missing(TABLE, ["membership.Household", "membership.Card"]) == ["membership.Card"]
