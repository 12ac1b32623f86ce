"""The cells that break each check and each promise."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.guards.declared import model_of
from tests.guards.rows import DAY, LATER, Row, key

BEFORE, BETWEEN, AFTER = "2025-12-31", "2026-01-15", "2026-03-01"


@dataclass(frozen=True, slots=True)
class Bad:
    """Row `n` of the promise's table with other cells, after the rows `first` (table, n, cells).

    `alone`: without what would close it or what it needs.
    """

    cells: Row = field(default_factory=dict)
    first: tuple[tuple[str, int, Row], ...] = ()
    n: int = 2
    alone: bool = False


def of(table: str, n: int) -> Any:
    """The key of row `n` of a table."""
    return key(model_of(table), n)


CHECKS: dict[str, Row] = {
    "benefits_act_sex": {"sex": "X"},
    "claims_authorisation_dates": {"end": DAY},
    "claims_decision_ranked": {"rank": None},
    "claims_decision_status": {"status": "perhaps"},
    "claims_linedecision_conserved": {"claimed": 101},
    "claims_linedecision_recognised": {"base": 69},
    "claims_linedecision_somebody": {"person_id": None},
    "contributions_account_first": {"contribution_paid": 0},
    "contributions_booklet_range": {"first": 50, "last": 49},
    "contributions_coverage_dates": {"end": DAY},
    "contributions_coverage_status": {"status": "FERME"},
    "contributions_purchase_dates": {"end": DAY},
    "contributions_purchase_paid": {"amount": 0},
    "contributions_receipt_method": {"method": "troc"},
    "contributions_receipt_number": {"number": "Y-000001"},
    "contributions_transfer_amount": {"amount": 0},
    "contributions_transfer_source": {"source": "autre"},
    "identity_assignment_dates": {"end": DAY},
    "identity_assignment_role": {"role": "ROI"},
    "jobs_chunk_lease": {"state": "taken"},
    "jobs_chunk_state": {"state": "lost"},
    "journal_entry_erased_whole": {"salt": None},
    "journal_entry_status": {"status": "perhaps"},
    "ledger_closing_over": {"until": LATER},
    "ledger_entry_activity": {"activity": "LOTERIE"},
    "ledger_posting_amount": {"amount": 0},
    "membership_belonging_dates": {"left": DAY},
    "membership_belonging_exit": {"left": LATER, "exit_reason": "lune"},
    "membership_belonging_role": {"role": "roi"},
    "membership_decision_two_people": {"other_id": of("membership_person", 2)},
    "membership_household_counted": {"number": 0},
    "membership_identity_precision": {"birth_precision": "hour"},
    "membership_identity_sex": {"sex": "X"},
    "membership_suspicion_score": {"score": 101},
    "membership_suspicion_two_people": {"other_id": of("membership_person", 2)},
    "network_area_dates": {"end": DAY},
    "network_organisation_dates": {"start": DAY, "end": DAY},
    "network_organisation_kind": {"kind": "club"},
    "network_population_place": {"place_kind": "moon"},
    "network_village_kind": {"kind": "ville"},
    "parameters_value_dates": {"end": DAY},
    "parameters_value_status": {"status": "vu"},
    "providers_agreement_dates": {"end": DAY},
    "providers_facility_type": {"type": "BAR"},
    "providers_tariff_dates": {"end": DAY},
    "settlement_payment_amount": {"amount": 0},
    "settlement_payment_method": {"method": "or"},
    "settlement_signature_known": {"party": "roi"},
    "settlement_statement_conserved": {"claimed": 101},
}

LEAF = {"booklet": "X1", "number": "X1-000001", "sequence": 1}
HOME = {"household_id": of("membership_household", 1)}
HERS = {"person_id": of("membership_person", 1)}
ONE_VALUE = {"key": "X1", "product": "", "level": ""}

PROMISES: dict[str, tuple[Bad, ...]] = {
    "contributions_booklet_holds_used": (
        Bad(
            {"code": "W", "first": 2},
            first=(("contributions_receipt", 3, {"booklet": "W", "number": "W-000001"}),),
        ),
    ),
    "contributions_cancellation_of_receipt": (
        Bad(LEAF),
        Bad(LEAF | {"receipt_id": of("contributions_receipt", 2)}, first=(("contributions_receipt", 2, {}),)),
        Bad({"receipt_id": of("contributions_receipt", 1)}),
    ),
    "contributions_coverage_apart": (
        Bad(HERS | {"start": BETWEEN, "end": None}),
        Bad(HERS | {"start": BEFORE, "end": BETWEEN}),
        Bad(HERS | {"start": BEFORE, "end": AFTER}),
    ),
    "contributions_coverage_known": (
        Bad({"person_id": of("membership_person", 999)}),
        Bad({"household_id": of("membership_household", 999)}),
    ),
    "contributions_placement_of_suspense": (
        Bad(
            {"receipt_id": of("contributions_receipt", 3)},
            first=(("contributions_receipt", 3, HOME),),
        ),
    ),
    "contributions_receipt_books": (Bad(HOME | {"mutual": "AUTRE"}),),
    "contributions_receipt_in_booklet": (
        Bad({"booklet": "X1", "number": "X1-000051", "sequence": 51}),
        Bad({"booklet": "X1", "number": "X1-000000", "sequence": 0}),
    ),
    "contributions_receipt_not_struck": (Bad({"booklet": "Z1", "number": "Z1-000001"}),),
    "contributions_validation_paid": (
        Bad({"day": LATER}),
        Bad(
            alone=True,
            n=1,
            cells={"household_id": of("membership_household", 3)},
            first=(("membership_household", 3, {}),),
        ),
    ),
    "ledger_closing_whole": (Bad({"entries": 5}),),
    "ledger_entry_balanced": (
        Bad({"entity": "AILLEURS"}),
        Bad({"activity": "AGR"}),
        Bad(alone=True),
        Bad(first=(("ledger_posting", 2, {"amount": 5}),)),
    ),
    "ledger_entry_open": (Bad({"entity": "X1", "day": BEFORE}),),
    "ledger_posting_closed": (Bad({"entry_id": of("ledger_entry", 1)}, alone=True),),
    "membership_belonging_apart": (
        Bad(HERS | {"joined": BEFORE, "left": BETWEEN, "role": "enfant"}),
        Bad(HERS | {"joined": BETWEEN, "left": LATER, "role": "enfant"}),
    ),
    "membership_belonging_books": (Bad({"mutual": "AUTRE"}),),
    "membership_nametoken_known": (
        Bad({"person_id": of("membership_person", 999)}),
        Bad({"household_id": of("membership_household", 999)}),
    ),
    "parameters_value_apart": (Bad(ONE_VALUE | {"start": BETWEEN}), Bad(ONE_VALUE | {"start": BEFORE})),
    "settlement_payment_exact": (Bad({"amount": 71}), Bad({"day": BEFORE})),
    "settlement_payment_signed": (
        Bad(
            {"statement_id": of("settlement_statement", 3)},
            first=(("settlement_statement", 3, {}), ("settlement_signature", 3, {})),
            alone=True,
        ),
    ),
    "settlement_settled_closed": (
        Bad(
            {"statement_id": of("settlement_statement", 1)},
            first=(("claims_linedecision", 2, {}),),
            alone=True,
        ),
    ),
    "settlement_statement_sums": (
        Bad({"granted": 69, "rejected": 21}),
        Bad({"requests": 2}),
        Bad({"lines": 2}),
        Bad({"mutual": "AUTRE"}),
        Bad({"bordereau_id": of("claims_bordereau", 1)}),
    ),
}

SAME: dict[str, Row] = {
    "claims_authorisation_once": {"end": LATER},
    "claims_bordereau_period": {"number": ""},
    "claims_decision_rank": {"rank": 7},
    "contributions_cancellation_once": {},
    "contributions_cancellation_receipt_id_key": LEAF | {"receipt_id": of("contributions_receipt", 1)},
    "contributions_receipt_once": {"number": "X2-000001"},
    "membership_household_number": {"number": 7},
    "network_organisation_village_id_key": {"village_id": of("network_village", 1)},
    "settlement_signature_party": {},
}
"""What both rows say, where what must be unique is empty or goes with something else."""

BESIDE: dict[str, tuple[str, ...]] = {
    "contributions_cancellation_receipt_id_key": ("contributions_cancellation_once",),
    "contributions_coverage_once": ("promise_contributions_coverage_apart",),
    "ledger_entry_activity": ("promise_ledger_entry_balanced",),
    "promise_ledger_entry_open": ("promise_ledger_entry_balanced",),
    "ledger_posting_amount": ("promise_ledger_entry_balanced",),
    "membership_belonging_one_open": ("promise_membership_belonging_apart", "membership_belonging_one_head"),
    "parameters_value_once": ("promise_parameters_value_apart",),
    "settlement_payment_amount": ("promise_settlement_payment_exact",),
    "settlement_settled_decision_id_key": ("promise_settlement_statement_sums",),
    "settlement_signature_person": ("settlement_signature_party",),
    "settlement_statement_conserved": ("promise_settlement_statement_sums",),
    "settlement_statement_pkey": ("promise_settlement_statement_sums",),
}
"""Second guards of the same hazard, out of the way while the first is tried."""
