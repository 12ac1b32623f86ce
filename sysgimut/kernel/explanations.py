"""Sentences for people. Every refusal, remark and error has a code, and every code a sentence in both languages.

A sentence says what, where, why and what to do, with the figure that matters as a `{placeholder}`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from string import Formatter

Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One code's sentence in French and English, with the same placeholders in both.

    `effect` says what the code does (for docs/errors.md): refuse, to_justify, reduction, remark, error, held.
    """

    fr: str
    en: str
    effect: str = "refuse"

    def __post_init__(self) -> None:
        if placeholders(self.fr) != placeholders(self.en):
            raise ValueError(f"placeholders differ between languages: {self.fr!r} and {self.en!r}")

    def render(self, language: str, params: Mapping[str, Value]) -> str:
        """The sentence in `language` ("fr" or "en"), dates and numbers written as people write them."""
        template = self.en if language == "en" else self.fr
        shown = {name: show(params.get(name), language) for name in placeholders(template)}
        return template.format_map(shown)


def placeholders(template: str) -> frozenset[str]:
    """The names between braces in a template."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)


def show(value: Value, language: str) -> str:
    """A value as people write it: dates DD/MM/YYYY, numbers with thousands spaces, nothing as a dash."""
    if value is None or value == "":
        return "—"
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y") if value.year >= 1000 else "—"
    if isinstance(value, int):
        return f"{value:,}".replace(",", "\u202f" if language == "fr" else ",")
    return value


class Catalogue:
    """All the sentences of the product, by code. A code belongs to one app only."""

    def __init__(self) -> None:
        self._sentences: dict[str, Sentence] = {}

    def add(self, sentences: Mapping[str, Sentence]) -> None:
        """Declare an app's sentences. Raises ValueError when a code is declared twice with another text."""
        for code, sentence in sentences.items():
            if self._sentences.setdefault(code, sentence) != sentence:
                raise ValueError(f"the code {code} has two sentences")

    def __contains__(self, code: str) -> bool:
        return code in self._sentences

    def codes(self) -> Iterable[str]:
        """All the codes, in alphabetical order."""
        return sorted(self._sentences)

    def sentence(self, code: str) -> Sentence:
        """The sentence of a code. Raises KeyError when nobody declared it."""
        return self._sentences[code]


CATALOGUE = Catalogue()


def explain(code: str, params: Mapping[str, Value] | None = None, language: str = "fr") -> str:
    """The sentence of `code` in `language` with its figures. Raises KeyError on an undeclared code."""
    return CATALOGUE.sentence(code).render(language, params or {})
