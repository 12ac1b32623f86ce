"""Stage 2, person and facility: all that is found on a request that passed the form, then its verdict.

Rules: docs/algorithms/adjudication.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sysgimut.claims.domain.decision import GRANTED, REFUSED, TO_JUSTIFY, Verdict
from sysgimut.claims.domain.facts import OPEN, Act, Facts, Insured, ProductRules, same_name
from sysgimut.claims.domain.reasons import EFFECTS
from sysgimut.claims.domain.request import AMBULATORY, HOSPITAL, OBSTETRIC_EMERGENCY, Request
from sysgimut.kernel.outcomes import Reason

EMERGENCY_SERVICES = ("510", "520")
"""Service codes of obstetric and newborn emergencies."""


def request_findings(
    request: Request,
    day: date,
    insured: Insured | None,
    rules: ProductRules | None,
    acts: Sequence[Act | None],
    facts: Facts,
) -> list[Reason]:
    """Every finding of stage 2, in order; `day` is the care date, `rules` those of the person's product.

    What needs a person is skipped without one.
    """
    found = _person_findings(request, day, insured)
    _find_agreement(request, day, insured, facts, found)
    received_on = request.head.received_on
    if received_on is not None:
        days = rules.filing_days if rules is not None else facts.longest_filing_days(day)
        _find_late_filing(request, day, received_on, days, found)
    if request.care_type != AMBULATORY:
        _find_stay(request, day, found)
    if request.care_type == OBSTETRIC_EMERGENCY and not any(
        act is not None and act.service_code in EMERGENCY_SERVICES for act in acts
    ):
        found.append(Reason("UR-1"))
    return found


def verdict_of(found: Sequence[Reason]) -> Verdict:
    """What the findings of stage 2 make of the request: one refusal refuses it, else one doubt holds it."""
    if not found:
        return GRANTED
    effects = {EFFECTS[reason.code] for reason in found}
    if "refuse" in effects:
        return REFUSED
    return TO_JUSTIFY if "to_justify" in effects else GRANTED


def _person_findings(request: Request, day: date, insured: Insured | None) -> list[Reason]:
    if insured is None:
        return [Reason("ID-1", {"reference": request.reference})]
    found: list[Reason] = []
    if not same_name(insured, request.family_name, request.given_names):
        found.append(Reason("ID-2", {"reference": request.reference, "family_name": request.family_name}))
    if request.sex is not None and request.sex != insured.sex:
        found.append(Reason("ID-3", {"sex": request.sex, "recorded_sex": insured.sex}))
    rights = insured.rights_on(day)
    if rights.status != OPEN:
        found.append(Reason(f"DR-{rights.status}", {"care_date": day, "day": rights.day}))
    return found


def _find_agreement(request: Request, day: date, insured: Insured | None, facts: Facts, found: list[Reason]) -> None:
    code = request.head.facility
    facility = facts.facilities.get(code) if code is not None else None
    in_force = False
    if facility is not None:
        for start, end, products in facility.agreements:
            if start <= day and (end is None or day < end):
                if insured is None or insured.product in products:
                    return
                in_force = True
    if in_force and insured is not None:
        found.append(Reason("CV-2", {"facility": code, "care_date": day, "product": insured.product}))
    else:
        found.append(Reason("CV-1", {"facility": code, "care_date": day}))


def _find_late_filing(request: Request, day: date, received_on: date, days: int | None, found: list[Reason]) -> None:
    end_of_care = day
    if request.care_type != AMBULATORY and request.exit_date is not None:
        end_of_care = request.exit_date
    if days is not None and (received_on - end_of_care).days > days:
        last_day = end_of_care + timedelta(days=days)
        found.append(Reason("DL-1", {"received_on": received_on, "last_day": last_day, "days": days}))


def _find_stay(request: Request, day: date, found: list[Reason]) -> None:
    entry_date, exit_date = request.entry_date, request.exit_date
    backwards = entry_date is not None and exit_date is not None and exit_date < entry_date
    lacking = request.care_type == HOSPITAL and (entry_date is None or exit_date is None)
    if backwards or lacking:
        found.append(Reason("ST-1", {"entry_date": entry_date, "exit_date": exit_date}))
    before = entry_date is not None and day < entry_date
    after = exit_date is not None and day > exit_date
    if before or after:
        found.append(Reason("ST-2", {"care_date": day, "entry_date": entry_date, "exit_date": exit_date}))
