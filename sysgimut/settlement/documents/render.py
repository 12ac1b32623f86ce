"""From documents to PDF, with Typst and the bundled font only.

Data reaches the templates as one JSON text in `sys.inputs`; no Typst source is ever built from data, so
nothing that a person types can become markup. The output is PDF/A-2u: archival, fonts embedded, text that
can be searched and copied. It is not tagged: tags make a sheet fifteen times heavier (100 kB a page), too
much for the networks it travels on; the page of the web application is what a screen reader reads. The same
document always gives the same bytes: there is no clock in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import ClassVar, Final, Protocol

import typst

from sysgimut.settlement.documents.parts import Language
from sysgimut.settlement.documents.printed_text import printable_values
from sysgimut.settlement.documents.wording import word

HERE = Path(__file__).parent
STANDARD: Final = "a-2u"

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""Creation date written in every file: a fixed one, so that printing again gives the same bytes. The dates
that matter are on the paper.
"""

LONGEST = 4_000_000
"""Characters of data in one file, about 400 pages and 1.5 GB of memory while Typst lays them out."""

LONG = 100_000
"""Characters of data, about 15 pages, after which Typst is made to forget its work at once (see `_forget`)."""

_REMEMBERED = 10
"""Compilations whose layouts Typst keeps in memory, in case the next one looks like them."""


class TooLong(ValueError):
    """The documents are too long for one PDF file; their CSV has no such limit."""


class Printable(Protocol):
    """A document that can be printed: the name of its template, its language, and what the template receives.

    To add a document: a dataclass with these three, a `<template>.typ` with one function, and its line in
    `documents.typ`.
    """

    template: ClassVar[str]

    @property
    def language(self) -> Language:
        """The language of the reader, for hyphenation, screen readers and the file's metadata."""

    def printed(self) -> Mapping[str, object]:
        """Texts, whole numbers, mappings and sequences; `title` and `reference` name the file."""


def render_pdf(document: Printable) -> bytes:
    """One document as a PDF file. Raises typst.TypstError only on a fault of the templates: no text makes
    it fail.
    """
    return render_batch((document,))


def render_batch(documents: Sequence[Printable]) -> bytes:
    """Several documents in one PDF file, to print or send at once: each starts on a new page and is
    numbered on its own. Raises ValueError when there is none, TooLong when there are too many.
    """
    if not documents:
        raise ValueError("there is no document to print")
    pages = [
        {
            "template": document.template,
            "language": document.language,
            "page": word("page", document.language, page="{page}", pages="{pages}"),
            **document.printed(),
        }
        for document in documents
    ]
    data = json.dumps(printable_values(pages), ensure_ascii=False)
    if len(data) > LONGEST:
        raise TooLong(f"{len(data)} characters to print in one file, more than {LONGEST}")
    compiler, turn = _press()
    with turn:
        made = compiler.compile(
            format="pdf", sys_inputs={"documents": data}, pdf_standards=STANDARD, pdf_tags=False, timestamp=EPOCH
        )
        if len(data) > LONG:
            _forget(compiler)
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no PDF")
    return made


def _forget(compiler: typst.Compiler) -> None:
    """Make Typst drop a long document's layout (3.5 MB a page), which it would keep for its next ten
    compilations: a server would add up the long documents of an afternoon. Ten that print nothing take half
    a second.
    """
    for _ in range(_REMEMBERED + 1):
        compiler.compile(format="svg", sys_inputs={"documents": "[]"})


@cache
def _press() -> tuple[typst.Compiler, Lock]:
    """The process's one compiler, which keeps fonts and parsed templates in memory, and its turn: it holds
    the inputs of one compilation at a time, and a web server has threads.
    """
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")])
    return typst.Compiler(str(HERE / "documents.typ"), root=str(HERE), font_paths=fonts), Lock()
