"""A statement's whole life on its pages: settled, signed by three people, paid once, printed."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from sysgimut.claims.models import Decision
from sysgimut.identity.models import Assignment, User
from sysgimut.interop.run_dir import run_dir
from sysgimut.journal.clock import new_id
from sysgimut.journal.models import HealthAccess
from sysgimut.ledger.queries import trial_balance
from sysgimut.settlement.models import Payment, Signature, Statement
from sysgimut.site.installation import load_shipped

CASE = Path(__file__).resolve().parents[1] / "data" / "cases" / "case100"
OFFICE = "UTM/UTM-MOPTI"

pytestmark = pytest.mark.django_db


@pytest.fixture
def statement(tmp_path: Path) -> Statement:
    """The biggest statement of the worked case."""
    run_dir(CASE, tmp_path, load_shipped(), lambda _: lambda done: None, pdf=False)
    found = Statement.objects.filter(mutual="MOPTI").order_by("-granted").first()
    assert found is not None
    assert found.granted > 0
    return found


def logged_in(role: str, scope: str) -> Client:
    user = User.objects.create(login=f"{role}-{User.objects.count()}", full_name=f"{role} Dolo", password="!")
    Assignment.objects.create(user=user, role=role, scope=scope, start="2020-01-01")
    client = Client()
    client.force_login(user)
    return client


def act(client: Client, name: str, statement: Statement, **data: object) -> int:
    address = reverse(name, args=[statement.number])
    return client.post(address, {"command_id": str(new_id()), **data}).status_code


def test_three_people_sign_then_it_is_paid_once(statement: Statement) -> None:
    officer = logged_in("elu", statement.mutual_path)
    manager = logged_in("gestionnaire", statement.mutual_path)
    facility = logged_in("guichet", statement.facility_path)
    accountant = logged_in("comptable", OFFICE)
    pay = {"day": str(statement.issued_on), "method": "virement", "bank_reference": "BDM 12", "amount": 1}
    assert act(accountant, "statement_pay", statement, **pay | {"amount": statement.granted}) == 422
    assert act(officer, "statement_sign", statement, party="gestionnaire") == 422
    for client, party in ((officer, "mutuelle"), (manager, "gestionnaire"), (facility, "etablissement")):
        assert act(client, "statement_sign", statement, party=party) == 302
        assert act(client, "statement_sign", statement, party=party) == 404
    assert Signature.objects.filter(statement=statement).values("signatory").distinct().count() == 3
    assert act(accountant, "statement_pay", statement, **pay) == 422
    assert act(accountant, "statement_pay", statement, **pay | {"amount": statement.granted}) == 302
    assert act(accountant, "statement_pay", statement, **pay | {"amount": statement.granted}) == 422
    assert Payment.objects.get().amount == statement.granted
    bank = [line for line in trial_balance("MOPTI") if line.account == "5211"]
    assert [line.credit for line in bank] == [statement.granted]
    assert "Payé" in accountant.get(reverse("statement", args=[statement.number])).content.decode()


def test_an_accountant_does_not_sign_and_a_desk_does_not_pay(statement: Statement) -> None:
    assert act(logged_in("comptable", OFFICE), "statement_sign", statement, party="mutuelle") == 403
    assert act(logged_in("guichet", statement.facility_path), "statement_pay", statement) == 403
    assert not Signature.objects.exists()


def test_another_facility_does_not_find_it(statement: Statement) -> None:
    stranger = logged_in("guichet", statement.facility_path + "X")
    assert stranger.get(reverse("statement", args=[statement.number])).status_code == 404
    assert statement.number not in stranger.get(reverse("statements")).content.decode()
    assert stranger.get(reverse("statement_document", args=["etat", "pdf", statement.number])).status_code == 404


def test_the_list_by_state_and_its_statements(statement: Statement, django_assert_max_num_queries: object) -> None:
    client = logged_in("comptable", OFFICE)
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        page = client.get(reverse("statements"), {"etat": "to_sign", "q": statement.number}).content.decode()
    assert statement.number in page
    assert statement.number not in client.get(reverse("statements"), {"etat": "paid"}).content.decode()


def test_documents_are_printed_and_reading_acts_is_noted(statement: Statement) -> None:
    advisor = logged_in("medecin_conseil", OFFICE)
    pdf = advisor.get(reverse("statement_document", args=["fiche", "pdf", statement.number]))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf.content)).pages)
    assert statement.number in text
    assert HealthAccess.objects.get().subject == f"statement:{statement.number}"
    accountant = logged_in("comptable", OFFICE)
    assert accountant.get(reverse("statement_document", args=["fiche", "csv", statement.number])).status_code == 404
    assert (
        b"net_a_payer" in accountant.get(reverse("statement_document", args=["etat", "csv", statement.number])).content
    )


def test_what_is_decided_waits_until_statements_are_issued(tmp_path: Path) -> None:
    author = load_shipped()
    run_dir(CASE, tmp_path, author, lambda _: lambda done: None, pdf=False)
    assert not Decision.objects.filter(settled__isnull=True).exists()
    client = logged_in("comptable", OFFICE)
    assert "Rien n’attend" in client.get(reverse("statements_issue")).content.decode()
    refused = client.post(reverse("statements_issue"), {"command_id": str(new_id()), "mutual": "MOPTI"})
    assert refused.status_code == 422
