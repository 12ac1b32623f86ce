"""The shipped territory adds up to the totals that the study prints."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from importlib.resources import files
from pathlib import Path

DATA = files("sysgimut.network") / "data"
SOURCES = Path(__file__).parents[3] / "docs" / "sources.md"


def read(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / name).read_text(encoding="utf-8").splitlines()))


REGIONS, CERCLES, COMMUNES = read("regions.csv"), read("cercles.csv"), read("communes.csv")
VILLAGES, POPULATIONS = read("villages.csv"), read("populations.csv")
ORGANISATIONS, AREAS = read("organisations.csv"), read("ressorts.csv")
REGISTRATIONS = read("immatriculations.csv")
ALL = (REGIONS, CERCLES, COMMUNES, VILLAGES, POPULATIONS, ORGANISATIONS, AREAS, REGISTRATIONS)

MOPTI, BANDIAGARA = "ML0501", "ML0502"


def inhabitants(level: str, year: str) -> dict[str, int]:
    return {
        row["code"]: int(row["habitants"]) for row in POPULATIONS if row["niveau"] == level and row["annee"] == year
    }


def test_the_region_of_the_study_is_the_sum_of_its_cercles() -> None:
    assert sum(inhabitants("cercle", "2018").values()) == inhabitants("region", "2018")["05"] == 2_720_999
    assert inhabitants("region", "2021")["05"] == 2_999_365
    assert len(CERCLES) == 8
    assert sum(int(row["communes_urbaines"]) for row in CERCLES) == 5
    assert sum(int(row["communes_rurales"]) for row in CERCLES) == 103


def test_the_communes_add_up_to_the_two_cercles() -> None:
    people = inhabitants("commune", "2015")
    expected = {MOPTI: (456_114, 15, 261, 9), BANDIAGARA: (387_556, 21, 415, 8)}
    for cercle, (total, communes, villages, quarters) in expected.items():
        rows = [row for row in COMMUNES if row["cercle"] == cercle]
        codes = {row["code"] for row in rows}
        inside = [row for row in VILLAGES if row["commune"] in codes]
        assert len(codes) == communes
        assert sum(people[code] for code in codes) == inhabitants("cercle", "2015")[cercle] == total
        assert sum(int(row["villages_quartiers"]) for row in rows) == len(inside) == villages
        assert sum(row["genre"] == "quartier" for row in inside) == quarters
        assert [row["nom"] for row in rows if row["urbaine"] == "oui"] == [
            {MOPTI: "Mopti", BANDIAGARA: "Bandiagara"}[cercle]
        ]


def test_villages_are_numbered_within_their_commune_and_say_that_the_name_is_missing() -> None:
    expected = [
        (f"{row['code']}-{n:03d}", row["code"], f"Village {n}")
        for row in COMMUNES
        for n in range(1, int(row["villages_quartiers"]) + 1)
    ]
    assert [(row["code"], row["commune"], row["nom"]) for row in VILLAGES] == expected
    assert len(VILLAGES) == 676
    assert {row["nom_connu"] for row in VILLAGES} == {"non"}


def test_every_code_stands_once_and_every_parent_exists() -> None:
    for rows in (REGIONS, CERCLES, COMMUNES, VILLAGES, ORGANISATIONS):
        assert max(Counter(row["code"] for row in rows).values()) == 1
    regions, cercles = {row["code"] for row in REGIONS}, {row["code"] for row in CERCLES}
    communes, known = {row["code"] for row in COMMUNES}, {row["code"] for row in ORGANISATIONS}
    assert {row["region"] for row in CERCLES} <= regions
    for row in COMMUNES:
        assert row["cercle"] in cercles
        assert row["code"].startswith(row["cercle"])
    for row in ORGANISATIONS:
        assert row["parent"] in known or row["genre"] == "union"
        assert row["commune"] in communes or not row["commune"]
        assert row["cercle"] in cercles or row["genre"] in ("union", "regional_office")
    for row in POPULATIONS:
        assert row["code"] in {"region": regions, "cercle": cercles, "commune": communes}[row["niveau"]]


def test_centroids_lie_in_the_region_and_differ() -> None:
    points = {(int(row["longitude_e6"]), int(row["latitude_e6"])) for row in COMMUNES}
    assert len(points) == 36
    for longitude, latitude in points:
        assert -5_000_000 < longitude < -3_000_000
        assert 13_500_000 < latitude < 15_700_000


def test_organisations_are_those_of_the_documents() -> None:
    count = Counter(row["genre"] for row in ORGANISATIONS)
    assert count == {"union": 1, "regional_office": 1, "mutual": 2, "section": 36, "founding_mutual": 19}
    sections = Counter((row["parent"], row["origine"]) for row in ORGANISATIONS if row["genre"] == "section")
    assert sections == {
        ("MOPTI", "restructuree"): 4,
        ("MOPTI", "creee"): 11,
        ("BANDIAGARA", "restructuree"): 3,
        ("BANDIAGARA", "creee"): 18,
    }
    cercles = {row["code"]: row["nom"] for row in CERCLES}
    of_2014 = Counter(cercles[row["cercle"]] for row in ORGANISATIONS if row["genre"] == "founding_mutual")
    assert of_2014 == {"Mopti": 6, "Bandiagara": 3, "Bankass": 3, "Djenné": 2, "Koro": 2, "Ténenkou": 2, "Youwarou": 1}


def test_each_commune_is_in_the_area_of_one_mutual_since_its_constitution() -> None:
    assert Counter(row["commune"] for row in AREAS) == Counter(row["code"] for row in COMMUNES)
    starts = {row["code"]: row["debut"] for row in ORGANISATIONS if row["genre"] == "mutual"}
    # 2017, and not the 2021 that one page of the study prints.
    assert starts == {"MOPTI": "2017-03-21", "BANDIAGARA": "2017-03-23"}
    for row in AREAS:
        assert row["debut"] == starts[row["mutuelle"]]
        assert not row["fin"]
    of_section = {row["commune"]: row["parent"] for row in ORGANISATIONS if row["genre"] == "section"}
    assert of_section == {row["commune"]: row["mutuelle"] for row in AREAS}


def test_the_registrations_of_the_union() -> None:
    union = [(row["numero"], row["date"]) for row in REGISTRATIONS if row["organisation"] == "UTM"]
    assert union == [
        ("0204 MATS-DNTS", "1998-04-06"),
        ("UN/99-00005", "1999-10-11"),
        ("2/S/00005/MLI", "2012-11-09"),
    ]
    assert all(row["date"] or "à saisir" in row["numero"] for row in REGISTRATIONS)


def test_dates_are_dates_and_sources_are_listed() -> None:
    listed = SOURCES.read_text(encoding="utf-8")
    for rows in ALL:
        for row in rows:
            for name in ("debut", "fin", "date"):
                assert not row.get(name) or date.fromisoformat(row[name])
            for source in row.get("source", "").split():
                assert f"`{source}`" in listed
            assert all(cell == cell.strip() for cell in row.values())
