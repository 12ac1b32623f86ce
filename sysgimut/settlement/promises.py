"""What the database promises of statements. A statement is written after what it settles, and closes it."""

from __future__ import annotations

from sysgimut.journal.promise import Promise

AMOUNTS = ("claimed", "granted", "rejected", "to_justify", "overpaid")
_SUMS = " AND ".join(f"coalesce(sum(l.{name}), 0) = NEW.{name}" for name in AMOUNTS)

PROMISES = [
    Promise(
        "settlement_statement_sums",
        "settlement_statement",
        "a statement is the sum of its decisions, in force, of its bordereau and of its payer",
        "NOT coalesce((SELECT count(DISTINCT d.id) = NEW.requests AND count(l.id) = NEW.lines AND "
        f"{_SUMS} AND sum(CASE WHEN d.superseded_by_id IS NULL AND q.bordereau_id = NEW.bordereau_id "
        "AND d.mutual = CASE NEW.mutual WHEN 'UTM' THEN '' ELSE NEW.mutual END THEN 0 ELSE 1 END) = 0 "
        "FROM settlement_settled s JOIN claims_decision d ON d.id = s.decision_id "
        "JOIN claims_request q ON q.id = d.request_id LEFT JOIN claims_linedecision l ON l.decision_id = d.id "
        "WHERE s.statement_id = NEW.id), FALSE)",
    ),
    Promise(
        "settlement_settled_closed",
        "settlement_settled",
        "no decision is added to a statement that is issued",
        "EXISTS (SELECT 1 FROM settlement_statement t WHERE t.id = NEW.statement_id)",
    ),
    Promise(
        "settlement_payment_signed",
        "settlement_payment",
        "a statement is paid after its three signatures",
        "(SELECT count(*) FROM settlement_signature g WHERE g.statement_id = NEW.statement_id) <> 3",
    ),
    Promise(
        "settlement_payment_exact",
        "settlement_payment",
        "a statement is paid for exactly what is granted, from the day it was issued",
        "NOT EXISTS (SELECT 1 FROM settlement_statement t WHERE t.id = NEW.statement_id "
        "AND t.granted = NEW.amount AND t.issued_on <= NEW.day)",
    ),
]
