"""What the database promises of the books. An entry is written after its postings, and closes them."""

from __future__ import annotations

from sysgimut.journal.promise import Promise

BOOKS = "'books:' || NEW.entity"
"""The name on which closing takes turns with writing: that of closing.py."""

PROMISES = [
    Promise(
        "ledger_entry_open",
        "ledger_entry",
        "no entry is dated in a month that is closed",
        "EXISTS (SELECT 1 FROM ledger_closing c WHERE c.entity = NEW.entity AND NEW.day < c.until)",
        turn=BOOKS,
    ),
    Promise(
        "ledger_closing_whole",
        "ledger_closing",
        "a closing counts every entry that its books hold",
        "NEW.entries <> (SELECT count(*) FROM ledger_entry e WHERE e.entity = NEW.entity AND e.day < NEW.until)",
        turn=BOOKS,
        alone=True,
    ),
    Promise(
        "ledger_entry_balanced",
        "ledger_entry",
        "an entry has postings, all in its books, and they sum to zero",
        "NOT coalesce((SELECT sum(p.amount) = 0 AND "
        "sum(CASE WHEN p.entity = NEW.entity AND p.activity = NEW.activity THEN 0 ELSE 1 END) = 0 "
        "FROM ledger_posting p WHERE p.entry_id = NEW.id), FALSE)",
    ),
    Promise(
        "ledger_posting_closed",
        "ledger_posting",
        "no posting is added to an entry that is written",
        "EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id = NEW.entry_id)",
    ),
]
