"""The shipped catalogue is consistent, and covers what the two documents say it covers."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from importlib.resources import files

import pytest

from sysgimut.parameters.domain.loader import load_texts

DATA = files("sysgimut.benefits") / "data"
PARAMETERS = files("sysgimut.parameters") / "data"
HEADER = (
    "acte,libelle,prestation,couvert_par,sexe,age_min,age_max,accord_prealable,max_par_demande,max_par_an,"
    "dci,antibiotique,injectable,essentiel"
)
TYPES = {"CSCOM", "CSREF", "HOPITAL", "OFFICINE"}


def read(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / name).read_text(encoding="utf-8").splitlines()))


ACTS, TARIFFS, SERVICES = read("acts.csv"), read("tariffs.csv"), read("services.csv")
MEDICINES = [row for row in ACTS if row["prestation"] == "200"]
LOADED = load_texts({p.name: p.read_bytes() for p in PARAMETERS.iterdir() if p.name.endswith(".toml")})


def table(key: str) -> list[dict[str, object]]:
    return [dict(row) for value in LOADED.values if value.key == key for row in value.rows]


def test_the_service_codes_are_those_of_the_parameters() -> None:
    assert [(row["code"], row["libelle"], row["libelle_en"]) for row in SERVICES] == [
        (row["code"], row["libelle"], row["libelle_en"]) for row in table("codes_prestation")
    ]


def test_the_catalogue_is_large_enough_and_touches_every_service_code() -> None:
    assert ",".join(ACTS[0]) == HEADER
    assert len(ACTS) >= 150
    assert {row["prestation"] for row in ACTS} == {row["code"] for row in SERVICES}
    assert len({row["acte"] for row in ACTS}) == len({row["libelle"] for row in ACTS}) == len(ACTS)


def test_every_act_is_written_as_the_exchange_format_asks() -> None:
    products = {row["code"] for row in table("produits") if row["complet"]}
    for row in ACTS:
        assert row["acte"].startswith(row["prestation"] + "-")
        assert set(row["couvert_par"].split()) <= products
        assert row["sexe"] in ("", "M", "F")
        assert row["accord_prealable"] in ("oui", "non")
        low, high = row["age_min"] or "0", row["age_max"] or "120"
        assert 0 <= int(low) <= int(high) <= 120
        for limit in ("max_par_demande", "max_par_an"):
            assert not row[limit] or int(row[limit]) > 0
        flags = {row[name] for name in ("dci", "antibiotique", "injectable", "essentiel")}
        assert flags <= {"oui", "non"} if row["prestation"] == "200" else flags == {""}
        assert all(cell == cell.strip() for cell in row.values())


def test_what_amv_covers_mopti_covers_and_mopti_adds_the_scanner_and_speciality_antimalarials() -> None:
    extra = [row for row in ACTS if row["couvert_par"] == "MOPTI"]
    assert not [row for row in ACTS if row["couvert_par"] not in ("", "MOPTI", "MOPTI AMV")]
    scanners = {row["acte"] for row in ACTS if row["libelle"].startswith("Scanner")}
    antimalarials = {row["acte"] for row in ACTS if "antipaludéen de spécialité" in row["libelle"]}
    laboratory = {row["acte"] for row in extra if row["prestation"] == "300"}
    assert {row["acte"] for row in extra} == scanners | antimalarials | laboratory
    assert len(scanners) == 4
    assert len(antimalarials) == 5
    assert all(row["accord_prealable"] == "oui" for row in ACTS if row["acte"] in scanners)


def test_a_covered_medicine_is_essential_or_a_speciality_antimalarial() -> None:
    for row in MEDICINES:
        essential = row["essentiel"] == "oui"
        assert essential == (row["couvert_par"] == "MOPTI AMV"), row["libelle"]
        if essential:
            assert row["dci"] == "oui"
    assert sum(row["antibiotique"] == "oui" for row in MEDICINES) >= 20
    assert sum(row["injectable"] == "oui" for row in MEDICINES) >= 20


@pytest.mark.parametrize("word", ["Lunettes", "Prothèse dentaire", "Couronne", "(spécialité)"])
def test_glasses_prostheses_and_brands_are_never_covered(word: str) -> None:
    found = [row for row in ACTS if word in row["libelle"]]
    assert found
    assert {row["couvert_par"] for row in found} == {""}


@pytest.mark.parametrize(
    ("word", "sex", "low", "high"),
    [
        ("Accouchement simple", "F", "10", "55"),
        ("Césarienne", "F", "10", "55"),
        ("PSA", "M", "40", ""),
        ("Journée de néonatologie", "", "", "0"),
        ("Ocytocine", "F", "10", "55"),
    ],
)
def test_limits_of_sex_and_age_where_nature_sets_them(word: str, sex: str, low: str, high: str) -> None:
    found = [row for row in ACTS if row["libelle"].startswith(word)]
    assert found
    assert {(row["sexe"], row["age_min"], row["age_max"]) for row in found} == {(sex, low, high)}


def test_every_covered_act_has_a_price_somewhere_and_no_other_act_has_one() -> None:
    priced = {row["acte"] for row in TARIFFS}
    assert priced == {row["acte"] for row in ACTS if row["couvert_par"]}


def test_tariffs_are_whole_positive_and_do_not_overlap() -> None:
    histories: dict[tuple[str, str], list[tuple[date, date | None]]] = defaultdict(list)
    for row in TARIFFS:
        assert row["etablissement"] in TYPES | {"*"}
        assert 0 < int(row["prix"]) <= 500_000
        end = date.fromisoformat(row["fin"]) if row["fin"] else None
        histories[row["etablissement"], row["acte"]].append((date.fromisoformat(row["debut"]), end))
    for history in histories.values():
        history.sort()
        assert history[0][0] == date(2017, 7, 1)
        assert history[-1][1] is None
        assert [end for _, end in history[:-1]] == [start for start, _ in history[1:]]


def test_a_hospital_is_never_cheaper_than_a_health_centre() -> None:
    prices = {(row["etablissement"], row["acte"]): int(row["prix"]) for row in TARIFFS if not row["fin"]}
    order = ("CSCOM", "CSREF", "HOPITAL")
    for (target, act), price in prices.items():
        if target in order:
            lower = [prices[kind, act] for kind in order[: order.index(target)] if (kind, act) in prices]
            assert all(price >= other for other in lower)
        if target in ("HOPITAL", "OFFICINE") and ("*", act) in prices:
            assert price > prices["*", act]
