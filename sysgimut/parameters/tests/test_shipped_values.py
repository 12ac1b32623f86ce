"""The shipped files: they load, and say what the two documents say."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.resources import files

import pytest

from sysgimut.kernel.outcomes import Reason
from sysgimut.parameters.domain.financing import member_part, parts_of
from sysgimut.parameters.domain.loader import load_texts
from sysgimut.parameters.domain.resolver import ParameterSet, to_confirm
from sysgimut.parameters.domain.schema import SCHEMA
from sysgimut.parameters.domain.values import ParameterValue, Row, plain, restore

DATA = files("sysgimut.parameters") / "data"
LOADED = load_texts({p.name: p.read_bytes() for p in DATA.iterdir() if p.name.endswith(".toml")})
VALUES = ParameterSet(LOADED.values)
START = date(2017, 3, 21)
DAY = date(2024, 3, 12)


def shipped(key: str, product: str = "", on: date = DAY) -> ParameterValue:
    found = VALUES.resolve(key, on, product)
    assert isinstance(found, ParameterValue)
    return found


def rows(key: str, product: str = "") -> dict[str, Row]:
    return {str(row[SCHEMA[key].row_key]): row for row in shipped(key, product).rows}


def test_the_shipped_files_load_without_an_error() -> None:
    assert LOADED.errors == ()
    assert {source.id for source in LOADED.sources} >= {"etude_mopti", "presentation_utm", "regles_projet"}


def test_every_declared_source_is_used() -> None:
    assert {source.id for source in LOADED.sources} == {value.source for value in LOADED.values}


def test_every_shipped_value_survives_storage() -> None:
    for value in LOADED.values:
        assert restore(SCHEMA[value.key], plain(value.value)) == value.value


@pytest.mark.parametrize(
    ("product", "months", "contribution", "member", "rates"),
    [
        ("MOPTI", 12, 8650, 1730, ("7/10", "4/5", "4/5")),
        ("AMV", 1, 575, 575, ("3/4", "3/4", "3/4")),
    ],
)
def test_contributions_and_rates_of_the_documents(
    product: str, months: int, contribution: int, member: int, rates: tuple[str, str, str]
) -> None:
    for day in (START, DAY, date(2030, 1, 1)):
        assert shipped("periodicite_mois", product, day).integer == months
        assert shipped("cotisation", product, day).integer == contribution
        parts = shipped("cotisation", product, day), shipped("financement", product, day)
        assert member_part(*parts) == member
        assert shipped("droit_admission", product, day).integer == 1000
        assert shipped("droit_admission_groupe", product, day).integer == 15
        keys = [str(row["cle_taux"]) for row in shipped("types_soins").rows]
        assert tuple(plain(shipped(key, product, day).rate) for key in keys) == rates


def test_the_programme_of_afd_pays_its_part_until_the_end_of_2021() -> None:
    last = date(2021, 12, 31)
    contribution = shipped("cotisation", "MOPTI", last)
    assert parts_of(contribution, shipped("financement", "MOPTI", last)) == {
        "ETAT": 4325,
        "AFD": 2595,
        "MUTUALISTE": 1730,
    }
    after = shipped("financement", "MOPTI", last + timedelta(days=1))
    assert parts_of(contribution, after) == {"ETAT": 4325, "A_TROUVER": 2595, "MUTUALISTE": 1730}
    assert after.status == "a_confirmer"


def test_what_the_documents_do_not_give_is_marked_to_confirm() -> None:
    doubtful = {(value.product, value.key) for value in to_confirm(LOADED.values)}
    for product in ("MOPTI", "AMV"):
        expected = {
            "observation_mois": 3,
            "interruption_max_mois": 3,
            "reprise_jours": 0,
            "delai_depot_jours": 90,
            "nouveau_ne_jours": 60,
        }
        for key, number in expected.items():
            assert shipped(key, product).integer == number
            assert (product, key) in doubtful
    assert ("", "plan_comptable") in doubtful
    assert ("MOPTI", "cotisation") not in doubtful


def test_the_product_a_la_carte_is_declared_and_has_no_value() -> None:
    assert rows("produits")["CARTE"]["complet"] is False
    assert not VALUES.in_force(DAY, "CARTE")
    assert isinstance(VALUES.resolve("cotisation", DAY, "CARTE"), Reason)


@pytest.mark.parametrize(
    ("key", "count", "prefix", "optional"),
    [
        ("controle_bordereau", 14, "BOR", {1, 2}),
        ("controle_ordonnance", 25, "ORD", {1, 2, 6, 7, 8, 9, 10, 11}),
    ],
)
def test_the_control_grids_of_the_study(key: str, count: int, prefix: str, optional: set[int]) -> None:
    grid = shipped(key).rows
    assert [row["n"] for row in grid] == list(range(1, count + 1))
    assert [row["code"] for row in grid] == [f"{prefix}-{n:02d}" for n in range(1, count + 1)]
    assert {row["n"] for row in grid if row["effet"] == "rejet_facultatif"} == optional
    assert [row["code"] for row in grid if not row["controle"]] == (["BOR-12"] if prefix == "BOR" else [])
    assert all("champs" in row for row in grid if row["controle"])


def test_the_levels_of_the_grids() -> None:
    def codes(level: str) -> str:
        grids = (*shipped("controle_bordereau").rows, *shipped("controle_ordonnance").rows)
        return " ".join(str(row["code"]) for row in grids if row["niveau"] == level and row["controle"])

    assert codes("B") == "BOR-01 BOR-02 BOR-03 BOR-07 BOR-13 BOR-14"
    assert codes("L") == ("BOR-06 BOR-09 BOR-10 BOR-11 ORD-17 ORD-18 ORD-19 ORD-21 ORD-22 ORD-23")


def test_the_package_of_each_product_names_the_twelve_codes() -> None:
    codes = set(rows("codes_prestation"))
    assert len(codes) == 12
    for product in ("MOPTI", "AMV"):
        assert set(rows("panier", product)) == codes
    assert rows("panier", "MOPTI")["800"]["etendue"] == "entiere"
    assert rows("panier", "AMV")["800"]["etendue"] == "partielle"


def test_every_account_has_its_own_use_and_a_side_of_its_class() -> None:
    accounts = rows("plan_comptable")
    uses = [str(row["usage"]) for row in accounts.values()]
    assert len(uses) == len(set(uses))
    for number, row in accounts.items():
        assert number.startswith(str(row["base"]))
        assert number[0] in "14567"
        if number[0] in "67":
            assert row["sens"] == ("D" if number[0] == "6" else "C")
    for code, service in rows("codes_prestation").items():
        assert accounts[str(service["compte"])]["usage"] == f"prestation_{code}"
