"""Texts of a template that stand outside `{% translate %}`: nobody would ever translate them."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Names that are the same in every language.
SAME = {"SYSGIMUT", "CFA", "CSV", "PDF", "XLSX", "JSON", "OpenAPI", "Français", "English"}
HIDDEN = re.compile(
    r"\{#.*?#\}|\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}|<!--.*?-->|<(script|style|svg|code|pre)\b.*?</\1>"
    r'|<(\w+) class="code"[^>]*>[^<]*</\2>'
    r"|\{%\s*block body_class\s*%\}.*?\{%\s*endblock\s*%\}"
    r"|\{%\s*blocktrans(?:late)?\b.*?%\}.*?\{%\s*endblocktrans(?:late)?\s*%\}|\{%.*?%\}|\{\{.*?\}\}",
    re.DOTALL,
)
SHOWN_ATTRIBUTE = re.compile(r'\b(?:title|alt|placeholder|aria-label|content-label)="([^"]*)"')
TAG = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
ENTITY = re.compile(r"&#?\w+;")
WORD = re.compile(r"[^\W\d_]{2,}")


def _blank(match: re.Match[str]) -> str:
    """Spaces and line ends in place of what is passed over, so that lines keep their numbers."""
    return re.sub(r"[^\n]", " ", match[0])


def untranslatable(text: str) -> Iterator[tuple[int, str]]:
    """The words of a template that a reader sees and a translator does not, with their lines."""
    text = HIDDEN.sub(_blank, text)
    shown = [(match.start(1), match[1]) for match in SHOWN_ATTRIBUTE.finditer(text)]
    bare = TAG.sub(_blank, text)
    shown += [(match.start(), match[0]) for match in re.finditer(r"[^\n]+", bare)]
    for start, words in sorted(shown):
        found = [word for word in WORD.findall(ENTITY.sub(" ", words)) if word not in SAME]
        if found:
            yield text.count("\n", 0, start) + 1, " ".join(words.split())
