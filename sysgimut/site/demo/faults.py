"""What goes wrong in requests, each kind as it is met: forgotten fields, wrong people, prices, quantities, twice.

A fault changes a visit and may give another visit (the same care billed again). It says whether it could be made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sysgimut.site.demo.visits import Clinic, Visit

NAMED_OTHERWISE = ("Traoré", "Diallo", "Guindo", "Maïga", "Konta")
UNCOVERED = ("900-006", "200-105", "200-107", "200-110", "200-044", "200-045", "900-009")
DOUBTFUL = (
    ("F", 25, "100-030", 500),
    ("F", 66, "100-030", 500),
    ("F", 56, "300-025", 1_000),
    ("M", 40, "800-011", 5_000),
)
"""Sex, calendar years since birth, act whose limit lies inside that year of age, price."""
LIMITED_YEARLY = "300-005"
"""Blood group: once a year."""


@dataclass(frozen=True, slots=True)
class Made:
    """The outcome of a fault: whether it was made, and the other visit that it brings."""

    done: bool
    other: Visit | None = None


NOT_MADE, MADE = Made(False), Made(True)
Fault = Callable[[Clinic, Visit], Made]


def _without(**fields: Any) -> Fault:
    def fault(clinic: Clinic, visit: Visit) -> Made:
        visit.request = replace(visit.request, **fields)
        return MADE

    return fault


def _line_without(**fields: Any) -> Fault:
    def fault(clinic: Clinic, visit: Visit) -> Made:
        at = clinic.random.randrange(len(visit.lines))
        visit.lines[at] = replace(visit.lines[at], **fields)
        return MADE

    return fault


def _no_quantity(clinic: Clinic, visit: Visit) -> Made:
    visit.lines[:] = [replace(line, quantity=None) for line in visit.lines]
    return MADE


def _unknown_reference(clinic: Clinic, visit: Visit) -> Made:
    reference = visit.request.reference or ""
    visit.request = replace(visit.request, reference=reference[:-1] + ("A" if reference[-1:] != "A" else "B"))
    return MADE


def _other_name(clinic: Clinic, visit: Visit) -> Made:
    name = next(name for name in NAMED_OTHERWISE if name != visit.insured.row.family_name)
    visit.request = replace(visit.request, family_name=name)
    return MADE


def _other_sex(clinic: Clinic, visit: Visit) -> Made:
    visit.request = replace(visit.request, sex="F" if visit.insured.row.sex == "M" else "M")
    return MADE


def _added(clinic: Clinic, visit: Visit, act: str, quantity: int, price: int) -> None:
    line = clinic.line(len(visit.lines) + 1, visit.insured, visit.case.care_type, act, quantity, price)
    visit.lines.append(line)


def _uncovered(clinic: Clinic, visit: Visit) -> Made:
    _added(clinic, visit, clinic.random.choice(UNCOVERED), 1, clinic.random.choice((1_500, 2_500, 7_500)))
    return MADE


def _unknown_act(clinic: Clinic, visit: Visit) -> Made:
    visit.lines[-1] = replace(visit.lines[-1], act=f"9{visit.lines[-1].number}9-999")
    return MADE


def _no_act(clinic: Clinic, visit: Visit) -> Made:
    visit.lines[-1] = replace(visit.lines[-1], act=None)
    return MADE


def _other_service(clinic: Clinic, visit: Visit) -> Made:
    line = visit.lines[-1]
    visit.lines[-1] = replace(line, service_code="100" if line.service_code != "100" else "900")
    return MADE


def _wrong_person(clinic: Clinic, visit: Visit) -> Made:
    """An act for women billed for a man, or one for children billed for an adult."""
    age = visit.insured.age(visit.day)
    if visit.insured.row.sex == "M":
        _added(clinic, visit, "500-002", 1, 300)
    elif age > 20:
        _added(clinic, visit, "100-005", 1, 1_000)
    else:
        return NOT_MADE
    return MADE


def _doubtful_age(clinic: Clinic, visit: Visit) -> Made:
    """An act with an age limit, for someone whose birth is a year that reaches over it."""
    row = visit.insured.row
    years = visit.day.year - row.birth.day.year
    for sex, limit, act, price in DOUBTFUL:
        if row.birth.year_only and (row.sex, years) == (sex, limit):
            _added(clinic, visit, act, 1, price)
            return MADE
    return NOT_MADE


def _again(clinic: Clinic, visit: Visit, **fields: Any) -> Visit:
    request = replace(visit.request, **fields)
    return Visit(visit.insured, visit.site, visit.day, visit.case, request, list(visit.lines))


def _billed_twice(clinic: Clinic, visit: Visit) -> Made:
    return Made(True, _again(clinic, visit))


def _billed_elsewhere(clinic: Clinic, visit: Visit) -> Made:
    """The same act on the same day with another quantity: a second prescription, or a second try."""
    other = _again(clinic, visit)
    other.lines = [
        clinic.line(
            at, visit.insured, visit.case.care_type, line.act or "", (line.quantity or 1) + 1, line.unit_price or 1
        )
        for at, line in enumerate(visit.lines[-1:], 1)
    ]
    return Made(True, other)


def _product_not_carried(clinic: Clinic, visit: Visit) -> Made:
    """Care in a health centre whose agreement does not carry the person's product."""
    site = clinic.without_product(visit.site, visit.insured.household.product)
    if site is None:
        return NOT_MADE
    visit.site = site
    return MADE


def _not_authorised(clinic: Clinic, visit: Visit) -> Made:
    if not visit.authorisations:
        return NOT_MADE
    visit.authorisations.clear()
    return MADE


