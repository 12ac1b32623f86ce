"""A facility sends its bordereau: once, for itself, and every line gets an answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sysgimut.claims.models import Bordereau, LineDecision
from sysgimut.identity.models import Assignment, User
from sysgimut.interop.run_dir import run_dir
from sysgimut.journal.models import Entry
from sysgimut.network.queries import facilities_path
from sysgimut.site.installation import load_shipped

CASE = Path(__file__).resolve().parents[1] / "data" / "cases" / "case100"
ADDRESS = "/envois/bordereau/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(tmp_path: Path) -> Client:
    """A desk of CSCOM04, in a database that holds the registers of the case, without its bordereaux."""
    registers = tmp_path / "registers"
    registers.mkdir()
    for path in CASE.glob("*.csv"):
        if not path.name.startswith("bordereau"):
            (registers / path.name).write_bytes(path.read_bytes())
    run_dir(registers, tmp_path / "out", load_shipped(), lambda _: lambda done: None, pdf=False)
    user = User.objects.create(login="guichet", full_name="Awa Guindo", password="!")
    scope = f"{facilities_path()}/CSCOM04"
    Assignment.objects.create(user=user, role="guichet", scope=scope, start="2020-01-01")
    client = Client()
    client.force_login(user)
    return client


def rows_of(*facilities: str) -> bytes:
    """The case's second bordereau file, cut to some facilities."""
    header, *rows = (CASE / "bordereau-2.csv").read_text("utf-8-sig").splitlines()
    return "\n".join([header, *(row for row in rows if row.split(",")[1] in facilities)]).encode()


def send(client: Client, content: bytes, **more: str) -> str:
    response = client.post(ADDRESS, {"file": SimpleUploadedFile("b.csv", content), **more})
    assert response.status_code == 200
    return response.content.decode()


def test_a_bordereau_is_recorded_and_decided_once(desk: Client) -> None:
    content = rows_of("CSCOM04")
    lines = len(content.splitlines()) - 1
    assert lines > 5
    page = send(desk, content)
    assert "Tout est enregistré et liquidé" in page
    assert LineDecision.objects.count() == lines
    entries = Entry.objects.count()
    assert "Rien de nouveau" in send(desk, content)
    assert (LineDecision.objects.count(), Entry.objects.count()) == (lines, entries)


def test_the_rows_of_another_facility_are_refused_with_a_sentence(desk: Client) -> None:
    page = send(desk, rows_of("CSCOM04", "CSCOM05"))
    assert "Des lignes n’ont pas été enregistrées" in page
    assert set(Bordereau.objects.values_list("facility_code", flat=True)) == {"CSCOM04"}


def test_the_problems_come_as_a_file(desk: Client) -> None:
    report = send(desk, rows_of("CSCOM04").replace(b"2024-", b"2024/"), rapport="1")
    assert report.startswith("\ufefffichier,ligne,colonne")
    assert "calendrier" in report


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04rubbish", "a;b\n1;2".encode("utf-16")])
def test_what_is_no_bordereau_gets_its_sentence(desk: Client, content: bytes) -> None:
    response = desk.post(ADDRESS, {"file": SimpleUploadedFile("b.csv", content)})
    assert response.status_code in (200, 422)
    assert not Bordereau.objects.exists()


def test_a_template_to_fill_in_and_no_entry_for_others(desk: Client) -> None:
    assert desk.get(f"{ADDRESS}modele.csv").content.decode().startswith("\ufeffbordereau;etablissement;periode")
    user = User.objects.create(login="elu", full_name="Seydou Kassogué", password="!")
    Assignment.objects.create(user=user, role="elu", scope="UTM", start="2020-01-01")
    desk.force_login(user)
    assert desk.get(ADDRESS).status_code == 403
