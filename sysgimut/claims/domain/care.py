"""Stage 3: what is found on each line of a request that is not refused, and how much of it is recognised.

Rules: docs/algorithms/adjudication.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sysgimut.claims.domain.decision import REFUSED, TO_JUSTIFY, Verdict
from sysgimut.claims.domain.facts import Act, Facility, Facts, Insured
from sysgimut.claims.domain.history import Payable
from sysgimut.claims.domain.request import Line, Request
from sysgimut.kernel.explanations import Value
from sysgimut.kernel.outcomes import Reason


@dataclass(slots=True)
class Care:
    """One person's care on one day at one facility, and the quantities its lines keep as they are decided."""

    request: Request
    insured: Insured
    day: date
    facility: Facility
    rate: Fraction
    facts: Facts
    earlier: Mapping[str, Sequence[Payable]]
    """Payable lines of earlier requests for this person and day, by act."""
    consumed: Mapping[str, int]
    """Quantity consumed by earlier requests of this person in this calendar year, by act."""
    kept: dict[str, int] = field(default_factory=dict)
    """Quantity kept so far on the lines of this request, by act."""

    def examine(self, line: Line, act: Act | None, verdict: Verdict, found: list[Reason]) -> Verdict:
        """Findings LN, DB and AP, added to `found` until one refuses; gives back the line's verdict."""
        if act is None:
            found.append(Reason("LN-1", {"act": line.act}))
            return REFUSED
        product = self.insured.product
        if product not in act.products:
            found.append(Reason("LN-2", {"act": act.code, "product": product}))
            return REFUSED
        if line.service_code is not None and line.service_code != act.service_code:
            services = {"declared": line.service_code, "service_code": act.service_code}
            found.append(Reason("LN-3", {"act": act.code, **services}))
        if act.restricted:
            verdict = self._compare_limits(act, verdict, found)
            if verdict == REFUSED:
                return REFUSED
        earlier = self.earlier.get(act.code)
        if earlier:
            verdict = self._find_earlier(line, act, earlier, found)
            if verdict == REFUSED:
                return REFUSED
        if act.needs_authorisation and not self._authorised(act):
            verdict = TO_JUSTIFY
            named = self.request.authorisation
            found.append(Reason("AP-1", {"act": act.code, "care_date": self.day, "authorisation": named}))
        return verdict

    def _compare_limits(self, act: Act, verdict: Verdict, found: list[Reason]) -> Verdict:
        """LN-4 and LN-5: the recorded sex and age against the act's."""
        insured = self.insured
        youngest, oldest = insured.ages_on(self.day)
        admitted = act.admits_age(youngest) + act.admits_age(oldest)
        if admitted == 0 or act.sex not in (None, insured.sex):
            params: dict[str, Value] = {
                "act": act.code,
                "act_sex": act.sex,
                "age_min": act.age_min,
                "age_max": act.age_max,
                "sex": insured.sex,
                "age": oldest,
            }
            found.append(Reason("LN-4", params))
            return REFUSED
        if admitted == 1:
            year = str(insured.birth.year)
            params = {"act": act.code, "age_min": act.age_min, "age_max": act.age_max, "birth_year": year}
            found.append(Reason("LN-5", params))
            return TO_JUSTIFY
        return verdict

    def _find_earlier(self, line: Line, act: Act, earlier: Sequence[Payable], found: list[Reason]) -> Verdict:
        """DB-1 and DB-2: the same act for the same person on the same day in an earlier request."""
        for payable in earlier:
            if (
                payable.facility == self.facility.code
                and payable.quantity == line.quantity
                and payable.amount == line.amount
            ):
                params = {
                    "act": act.code,
                    "quantity": line.quantity,
                    "amount": line.amount,
                    "care_date": self.day,
                    "earlier": payable.origin,
                }
                found.append(Reason("DB-1", params))
                return REFUSED
        # The sentence does not name the other request, which may be another facility's; the medical advisor
        # may read it.
        params = {"act": act.code, "care_date": self.day, "earlier": earlier[0].origin}
        found.append(Reason("DB-2", params))
        return TO_JUSTIFY

    def _authorised(self, act: Act) -> bool:
        """Whether the request names an authorisation of this person and act in force on the care date."""
        number = self.request.authorisation
        if number is None:
            return False
        issued = self.facts.authorisations.get((self.insured.person_id, act.code), ())
        return any(
            known == number and start <= self.day and (end is None or self.day < end) for known, start, end in issued
        )

    def recognise(self, line: Line, act: Act, verdict: Verdict, found: list[Reason]) -> tuple[int, int, Verdict]:
        """Tariff, amount and limits: quantity kept, amount recognised (XOF) and the line's verdict."""
        quantity, price, amount = line.quantity, line.unit_price, line.amount
        # The control grid refuses a line that lacks one of the three (ControlGrid).
        assert quantity is not None
        assert price is not None
        assert amount is not None
        tariff = self.facts.tariffs.price(act.code, self.facility, self.day)
        if tariff is None:
            place = self.facility.code
            found.append(Reason("TR-1", {"act": act.code, "facility": place, "care_date": self.day}))
            verdict = TO_JUSTIFY
        elif price > tariff:
            found.append(Reason("TR-2", {"unit_price": price, "tariff": tariff}))
        if amount != quantity * price:
            product = {"quantity": quantity, "unit_price": price, "expected": quantity * price}
            found.append(Reason("MT-1", {"amount": amount, **product}))
        kept = self._keep(quantity, act, found)
        paid_price = price if tariff is None or price < tariff else tariff
        return kept, min(amount, kept * paid_price), verdict

    def _keep(self, quantity: int, act: Act, found: list[Reason]) -> int:
        """QT-1 and QT-2: the quantity left within the limits, which the line then consumes."""
        if act.max_per_request is None and act.max_per_year is None:
            return quantity
        kept_before = self.kept.get(act.code, 0)
        kept = quantity
        limit = act.max_per_request
        if limit is not None and kept > (left := max(0, limit - kept_before)):
            found.append(Reason("QT-1", {"act": act.code, "quantity": kept, "limit": limit, "left": left}))
            kept = left
        limit = act.max_per_year
        if limit is not None:
            consumed = self.consumed.get(act.code, 0) + kept_before
            if kept > (left := max(0, limit - consumed)):
                figures = {"quantity": kept, "limit": limit, "left": left}
                found.append(Reason("QT-2", {"act": act.code, "year": str(self.day.year), **figures}))
                kept = left
        self.kept[act.code] = kept_before + kept
        return kept
