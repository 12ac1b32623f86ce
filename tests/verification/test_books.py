"""Each proof finds what it is for, even when somebody had made the journal agree with what they changed."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from sysgimut.claims.checks import check_decisions
from sysgimut.contributions.checks import check_coverage, check_receipts
from sysgimut.journal.seal import Head
from sysgimut.journal.verify import Finding
from sysgimut.ledger.checks import check_books, side_by_side
from sysgimut.ledger.queries import Booked
from sysgimut.settlement.checks import check_payments, check_statements
from sysgimut.site.verification import checks

pytestmark = pytest.mark.django_db
BOOKS = {
    "UPDATE ledger_posting SET amount = amount + 1 WHERE id = (SELECT min(id) FROM ledger_posting)": (
        "VER-ECRITURE_DESEQUILIBREE",
        "VER-LIVRES_DESEQUILIBRES",
    ),
    "UPDATE ledger_posting SET entity = 'AILLEURS' WHERE id = (SELECT min(id) FROM ledger_posting)": (
        "VER-LIGNE_EGAREE",
    ),
    "DELETE FROM ledger_posting WHERE entry_id = (SELECT entry_id FROM ledger_posting ORDER BY id LIMIT 1)": (
        "VER-ECRITURE_DESEQUILIBREE",
    ),
}
RECEIPTS = {
    "UPDATE contributions_receipt SET contribution = contribution + 5 WHERE contribution > 0": ("VER-RECU_MONTANT",),
    "UPDATE contributions_receipt SET sequence = sequence + 50": ("VER-RECU_HORS_CARNET",),
    "DELETE FROM ledger_entry WHERE kind = 'recu'": ("VER-RECU_SANS_ECRITURE",),
    "INSERT INTO contributions_cancellation (mutual, number, booklet, sequence, reason, day, command_id) "
    "SELECT mutual, number, booklet, sequence, 'tachée', day, command_id FROM contributions_receipt LIMIT 1": (
        "VER-RECU_BARRE",
    ),
    "DELETE FROM contributions_receipt": ("VER-ECRITURE_SANS_RECU",),
    "UPDATE ledger_entry SET day = '2020-01-01' WHERE kind = 'recu'": (
        "VER-ECRITURE_SANS_RECU",
        "VER-RECU_SANS_ECRITURE",
    ),
}
COVERAGE = {
    "UPDATE contributions_account SET contribution_credit = -5 WHERE superseded_by_id IS NULL": (
        "VER-CREDIT_NEGATIF",
        "VER-COMPTE",
        "VER-AVANCE",
    ),
    "UPDATE contributions_purchase SET amount = amount + 1": ("VER-ACHATS",),
    "DELETE FROM contributions_purchase": ("VER-ACHATS",),
    "UPDATE contributions_coverage SET status = 'OUVERT' WHERE status = 'EXPIRE'": ("VER-DROITS",),
    "DELETE FROM contributions_coverage": ("VER-DROITS",),
    "UPDATE contributions_receipt SET day = '2026-06-16'": ("VER-COMPTE", "VER-DROITS", "VER-ACHATS"),
    "UPDATE membership_identity SET birth = '1950-01-01'": ("VER-DROITS",),
    "UPDATE ledger_posting SET amount = amount - 7 WHERE account = '4191'": ("VER-AVANCE",),
}
DECISIONS = {
    "UPDATE claims_line SET mutual_part = mutual_part + 1": ("VER-LIQUIDATION_RECLAME",),
    "UPDATE claims_linedecision SET claimed = claimed + 1, rejected = rejected + 1": ("VER-LIQUIDATION_RECLAME",),
    "UPDATE claims_linedecision SET line_number = 'Z' || line_number": ("VER-LIQUIDATION_LIGNES",),
    "DELETE FROM claims_line": ("VER-LIQUIDATION_LIGNES",),
    "UPDATE claims_decision SET status = 'refused'": ("VER-LIQUIDATION_STATUT",),
    "UPDATE claims_linedecision SET superseded_by_id = command_id": ("VER-LIQUIDATION_REMPLACEE",),
}
STATEMENTS = {
    "UPDATE settlement_statement SET granted = granted - 1, rejected = rejected + 1 WHERE granted > 0": (
        "VER-ETAT_TOTAL",
        "VER-ETAT_LIVRES",
    ),
    "UPDATE settlement_statement SET requests = requests + 1": ("VER-ETAT_TOTAL",),
    "UPDATE claims_linedecision SET codes = 'XX-1'": ("VER-ETAT_DECISIONS",),
    "DELETE FROM ledger_entry WHERE kind = 'accorde'": ("VER-ETAT_LIVRES",),
}
PAYMENTS = {
    "UPDATE settlement_payment SET amount = amount + 1": ("VER-PAIEMENT_MONTANT", "VER-PAIEMENT_LIVRES"),
    "DELETE FROM settlement_signature WHERE party = 'gestionnaire'": ("VER-PAIEMENT_SIGNATURES",),
    "DELETE FROM ledger_entry WHERE kind = 'paiement'": ("VER-PAIEMENT_LIVRES",),
}


def changed(sql: str) -> None:
    """Change rows; what refers to a deleted row goes too, as the database demands."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(sql)
        assert cursor.rowcount > 0


def codes(found: list[Finding]) -> set[str]:
    return {each.reason.code for each in found}


@pytest.mark.parametrize(
    ("check", "sql", "expected"),
    [
        pytest.param(check, sql, expected, id=sql[:70])
        for check, changes in (
            (check_books, BOOKS),
            (check_receipts, RECEIPTS),
            (check_coverage, COVERAGE),
            (check_decisions, DECISIONS),
            (check_statements, STATEMENTS),
            (check_payments, PAYMENTS),
        )
        for sql, expected in changes.items()
    ],
)
def test_a_proof_finds_its_damage(
    told: list[Head], undone: None, check: object, sql: str, expected: tuple[str, ...]
) -> None:
    assert list(check()) == []  # type: ignore[operator]
    changed(sql)
    assert set(expected) <= codes(list(check()))  # type: ignore[operator]


def test_every_proof_counts_what_it_looked_at(told: list[Head]) -> None:
    for check in checks(told):
        done: list[int] = []
        found = list(check.findings(done.append))
        assert found == [] or check.name[0] == "Gardes", check.name  # guards are out of the way here
        assert sum(done) == check.total() > 0, check.name


def test_days_of_one_side_only_are_given(db: None) -> None:
    days = [date(2024, 1, day) for day in range(1, 5)]
    documents = [(days[0], "a"), (days[2], "c"), (days[2], "d")]
    entries = iter([(days[1], [Booked("b")]), (days[2], [Booked("c")]), (days[3], [Booked("e")])])
    found = [
        ([row[1] for row in rows], [one.document for one in books]) for rows, books in side_by_side(documents, entries)
    ]
    assert found == [(["a"], []), ([], ["b"]), (["c", "d"], ["c"]), ([], ["e"])]
    assert list(side_by_side([], iter(()))) == []
