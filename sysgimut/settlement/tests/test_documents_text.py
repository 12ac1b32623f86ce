"""Any text becomes printable, and the bundled font has every letter that is let through."""

from __future__ import annotations

import re
import sys

import pytest
import typst
from hypothesis import example, given
from hypothesis import strategies as st

from sysgimut.settlement.documents.printed_text import LIMIT, PRINTABLE, printable, printable_values
from sysgimut.settlement.documents.render import HERE, STANDARD


def compile_text(text: str) -> object:
    """Compile one text with the bundled fonts only; PDF/A makes a letter without a drawing an error."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")])
    source = b'#set text(font: "Noto Sans", fallback: false)\n#sys.inputs.text\n\n#strong(sys.inputs.text)'
    return typst.compile(source, font_paths=fonts, sys_inputs={"text": text}, pdf_standards=STANDARD)


def test_the_font_draws_every_printable_character_in_both_weights() -> None:
    allowed = re.compile(f"[{PRINTABLE}]")
    letters = "".join(filter(allowed.match, map(chr, range(sys.maxunicode + 1))))
    assert set("ɛɔɲŋɗɓƴƐƆƝŊƊƁƳàéèùçœÀÉÈÇŒ«»’–—…·\u00a0\u202f") <= set(letters)
    assert compile_text(letters)


def test_a_letter_without_a_drawing_would_be_an_error() -> None:
    with pytest.raises(typst.TypstError, match="could not be displayed"):
        compile_text("\N{PILE OF POO}")


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Dɔgɔ  Ɲɛnɛ\t\n Ɗuudo Ƴeewi ", "Dɔgɔ Ɲɛnɛ Ɗuudo Ƴeewi"),
        ("e\u0301cole", "école"),
        ("a\x00b\x1b[31m\u200b\u202ec\ud800", "ab[31mc"),
        ("12\u202f345\u00a0F", "12\u202f345\u00a0F"),
        ("زينب 😀", "���� �"),
        ("#import $x$ *b* @r \\", "#import $x$ *b* @r \\"),
    ],
)
def test_what_is_printed(text: str, printed: str) -> None:
    assert printable(text) == printed


def test_a_long_text_is_cut_and_a_long_word_can_be_broken() -> None:
    cut = printable("Awa " * 1_000_000)
    assert len(cut) <= LIMIT
    assert cut.endswith("…")
    word = printable("N" * 10_000)
    assert max(len(run) for run in word.split("\u200b")) == 12
    for whole in ("anticonstitutionnellement", "BD-OFFICINE01-202411-LIQ-MOPTI", "interprofessionnelle"):
        assert printable(whole) == whole


@given(st.text())
@example("0 \x1b")
def test_any_text_is_printable_and_stays_so(text: str) -> None:
    once = printable(text)
    assert re.fullmatch(f"[{PRINTABLE}]*", once)
    assert printable(once) == once


def test_an_amount_that_is_not_whole_is_refused() -> None:
    assert printable_values({"a": ["x", 1, None, True]}) == {"a": ["x", 1, None, True]}
    with pytest.raises(TypeError, match="float"):
        printable_values([1.5])
