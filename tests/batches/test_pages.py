"""Batches on their pages: started, followed with and without JavaScript, resumed; in French and in English."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from sysgimut.contributions.tests import world
from sysgimut.jobs.chunks import plan, take
from sysgimut.jobs.models import Batch, Chunk
from sysgimut.journal.clock import new_id
from tests.batches.conftest import BROKEN, COUNT, WORK, counted, once, root, some_chunks, start

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kind")]


@pytest.fixture
def client(db: None) -> Client:
    """An administrator, logged in."""
    world.build()
    client = Client()
    client.force_login(world.user("racine", "administrateur", "UTM"))
    return client


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    shown: str = answer.content.decode()
    return shown


def test_a_batch_is_started_and_followed(client: Client) -> None:
    WORK["UTM"] = chunks = some_chunks(3)
    assert "Compter" in text(client.get(reverse("batch_start")))
    answer = client.post(reverse("batch_start"), {"command_id": str(new_id()), "kind": COUNT, "scope": "UTM"})
    batch = Batch.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("batch", args=[batch.pk]))
    assert counted() == once(chunks)
    page = text(client.get(reverse("batch", args=[batch.pk])))
    assert "Terminé" in page
    assert "9 / 9 choses" in page
    assert "hx-trigger" not in page.partition('id="contenu"')[2], "a finished batch is not asked for again"
    assert "Compter" in text(client.get(reverse("batches")))


def test_a_batch_under_way_shows_its_progress_without_javascript_and_asks_again_with_it(client: Client) -> None:
    batch = start(some_chunks(4))
    address = reverse("batch", args=[batch.pk])
    assert "se répartit en tranches" in text(client.get(address))
    plan(batch.pk)
    chunk = take(batch.pk, "poste-1")
    assert chunk is not None
    Chunk.objects.filter(pk=chunk.pk).update(state="done")
    page = text(client.get(address))
    assert '<progress max="12" value="3"' in page
    assert f'href="{address}">Actualiser' in page
    again = reverse("batch_progress", args=[batch.pk])
    assert f'hx-get="{again}"' in page
    answer = client.get(again)
    assert "HX-Refresh" not in answer
    assert '<progress max="12" value="3"' in text(answer)
    Batch.objects.filter(pk=batch.pk).update(finished_at=batch.started_at)
    assert client.get(again)["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "Le logiciel a rencontré un défaut"), ("en", "The software met a defect")]
)
def test_a_failed_chunk_is_shown_with_its_reason_and_resumed_from_the_page(
    client: Client, language: str, said: str
) -> None:
    BROKEN.add("1-0")
    WORK["UTM"] = chunks = some_chunks(3)
    client.post(reverse("batch_start"), {"command_id": str(new_id()), "kind": COUNT, "scope": "UTM"})
    batch = Batch.objects.get()
    client.cookies["django_language"] = language
    page = text(client.get(reverse("batch", args=[batch.pk])))
    assert said in page
    assert "Tembély" not in page
    assert reverse("batch_resume", args=[batch.pk]) in page
    BROKEN.clear()
    answer = client.post(reverse("batch_resume", args=[batch.pk]), {"command_id": str(new_id())})
    assert answer.status_code == 302
    page = text(client.get(reverse("batch", args=[batch.pk])))
    assert said not in page
    assert reverse("batch_resume", args=[batch.pk]) not in page
    assert counted() == once(chunks)


def test_the_same_batch_twice_is_refused_on_the_page(client: Client) -> None:
    start(some_chunks(1))
    sent = {"command_id": str(new_id()), "kind": COUNT, "scope": "UTM"}
    answer = client.post(reverse("batch_start"), sent)
    assert answer.status_code == 422
    assert "déjà en cours" in answer.content.decode()


def test_the_api_starts_and_follows(client: Client) -> None:
    WORK["UTM"] = some_chunks(2)
    key = {"HTTP_IDEMPOTENCY_KEY": str(new_id())}
    message = {"kind": COUNT, "scope": "UTM"}
    for _ in range(2):
        answer = client.post("/api/jobs/start", message, content_type="application/json", **key)  # type: ignore[arg-type]
        assert answer.status_code == 200, answer.content
    (batch,) = Batch.objects.all()
    found = client.get(f"/api/jobs/batches/{batch.pk}").json()
    assert UUID(found["id"]) == batch.pk
    assert (found["state"], found["items_done"], found["chunks"]) == ("done", 6, 2)
    assert client.get("/api/jobs/batches").json()["total"] == 1


def test_an_accountant_sees_the_batches_of_their_mutual_only(client: Client) -> None:
    for scope in ("UTM", world.MOPTI):
        start(some_chunks(1), scope, root())
    accountant = Client()
    accountant.force_login(world.user("comptable", "comptable", world.MOPTI))
    seen = text(accountant.get(reverse("batches")))
    for batch in Batch.objects.all():
        shown = reverse("batch", args=[batch.pk]) in seen
        assert shown == (batch.scope == world.MOPTI)
        assert (accountant.get(reverse("batch", args=[batch.pk])).status_code == 200) == shown
