"""The shipped facilities are as many as the study counts, in communes that exist."""

from __future__ import annotations

import csv
from collections import Counter
from importlib.resources import files

HEADER = "etablissement,nom,type,commune,convention_debut,convention_fin,produits"


def read(app: str, name: str) -> list[dict[str, str]]:
    text = (files(f"sysgimut.{app}") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


FACILITIES = read("providers", "facilities.csv")
COMMUNES = {row["nom"]: row for row in read("network", "communes.csv")}


def test_the_counts_of_the_study() -> None:
    count = Counter(row["type"] for row in FACILITIES)
    assert count == {"CSCOM": 57, "CSREF": 2, "HOPITAL": 2, "OFFICINE": 10}
    assert ",".join(FACILITIES[0]) == HEADER


def test_every_commune_has_a_health_centre_and_every_facility_a_commune() -> None:
    places = Counter(row["commune"] for row in FACILITIES if row["type"] == "CSCOM")
    assert set(places) == set(COMMUNES)
    assert {row["commune"] for row in FACILITIES} <= set(COMMUNES)
    assert places["Mopti"] == max(places.values())
    referral = {COMMUNES[row["commune"]]["cercle"] for row in FACILITIES if row["type"] == "CSREF"}
    assert len(referral) == 2


def test_codes_are_unique_and_can_be_mistaken_neither_for_a_type_nor_for_everywhere() -> None:
    codes = [row["etablissement"] for row in FACILITIES]
    assert len(set(codes)) == len(codes)
    assert not set(codes) & {"CSCOM", "CSREF", "HOPITAL", "OFFICINE", "*"}
    prefixes = {"ML0501": "MOP-", "ML0502": "BDG-"}
    for row in FACILITIES:
        assert row["etablissement"].startswith(prefixes[COMMUNES[row["commune"]]["cercle"]])


def test_agreements_start_on_the_first_day_of_care_and_amv_is_carried_in_towns() -> None:
    for row in FACILITIES:
        assert (row["convention_debut"], row["convention_fin"]) == ("2017-07-01", "")
        urban = COMMUNES[row["commune"]]["urbaine"] == "oui"
        assert row["produits"] == ("MOPTI AMV" if urban else "MOPTI")


def test_a_name_that_the_study_does_not_give_says_so() -> None:
    named = {row["nom"] for row in FACILITIES if "à saisir" not in row["nom"]}
    assert named == {"CSRéf de Mopti", "CSRéf de Bandiagara", "Hôpital Sominé Dolo de Mopti"}
    assert len({row["nom"] for row in FACILITIES}) == 71
