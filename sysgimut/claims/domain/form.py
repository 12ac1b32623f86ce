"""Stage 1, form: what a bordereau, a prescription and a line lack. Codes only; the grid says what they do.

Rules: docs/algorithms/adjudication.md.
"""

from __future__ import annotations

from collections.abc import Sequence

from sysgimut.claims.domain.facts import Act
from sysgimut.claims.domain.form_reasons import FORM_REASONS
from sysgimut.claims.domain.request import BordereauHead, Line, Request
from sysgimut.kernel.outcomes import Reason

FORM_FINDINGS: dict[str, Reason] = {code: Reason(code) for code in FORM_REASONS}
"""One finding per code, made once: the form's sentences have no figures."""


def request_codes(request: Request, acts: Sequence[Act | None]) -> list[str]:
    """Every bordereau and request code, in order. `acts` are those of the lines, None when unknown."""
    return _bordereau_codes(request.head, request) + _prescription_codes(request, acts)


def _bordereau_codes(head: BordereauHead, request: Request) -> list[str]:
    codes: list[str] = []
    if head.number is None:
        codes.append("BOR-01")
    if head.phone is None:
        codes.append("BOR-02")
    if head.facility is None:
        codes.append("BOR-03")
    if request.family_name is None or request.given_names is None:
        codes.append("BOR-04")
    if request.reference is None:
        codes.append("BOR-05")
    if head.period is None:
        codes.append("BOR-07")
    if not any(line.quantity for line in request.lines):
        codes.append("BOR-08")
    if not head.attachments:
        codes.append("BOR-13")
    if not head.facility_signature:
        codes.append("BOR-14")
    return codes


def _prescription_codes(request: Request, acts: Sequence[Act | None]) -> list[str]:
    codes: list[str] = []
    if request.contact is None:
        codes.append("ORD-01")
    if request.authorisation is None and any(act is not None and act.needs_authorisation for act in acts):
        codes.append("ORD-02")
    if request.head.facility is None:
        codes.append("ORD-03")
    if request.family_name is None or request.given_names is None:
        codes.append("ORD-04")
    if request.reference is None:
        codes.append("ORD-05")
    if request.activity is None:
        codes.append("ORD-06")
    if request.sex is None:
        codes.append("ORD-07")
    if request.age is None:
        codes.append("ORD-08")
    if request.practitioner is None:
        codes.append("ORD-09")
    if request.icd10 is None:
        codes.append("ORD-10")
    if request.long_term is None:
        codes.append("ORD-11")
    if request.care_type is None:
        codes += ("ORD-12", "ORD-13", "ORD-14")
    if request.clinical_information is None:
        codes.append("ORD-15")
    if request.care_date is None:
        codes.append("ORD-16")
    if not request.prescriber_signature:
        codes.append("ORD-20")
    if not request.facility_stamp:
        codes.append("ORD-24")
    if not request.validation_stamp:
        codes.append("ORD-25")
    return codes


def line_codes(line: Line) -> list[str]:
    """Every code of the form of one line, in order."""
    codes: list[str] = []
    if line.service_code is None:
        codes.append("BOR-06")
    if line.amount is None:
        codes.append("BOR-09")
    if line.mutual_part is None:
        codes.append("BOR-10")
    if line.insured_part is None:
        codes.append("BOR-11")
    if line.label is None:
        codes.append("ORD-17")
    if line.quantity is None:
        codes.append("ORD-18")
    if line.unit_price is None:
        codes.append("ORD-19")
    if line.amount is None:
        codes.append("ORD-21")
    if line.mutual_part is None:
        codes.append("ORD-22")
    if line.insured_part is None:
        codes.append("ORD-23")
    return codes