def _authorised_too_late(clinic: Clinic, visit: Visit) -> Made:
    if not visit.authorisations:
        return NOT_MADE
    late = [replace(row, start=visit.day + timedelta(3)) for row in visit.authorisations]
    visit.authorisations[:] = late
    return MADE


def _physiotherapy(clinic: Clinic, visit: Visit) -> Made:
    """Sessions that need a prior authorisation, which nobody asked for."""
    price = clinic.prices.price("100-031", visit.site, visit.day)
    if price is None:
        return NOT_MADE
    _added(clinic, visit, "100-031", 5, price)
    return MADE


def _no_tariff(clinic: Clinic, visit: Visit) -> Made:
    if visit.site.type != "CSCOM":
        return NOT_MADE
    _added(clinic, visit, "800-001", 1, 4_000)
    return MADE


def _priced(clinic: Clinic, visit: Visit, at: int, price: int) -> None:
    line = visit.lines[at]
    made = clinic.line(at + 1, visit.insured, visit.case.care_type, line.act or "", line.quantity or 1, price)
    visit.lines[at] = replace(made, number=line.number)


def _above_tariff(clinic: Clinic, visit: Visit) -> Made:
    for at, line in enumerate(visit.lines):
        if (line.unit_price or 0) >= 200 and clinic.random.random() < 0.6:
            rise = clinic.random.choice((50, 100, 250, 500))
            _priced(clinic, visit, at, (line.unit_price or 0) + rise)
    return MADE


def _wrong_sum(clinic: Clinic, visit: Visit) -> Made:
    at = clinic.random.randrange(len(visit.lines))
    line = visit.lines[at]
    visit.lines[at] = replace(line, amount=(line.amount or 0) + clinic.random.choice((100, 500, 1_000)))
    return MADE


def _too_many(clinic: Clinic, visit: Visit) -> Made:
    _added(clinic, visit, "200-004" if visit.insured.age(visit.day) > 12 else "200-001", 3, 500)
    return MADE


def _too_many_in_the_year(clinic: Clinic, visit: Visit) -> Made:
    price = clinic.prices.price(LIMITED_YEARLY, visit.site, visit.day)
    later = visit.day + timedelta(clinic.random.randint(8, 30))
    if price is None or later.year != visit.day.year or visit.site.type == "OFFICINE":
        return NOT_MADE
    _added(clinic, visit, LIMITED_YEARLY, 1, price)
    other = _again(clinic, visit, care_date=later)
    other.day = later
    other.lines = [clinic.line(1, visit.insured, visit.case.care_type, LIMITED_YEARLY, 1, price)]
    return Made(True, other)


def _wrong_rate(clinic: Clinic, visit: Visit) -> Made:
    """The facility counted the hospital's rate, or the old one, on the whole request."""
    for at, line in enumerate(visit.lines):
        amount = line.amount or 0
        part = amount * clinic.random.choice((60, 80, 80, 100)) // 100
        visit.lines[at] = replace(line, mutual_part=part, insured_part=amount - part)
    return MADE


def _parts_do_not_add_up(clinic: Clinic, visit: Visit) -> Made:
    line = visit.lines[-1]
    visit.lines[-1] = replace(line, insured_part=(line.insured_part or 0) + clinic.random.choice((50, 100)))
    return MADE


def _stay_without_exit(clinic: Clinic, visit: Visit) -> Made:
    if visit.request.care_type != "H":
        return NOT_MADE
    visit.request = replace(visit.request, exit_date=None)
    return MADE


def _care_outside_the_stay(clinic: Clinic, visit: Visit) -> Made:
    entry = visit.request.entry_date
    if entry is None:
        return NOT_MADE
    visit.request = replace(visit.request, entry_date=entry + timedelta(1))
    return MADE


def _emergency_without_its_act(clinic: Clinic, visit: Visit) -> Made:
    kept = [line for line in visit.lines if line.service_code not in ("510", "520")]
    if visit.request.care_type != "U" or not kept or len(kept) == len(visit.lines):
        return NOT_MADE
    visit.lines[:] = kept
    return MADE


# How often each is met, in no unit: what matters is how they stand to each other.
FAULTS: tuple[tuple[int, Fault], ...] = (
    (150, _above_tariff),
    (110, _wrong_rate),
    (90, _uncovered),
    (60, _too_many),
    (40, _other_name),
    (40, _parts_do_not_add_up),
    (35, _wrong_sum),
    (35, _billed_twice),
    (30, _unknown_reference),
    (30, _without(clinical_information=None)),
    (25, _other_service),
    (20, _billed_elsewhere),
    (20, _wrong_person),
    (20, _without(prescriber_signature=False)),
    (20, _without(validation_stamp=None)),
    (15, _without(facility_stamp=False)),
    (15, _unknown_act),
    (15, _no_tariff),
    (15, _too_many_in_the_year),
    (15, _without(reference=None)),
    (12, _line_without(service_code=None)),
    (12, _line_without(quantity=None)),
    (12, _line_without(insured_part=None)),
    (10, _line_without(mutual_part=None)),
    (10, _line_without(label=None)),
    (10, _line_without(unit_price=None)),
    (10, _line_without(amount=None)),
    (10, _not_authorised),
    (10, _authorised_too_late),
    (10, _physiotherapy),
    (10, _product_not_carried),
    (10, _without(care_type=None)),
    (10, _without(family_name=None)),
    (10, _other_sex),
    (8, _stay_without_exit),
    (8, _care_outside_the_stay),
    (8, _emergency_without_its_act),
    (8, _no_act),
    (8, _doubtful_age),
    (6, _without(care_date=None)),
    (6, _no_quantity),
)
