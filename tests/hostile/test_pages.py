"""Pages of what odd files recorded: every link of every page is followed, and every page is drawn."""

from __future__ import annotations

import re
from collections import deque
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from django.test import Client

from sysgimut.identity.models import Assignment, User
from tests.hostile.conftest import Run
from tests.hostile.world import ACT, FACILITY, LINE, PERSON, RECEIPT, TARIFF, World, world, write_world

ODD = (
    "a/b",
    "a?b=1",
    "a#b",
    "50%",
    "%2F",
    "a b",
    "<script>x</script>",
    "\"'&",
    "{{ x }}",
    "=1+1",
    "2024-02-30",
    "ظهر",
    "é",
    ";",
)
LINKS = re.compile(r'href="([^"#]*)')
STARTS = (
    "/",
    "/menages/",
    "/recus/",
    "/etablissements/",
    "/bordereaux/",
    "/etats/",
    "/tarifs/",
    "/actes/",
    "/journal/",
)
ELSEWHERE = ("/territoire/", "/organisations/", "/qui-peut-quoi/", "/parametres/", "/static/", "/api/", "/balance/")
"""Addresses that show nothing of what files say."""
MOST_PAGES = 100


def odd_world() -> World:
    """A household, a receipt, a facility, an act and a bordereau for each odd text."""
    files = world()
    for rank, text in enumerate(ODD):
        names = {"nom": text, "prenoms": text, "village": text, "telephone": text, "activite": text}
        files["menages"].append({**PERSON, **names, "menage": text, "reference_beneficiaire": f"{text}-1"})
        files["recus"].append({**RECEIPT, "recu": f"C2-{rank}", "menage": text, "collecteur": text})
        code = text.replace("/", "-")
        files["prestataires"].append({**FACILITY, "etablissement": code, "nom": text})
        files["actes"].append({**ACT, "acte": text, "libelle": text})
        files["tarifs"].append({**TARIFF, "acte": text, "etablissement": code})
        for reference in (f"{text}-1", text):
            numbers = {"bordereau": text, "demande": reference, "ligne": text, "etablissement": code, "acte": text}
            files["bordereau"].append({**LINE, **numbers, "reference_beneficiaire": reference, "nom": text})
    return files


def crawl(client: Client) -> dict[str, int]:
    """Follow links from the first pages; returns the status of every address that was asked for."""
    waiting, found = deque(STARTS), dict.fromkeys(STARTS, 0)
    asked = 0
    while waiting and asked < MOST_PAGES:
        address = waiting.popleft()
        response = client.get(address)
        found[address], asked = response.status_code, asked + 1
        if response.status_code != 200 or not response.get("Content-Type", "").startswith("text/html"):
            continue
        page = response.content.decode()
        assert "<script>x</script>" not in page, address
        for link in LINKS.findall(page):
            target = urljoin(address, unescape(link))
            inside = urlsplit(target)
            if (
                not inside.netloc
                and inside.path.startswith("/")
                and target not in found
                and not target.startswith(ELSEWHERE)
            ):
                found[target] = 0
                waiting.append(target)
    return found


def test_every_page_of_odd_data(run: Run, tmp_path: Path) -> None:
    ran = run(write_world(tmp_path / "in", odd_world()))
    assert ran.errors == []
    user = User.objects.create(login="odd", full_name="<b>Awa</b>", password="!")
    Assignment.objects.create(user=user, role="administrateur", scope="UTM", start="2020-01-01")
    client = Client(raise_request_exception=True)
    client.force_login(user)
    found = crawl(client)
    assert {address: status for address, status in found.items() if status >= 500} == {}
    broken = {address for address, status in found.items() if status == 404} - set(STARTS)
    assert broken == set()
