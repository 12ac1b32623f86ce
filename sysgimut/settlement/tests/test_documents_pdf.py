"""The PDFs, read back: what a person would find on the paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from sysgimut.settlement.documents import render
from sysgimut.settlement.documents.parts import (
    Amounts,
    Facility,
    Finding,
    FindingCount,
    Heading,
    Language,
    Payer,
    ServiceRow,
    Trace,
)
from sysgimut.settlement.documents.render import Printable, render_batch, render_pdf
from sysgimut.settlement.documents.statement import Statement
from sysgimut.settlement.documents.validation_sheet import SheetLine, SheetRequest, ValidationSheet
from sysgimut.settlement.tests.samples import HEADING, TWELVE_SERVICES, granted, long_sheet, sheet

NARROW = "\u202f"
A4_WIDTH, A4_HEIGHT, MARGIN = 595.3, 841.9, 36.8


def texts(pdf: bytes) -> list[str]:
    """The text of each page, spaces of any kind folded into one, break opportunities removed."""
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    return [re.sub(r"\s+", " ", page.replace("\u200b", "")) for page in pages]


def text_of(document: Printable) -> str:
    return " ".join(texts(render_pdf(document)))


def statement(language: Language = "fr") -> Statement:
    return Statement.of(sheet(language), "ER-MOPTI-2024-000123")


def fonts_of(pdf: bytes) -> Iterator[tuple[str, Any]]:
    """Name and descriptor of every font of every page."""
    for page in PdfReader(BytesIO(pdf)).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            yield str(font.get_object()["/BaseFont"]), descendant["/FontDescriptor"].get_object()


def test_sheet_says_everything_that_was_decided() -> None:
    text = text_of(sheet())
    for expected in (
        "Fiche de validation", "LIQ-MOPTI-2024-000123", "BD-CSCOM07-202403", "CSCOM07", "mars 2024", "08/04/2024",
        "15/04/2024", "Mutuelle interprofessionnelle du cercle de Mopti", "Union Technique de la Mutualité Malienne",
        "5 demandes, 11 lignes", "24 647 F CFA", "4 966 F CFA", "10 081 F CFA", "9 600 F CFA", "1 100 F CFA",
        "Demande 0002 · Bénéficiaire M000032-04-7 · soins du 09/03/2024, ambulatoire", "Accordée en partie",
        "200-031 Amoxicilline 500 mg 200 15 2 797 466 2 331 – 200 TR-2",
        "DR-EXPIRE Droits expirés le 28/02/2024 : les soins du 12/03/2024 ne sont pas couverts.",
        "QT-1 (ligne 3)", "référence absente", "date des soins absente", "Total 24 647 4 966 10 081 9 600 1 100",
        "Récapitulatif par prestation", "Médicaments de la liste nationale", "Remarque, sans effet",
        "Envoyer les pièces qui justifient 1 ligne, pour 9 600 F CFA", "Rendre aux assurés 1 100 F CFA",
        "Journal MOPTI-0000004711", "9f86d081884c7d65 9a2feaa0c55ad015", "Page 1 sur 2", "Page 2 sur 2",
    ):  # fmt: skip
        assert expected in text, expected


def test_statement_says_what_is_paid_and_who_signs() -> None:
    (page,) = texts(render_pdf(statement()))
    for expected in (
        "État de remboursement", "ER-MOPTI-2024-000123", "LIQ-MOPTI-2024-000123", "Net à payer à l’établissement",
        "10 081 F CFA", "dix mille quatre-vingt-un francs CFA", "Virement", "Chèque", "Banque :",
        "Le responsable de la mutuelle", "Le gestionnaire de la mutuelle", "Le responsable de l’établissement",
        "Nom et prénoms :", "Signature et cachet :", "Total 11 24 647 4 966 10 081 9 600 1 100",
        "Reste à justifier, hors de ce paiement : 9 600 F CFA", "assurés, hors de ce paiement : 1 100 F CFA",
        "Motifs des montants non payés", "Page 1 sur 1",
    ):  # fmt: skip
        assert expected in page, expected


def test_english_is_complete() -> None:
    text = text_of(sheet("en")) + text_of(statement("en"))
    for expected in (
        "Validation sheet", "March 2024", "Reimbursement statement", "10,081 XOF", "Partly granted", "Page 1 of 2",
        "ten thousand and eighty-one CFA francs", "Cheque", "Full name:", "Rights expired on 28/02/2024", "5 requests",
        "The manager of the mutual", "Remark, no effect", "no care date", "Service not given",
    ):  # fmt: skip
        assert expected in text, expected
    for french in ("Réclamé", "ligne", "Bénéficiaire", "établissement", "Montant", "Rejet", "Prestation", "soins"):
        assert french not in text, french


def test_the_union_signs_where_management_is_delegated() -> None:
    payer = replace(HEADING.payer, delegated=True)
    text = text_of(replace(statement(), heading=replace(HEADING, payer=payer)))
    assert "Le responsable de l’union, par délégation de la mutuelle" in text
    assert "Le responsable de la mutuelle" not in text


def test_amounts_carry_narrow_no_break_spaces() -> None:
    raw = PdfReader(BytesIO(render_pdf(statement()))).pages[0].extract_text()
    assert f"24{NARROW}647" in raw


def test_letters_of_the_national_languages_survive() -> None:
    letters = "ɛɔɲŋɗɓƴ ƐƆƝŊƊƁƳ"
    named = replace(sheet(with_names=True), heading=replace(HEADING, bordereau=letters))
    text = text_of(named)
    assert "Kɔlɔn-Ɲɛnɛ" in text
    assert "KULIBALI Ɲɛnɛ" in text
    assert letters in text


def test_names_of_insured_people_are_printed_only_when_asked() -> None:
    assert "MAÏGA" not in text_of(sheet())
    assert "M000010-01-K, MAÏGA Amadou" in text_of(sheet(with_names=True))


def test_only_the_bundled_font_is_used_and_it_is_embedded() -> None:
    fonts = [*fonts_of(render_pdf(sheet())), *fonts_of(render_pdf(statement()))]
    assert {name.partition("+")[2] for name, _ in fonts} == {"NotoSans-Regular", "NotoSans-Bold"}
    assert all({"/FontFile2", "/FontFile3"} & set(descriptor) for _, descriptor in fonts)


def test_the_file_is_archival_has_a_title_and_no_clock() -> None:
    pdf = render_pdf(statement())
    reader = PdfReader(BytesIO(pdf))
    assert reader.metadata is not None
    assert reader.metadata.title == "État de remboursement ER-MOPTI-2024-000123"
    assert reader.metadata.author == HEADING.payer.name
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>U</pdfaid:conformance>" in pdf
    assert render_pdf(statement()) == pdf


def test_a_long_bordereau_repeats_its_headers_and_counts_its_pages() -> None:
    pages = texts(render_pdf(long_sheet(28)))
    assert len(pages) == 4
    for number, page in enumerate(pages, 1):
        assert f"Page {number} sur 4" in page
        assert "Journal MOPTI-0000004711" in page
        assert "Ligne Acte Prestation Qté Réclamé Rejeté Accordé À justifier Trop-perçu Décision et codes" in page
        assert number == 1 or "Fiche de validation LIQ-MOPTI-2024-000123" in page
    everything = " ".join(pages)
    for number in range(1, 29):
        assert f"Demande {number:04} · Bénéficiaire M{number - 1:06}-01-K" in everything


def test_a_statement_with_every_service_is_signed_on_its_first_page() -> None:
    dear = Amounts(99_999_999, 33_333_333, 33_333_333, 33_333_333, 9_999_999)
    rows = tuple(ServiceRow(code, label, 9_999, dear) for code, label in TWELVE_SERVICES.items())
    first, *rest = texts(render_pdf(replace(statement(), rows=rows)))
    assert "Total 119 988 1 199 999 988" in first
    assert "Net à payer à l’établissement 399 999 996 F CFA" in first
    assert "Signature et cachet" in first
    assert all("Ce que cela veut dire" in page for page in rest)


def test_net_and_signatures_are_never_apart() -> None:
    rows = tuple(ServiceRow(str(code), "Autres soins " * 9, 1, granted(10**9)) for code in range(100, 1_300, 100))
    reasons = tuple(FindingCount(f"LN-{n}", "refuse", "L'acte n'est pas couvert. " * 9, n) for n in range(40))
    pages = texts(render_pdf(replace(statement(), rows=rows, reasons=reasons)))
    assert len(pages) > 2
    (signed,) = [page for page in pages if "Signature et cachet" in page]
    assert "12 000 000 000 F CFA" in signed
    assert "douze milliards de francs CFA" in signed


def test_a_batch_numbers_each_document_on_its_own() -> None:
    pages = texts(render_batch([statement(), long_sheet(28), sheet("en"), statement("en")]))
    footers = [re.search(r"Page \d+ (?:sur|of) \d+", page) for page in pages]
    assert [found.group() for found in footers if found] == [
        "Page 1 sur 1", "Page 1 sur 4", "Page 2 sur 4", "Page 3 sur 4", "Page 4 sur 4",
        "Page 1 of 2", "Page 2 of 2", "Page 1 of 1",
    ]  # fmt: skip


def filled_with(text: str, language: Language = "fr") -> tuple[ValidationSheet, Statement]:
    """Both documents with `text` in every place that takes one."""
    heading = Heading(
        text, text, None, None, HEADING.settled_on, Facility(text, text, text, text), Payer(text, text, text),
        Trace(text, text),
    )  # fmt: skip
    found = tuple(Finding(f"{code} {text}", text, text, "refuse") for code in "AB")
    line = SheetLine(text, text, text, text, 10**12, Amounts(10**12, 10**12, 0, 0, 10**12), found)
    made = ValidationSheet(
        heading, (SheetRequest(text, text, text, None, None, (line, line)),), {text: text}, language, with_names=True
    )
    return made, Statement.of(made, text)


@pytest.mark.parametrize(
    "attack",
    [
        '#import "/etc/passwd"', "#panic()", "$x^2$", "*gras*", "_i_", "@reference", "<label>", "`raw`", "= Titre",
        "\\", "\\u{41}", '"]#x', "[#x]", "// commentaire", "/* x */", "~", "---", "#sys.inputs", "{page} {pages}",
        "%s {0} {nom}",
    ],
)  # fmt: skip
def test_no_text_becomes_markup(attack: str) -> None:
    for document in filled_with(attack):
        text = text_of(document)
        assert text.count(attack) >= 8, text


@pytest.mark.parametrize("name", ["N" * 10_000, "Nana " * 2_000, "😀" * 10_000, "﷽" * 50, "a\u0301" * 5_000])
def test_ten_thousand_characters_stay_inside_the_page(name: str) -> None:
    for document in filled_with(name):
        reader = PdfReader(BytesIO(render_pdf(document)))
        assert len(reader.pages) < 12
        for page in reader.pages:
            width = float(page.mediabox.width)
            starts: list[float] = []
            page.extract_text(
                visitor_text=lambda text, _, at, *rest, s=starts: s.append(at[4]) if text.strip() else None
            )
            assert starts
            assert max(starts) < width - MARGIN


@given(st.text(max_size=60), st.sampled_from(["fr", "en"]))
@settings(max_examples=25, deadline=None)
def test_any_text_can_be_printed(text: str, language: Language) -> None:
    assert all(render_pdf(document).startswith(b"%PDF") for document in filled_with(text, language))


def test_an_empty_sheet_is_printed_too() -> None:
    empty = ValidationSheet(HEADING, ())
    assert "0 demande, 0 ligne" in text_of(empty)
    assert "zéro franc CFA" in text_of(Statement.of(empty, "ER-1"))


def test_threads_do_not_mix_documents() -> None:
    made = [replace(statement(), number=f"ER-{i:03}") for i in range(12)]
    with ThreadPoolExecutor(4) as pool:
        printed = [" ".join(texts(pdf)) for pdf in pool.map(render_pdf, made)]
    for document, text in zip(made, printed, strict=True):
        assert re.findall(r"ER-\d{3}", text) == [document.number]


def test_nothing_to_print_and_too_much_to_print_are_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="no document"):
        render_batch([])
    monkeypatch.setattr(render, "LONGEST", 1_000)
    with pytest.raises(render.TooLong):
        render_pdf(statement())


def test_a_long_document_is_forgotten_and_the_next_one_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = render_pdf(statement())
    monkeypatch.setattr(render, "LONG", 1_000)
    assert render_pdf(statement()) == expected
    assert render_pdf(statement()) == expected
