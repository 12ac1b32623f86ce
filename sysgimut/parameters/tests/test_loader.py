"""Every rule of the loader: one bad fixture that breaks it and nothing else, one sentence in each language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from sysgimut.parameters.domain.loader import Loaded, load, load_texts
from sysgimut.parameters.domain.reading import parse_rate
from sysgimut.parameters.domain.reasons import REASONS
from sysgimut.parameters.domain.schema import SCHEMA, Column, schema_of

FIXTURES = Path(__file__).parent / "fixtures"
VALID = {path.name: path.read_bytes() for path in sorted((FIXTURES / "valide").glob("*.toml"))}
BAD = sorted(path.stem for path in FIXTURES.glob("*.toml"))
NOT_OF_FILES = {"PRM-ABSENT"}

PRODUCTS = SCHEMA["produits"]
SMALL_SCHEMA = schema_of(
    replace(PRODUCTS, columns=(*PRODUCTS.columns, Column("remplace", required=False, refers="produits.code"))),
    SCHEMA["libelle"],
    SCHEMA["cotisation"],
    SCHEMA["financement"],
    SCHEMA["taux_ambulatoire"],
    SCHEMA["droit_admission_remboursable"],
)


def load_with(name: str, content: bytes) -> Loaded:
    """The valid files with one more, or with one replaced as the fixture's first line asks."""
    first = content.split(b"\n", 1)[0].decode("latin-1")
    target = first.removeprefix("# remplace: ") if first.startswith("# remplace: ") else name
    return load_texts(VALID | {target: content}, SMALL_SCHEMA)


def test_the_valid_files_load_with_exact_values() -> None:
    loaded = load_texts(VALID, SMALL_SCHEMA)
    assert loaded.errors == ()
    values = {value.key: value for value in loaded.values}
    assert values["cotisation"].integer == 1000
    assert values["cotisation"].period.start == date(2020, 1, 1)
    assert values["cotisation"].period.end is None
    assert values["taux_ambulatoire"].rate == Fraction(7, 10)
    assert values["droit_admission_remboursable"].flag is False
    assert [row["part"] for row in values["financement"].rows] == [Fraction(1, 4), Fraction(3, 4)]
    assert [row["code"] for row in values["produits"].rows] == ["P", "VIDE"]


@pytest.mark.parametrize("code", BAD)
def test_a_bad_file_breaks_its_rule_and_no_other(code: str) -> None:
    loaded = load_with(f"{code}.toml", (FIXTURES / f"{code}.toml").read_bytes())
    assert {error.code for error in loaded.errors} == {code}
    assert loaded.values == ()


@pytest.mark.parametrize("code", BAD)
def test_the_sentence_says_where_in_both_languages(code: str) -> None:
    error = load_with(f"{code}.toml", (FIXTURES / f"{code}.toml").read_bytes()).errors[0]
    for language in ("fr", "en"):
        sentence = REASONS[code].render(language, error.params)
        assert "{" not in sentence
        assert len(sentence) > 40
        if code != "PRM-MANQUANT":
            assert str(error.params["file"]) in sentence
        if "key" in error.params:
            assert str(error.params["key"]) in sentence
    assert REASONS[code].fr != REASONS[code].en


def test_every_rule_has_its_fixture_and_every_fixture_its_rule() -> None:
    assert set(BAD) == set(REASONS) - NOT_OF_FILES


def test_all_the_errors_of_all_the_files_are_reported_at_once() -> None:
    bad = {code: (FIXTURES / f"{code}.toml").read_bytes() for code in ("PRM-CLE", "PRM-PORTEE-REGIME")}
    loaded = load_texts(VALID | {f"{code}.toml": content for code, content in bad.items()}, SMALL_SCHEMA)
    assert {error.code for error in loaded.errors} == set(bad)


def test_an_unreadable_file_does_not_hide_what_the_others_say() -> None:
    broken = VALID | {"produit.toml": b"produit = ", "autre.toml": b"[[cotisations]]\nvaleur = 1\n"}
    codes = [error.code for error in load_texts(broken, SMALL_SCHEMA).errors]
    assert codes == ["PRM-TOML", "PRM-CLE"]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf",
        b"",
        b"produit = 3\n",
        b"produit = 'P'\ncotisation = [1, 2]\n",
        b"produit = 'P'\n[cotisation]\nvaleur = 1\n",
        b"produit = 'P'\n[[cotisation]]\nvaleur = [[1]]\ndebut = 1979-05-27T07:32:00Z\nfin = 07:32:00\n",
        b"produit = 'P'\n[[financement]]\nvaleur = [1, 'a', { part = inf }]\n",
        b"x = " + b"[" * 5000,
        b"x = " + b"9" * 6000,
        b"produit = 'P'\n[[taux_ambulatoire]]\nvaleur = '1/0'\n",
        b"produit = 'P'\n[[libelle]]\nvaleur = true\nsource = 5\nstatut = []\npassage = 2020-01-01\n",
        b"source = 5\n",
        "é".encode("utf-16"),
    ],
)
def test_nonsense_gives_errors_and_never_an_exception(content: bytes) -> None:
    for name in ("produit.toml", "autre.toml", "sources.toml"):
        loaded = load_texts(VALID | {name: content}, SMALL_SCHEMA)
        for error in loaded.errors:
            assert REASONS[error.code].render("fr", error.params)
        if name == "produit.toml":
            assert loaded.errors
            assert loaded.values == ()


def test_a_product_without_values_asks_for_none_but_reads_what_it_has() -> None:
    extra = b"produit = 'VIDE'\n[[cotisation]]\nvaleur = 1000.5\n"
    loaded = load_texts(VALID | {"vide.toml": extra}, SMALL_SCHEMA)
    assert {error.code for error in loaded.errors} == {"PRM-VIRGULE", "PRM-CHAMP-MANQUANT"}


def test_nothing_at_all_says_what_is_missing_for_the_scheme() -> None:
    assert [error.params["key"] for error in load({}, SMALL_SCHEMA).errors] == ["produits"]


@pytest.mark.parametrize("raw", ["7/10", "0.70", "0.7", "70/100"])
def test_a_rate_is_exact_however_it_is_written(raw: str) -> None:
    assert parse_rate(raw) == Fraction(7, 10)


@pytest.mark.parametrize("raw", ["7/0", "1.5", "-0.5", "0,70", "70%", "", " 0.7", "٠.٧", "1e-1", None, 1])
def test_a_rate_is_refused_when_it_could_be_read_two_ways(raw: object) -> None:
    assert parse_rate(raw) is None
