"""What the database promises of booklets, receipts, validation and coverage."""

from __future__ import annotations

from sysgimut.journal.promise import Promise, apart

SAME_LEAF = "{0}.mutual = NEW.mutual AND {0}.booklet = NEW.booklet AND {0}.sequence = NEW.sequence"

NUMBERS = "'numbers:' || NEW.mutual"
"""The name on which whoever uses numbers takes turns with whoever strikes them out: that of receipts.py."""

PROMISES = [
    Promise(
        "contributions_receipt_in_booklet",
        "contributions_receipt",
        "the number of a receipt lies in the range of its booklet, where the booklet is registered",
        "EXISTS (SELECT 1 FROM contributions_booklet b WHERE b.mutual = NEW.mutual AND b.code = NEW.booklet "
        "AND (NEW.sequence < b.first OR NEW.sequence > b.last))",
        turn=NUMBERS,
    ),
    Promise(
        "contributions_booklet_holds_used",
        "contributions_booklet",
        "a booklet that is registered late holds the numbers that were used already",
        "EXISTS (SELECT 1 FROM contributions_receipt r WHERE r.mutual = NEW.mutual AND r.booklet = NEW.code "
        "AND (r.sequence < NEW.first OR r.sequence > NEW.last))",
        turn=NUMBERS,
        alone=True,
    ),
    Promise(
        "contributions_receipt_not_struck",
        "contributions_receipt",
        "a number that was struck out is not used",
        f"EXISTS (SELECT 1 FROM contributions_cancellation c WHERE {SAME_LEAF.format('c')})",
        turn=NUMBERS,
    ),
    Promise(
        "contributions_receipt_books",
        "contributions_receipt",
        "a receipt is in the books of its household's mutual",
        "EXISTS (SELECT 1 FROM membership_household h WHERE h.id = NEW.household_id AND h.mutual <> NEW.mutual)",
    ),
    Promise(
        "contributions_cancellation_of_receipt",
        "contributions_cancellation",
        "the cancellation of a number names the receipt that bears it, and no other",
        f"EXISTS (SELECT 1 FROM contributions_receipt r WHERE {SAME_LEAF.format('r')} "
        "AND (NEW.receipt_id IS NULL OR r.id <> NEW.receipt_id)) OR (NEW.receipt_id IS NOT NULL AND NOT EXISTS "
        f"(SELECT 1 FROM contributions_receipt r WHERE {SAME_LEAF.format('r')} AND r.id = NEW.receipt_id))",
        turn=NUMBERS,
        alone=True,
    ),
    Promise(
        "contributions_placement_of_suspense",
        "contributions_placement",
        "only a receipt whose household was not known is placed",
        "EXISTS (SELECT 1 FROM contributions_receipt r WHERE r.id = NEW.receipt_id AND r.household_id IS NOT NULL)",
    ),
    Promise(
        "contributions_validation_paid",
        "contributions_validation",
        "a file is validated from the day on which, by its account, fee and first contribution were paid",
        "NOT EXISTS (SELECT 1 FROM contributions_account a WHERE a.household_id = NEW.household_id "
        "AND a.superseded_by_id IS NULL AND a.validated_on = NEW.day)",
    ),
    Promise(
        "contributions_coverage_known",
        "contributions_coverage",
        "rights are somebody's, in a household that is recorded",
        "NOT EXISTS (SELECT 1 FROM membership_person p WHERE p.id = NEW.person_id) "
        "OR NOT EXISTS (SELECT 1 FROM membership_household h WHERE h.id = NEW.household_id)",
    ),
    apart(
        "contributions_coverage_apart",
        "contributions_coverage",
        "on one day a person has one status of rights",
        ["person_id"],
        "start",
        "end",
    ),
]
