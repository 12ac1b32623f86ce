"""What holds for every request, every history and every order of arrival."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sysgimut.claims.domain.adjudication import adjudicate, adjudicate_all
from sysgimut.claims.domain.decision import REFUSED, LineDecision, RequestDecision
from sysgimut.claims.domain.facts import Facts, Segment, Tariff, TariffTable
from sysgimut.claims.domain.history import History
from sysgimut.claims.domain.reasons import RANK
from sysgimut.claims.domain.request import CARE_TYPES, Line, Request, work_order
from sysgimut.claims.tests.world import ACTS, AWA, BOTH, FACTS, GRID, HEAD, OUMAR, REQUEST, RIGHTS, TARIFFS, line
from sysgimut.kernel.money import share

FEW = settings(max_examples=40, deadline=None)

# Acts that meet often, so that doubles and limits happen.
COMMON = [act.code for act in ACTS] + ["200-001"] * 6 + ["100-001"] * 3
RATES = [Fraction(7, 10), Fraction(8, 10), Fraction(3, 4)]


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """Mostly right lines; sometimes something is absent, wrong, too dear or added up wrong."""
    act = draw(st.sampled_from(COMMON))
    quantity = draw(st.integers(1, 12))
    price = draw(st.sampled_from([1, 150, 333, 1000, 1235, 2001]))
    amount = draw(st.sampled_from([quantity * price] * 5 + [quantity * price + 7, max(1, quantity * price - 50)]))
    mutual_part = share(amount, draw(st.sampled_from(RATES)))[0] + draw(st.sampled_from([0, 0, 0, 0, 1, 100]))
    insured_part = max(0, amount - mutual_part) + draw(st.sampled_from([0, 0, 0, 5]))
    made = line(
        act=act,
        service_code=draw(st.sampled_from([act.partition("-")[0]] * 4 + ["900"])),
        quantity=quantity,
        unit_price=price,
        amount=amount,
        mutual_part=mutual_part,
        insured_part=insured_part,
    )
    absent: dict[str, Any] = {}
    if draw(st.integers(0, 14)) == 0:
        absent[draw(st.sampled_from(["act", "label", "quantity", "unit_price", "amount", "insured_part"]))] = None
    return replace(made, **absent)


@st.composite
def requests(draw: st.DrawFn, people: tuple[str, ...] = (AWA.reference, OUMAR.reference, "ZZ999")) -> Request:
    """Requests of few people on few days at few places, so that they meet."""
    person = {AWA.reference: AWA, OUMAR.reference: OUMAR}.get(draw(st.sampled_from(people)))
    day = date(2023, 2, 27) + timedelta(draw(st.sampled_from([0, 1, 2, 2, 2, 3, 30, 307, 308, 700])))
    head = replace(
        HEAD,
        number=draw(st.sampled_from([None, "B1", "B2"])),
        facility=draw(st.sampled_from([None, "CSCOM07", "CSCOM07", "CSCOM07", "HOPITAL01", "CSCOM99"])),
        received_on=draw(st.sampled_from([None, None, day + timedelta(90), day + timedelta(91)])),
    )
    made = draw(st.lists(lines(), min_size=1, max_size=5))
    care_type = draw(st.sampled_from(["A", "A", *CARE_TYPES]))
    return replace(
        REQUEST,
        head=head,
        number=draw(st.sampled_from([f"{number:04}" for number in range(40)])),
        reference=person.reference if person else "ZZ999",
        family_name=draw(st.sampled_from([person.family_name if person else "X"] * 4 + ["Diallo"])),
        given_names=person.given_names if person else "Y",
        sex=draw(st.sampled_from([None, "M", "F"])),
        care_date=day,
        care_type=care_type,
        entry_date=draw(st.sampled_from([day, day, None])) if care_type != "A" else None,
        exit_date=draw(st.sampled_from([day, day, day - timedelta(1)])) if care_type != "A" else None,
        authorisation=draw(st.sampled_from([None, "AP00001"])),
        contact=draw(st.sampled_from([None, "70000001"])),
        lines=tuple(replace(one, number=str(number)) for number, one in enumerate(made, 1)),
    )


@st.composite
def batches(draw: st.DrawFn, people: tuple[str, ...] = (AWA.reference, OUMAR.reference, "ZZ999")) -> list[Request]:
    """Requests with keys of their own, as in a directory; some are a copy under another number."""
    made = draw(st.lists(requests(people), min_size=1, max_size=8))
    copies = [replace(one, number=f"C{one.number}") for one in made if draw(st.booleans())]
    return list({work_order(one)[1:]: one for one in made + copies}.values())


def decide_all(batch: list[Request], facts: Facts = FACTS) -> dict[int, RequestDecision]:
    """Decisions by the place of their request in the batch."""
    place = {id(one): number for number, one in enumerate(batch)}
    return {place[id(one)]: decision for one, decision in adjudicate_all(batch, facts, History(), GRID)}


def history_of(batch: list[Request]) -> History:
    history = History()
    for _ in adjudicate_all(batch, FACTS, history, GRID):
        pass
    return history


def check_line(asked: Line, answer: LineDecision, decision: RequestDecision) -> None:
    assert answer.claimed == (asked.mutual_part or 0) == answer.granted + answer.rejected + answer.to_justify
    assert min(answer.granted, answer.rejected, answer.to_justify, answer.overpaid, answer.base, answer.kept) >= 0
    assert answer.granted == 0 or answer.to_justify == 0
    assert answer.codes == tuple(reason.code for reason in answer.reasons)
    assert list(answer.codes) == sorted(set(answer.codes), key=RANK.__getitem__)
    assert {reason.code for reason in decision.reasons} <= set(answer.codes)
    if answer.verdict == REFUSED:
        assert (answer.rejected, answer.overpaid, answer.base, answer.kept) == (answer.claimed, 0, 0, 0)
        return
    assert answer.rate is not None
    assert answer.base <= (asked.amount or 0)
    assert answer.kept <= (asked.quantity or 0)
    mutual, insured = share(answer.base, answer.rate)
    assert answer.granted + answer.to_justify == min(mutual, answer.claimed)
    assert answer.overpaid == max(0, (asked.insured_part or 0) - insured)


@FEW
@given(batches())
def test_every_franc_and_every_code_is_accounted_for(batch: list[Request]) -> None:
    for number, decision in decide_all(batch).items():
        assert len(decision.lines) == len(batch[number].lines)
        assert decision.claimed == decision.granted + decision.rejected + decision.to_justify
        for asked, answer in zip(batch[number].lines, decision.lines, strict=True):
            check_line(asked, answer, decision)
            if decision.verdict == REFUSED:
                assert answer.verdict == REFUSED
            if decision.verdict == "to_justify":
                assert answer.granted == 0


@FEW
@given(batches(), requests())
def test_deciding_changes_nothing_and_gives_the_same_again(earlier: list[Request], asked: Request) -> None:
    history = history_of(earlier)
    before = deepcopy((history.payable, history.consumed))
    first = adjudicate(asked, FACTS, history, GRID)
    assert (history.payable, history.consumed) == before
    assert adjudicate(asked, FACTS, history, GRID) == first


@FEW
@given(batches(), st.randoms(use_true_random=False))
def test_the_order_in_which_a_batch_is_read_does_not_matter(batch: list[Request], random: Random) -> None:
    shuffled = list(batch)
    random.shuffle(shuffled)
    expected = decide_all(batch)
    place = {id(one): number for number, one in enumerate(batch)}
    for number, decision in decide_all(shuffled).items():
        assert decision == expected[place[id(shuffled[number])]]


@FEW
@given(batches())
def test_a_batch_gives_what_its_requests_give_one_by_one(batch: list[Request]) -> None:
    history = History()
    expected = decide_all(batch)
    for number in sorted(range(len(batch)), key=lambda number: work_order(batch[number])):
        decision = adjudicate(batch[number], FACTS, history, GRID)
        history.add(batch[number], decision)
        assert decision == expected[number]


@FEW
@given(batches((AWA.reference,)), batches((OUMAR.reference, "ZZ999")))
def test_requests_of_other_people_change_nothing(mine: list[Request], others: list[Request]) -> None:
    alone, together = decide_all(mine), decide_all(mine + others)
    assert all(together[number] == decision for number, decision in alone.items())


@FEW
@given(batches())
def test_limits_are_never_passed(batch: list[Request]) -> None:
    limits = {act.code: (act.max_per_request, act.max_per_year) for act in ACTS}
    in_year: Counter[tuple[object, str, int]] = Counter()
    for number, decision in decide_all(batch).items():
        in_request: Counter[str] = Counter()
        for asked, answer in zip(batch[number].lines, decision.lines, strict=True):
            day = batch[number].care_date
            if asked.act is not None and day is not None:
                in_request[asked.act] += answer.kept
                in_year[decision.person_id, asked.act, day.year] += answer.kept
        for act, kept in in_request.items():
            limit = limits[act][0]
            assert limit is None or kept <= limit
    for (_, act, _), kept in in_year.items():
        limit = limits[act][1]
        assert limit is None or kept <= limit


@FEW
@given(batches())
def test_nothing_is_paid_twice(batch: list[Request]) -> None:
    paid: dict[tuple[object, ...], int] = {}
    for number, decision in decide_all(batch).items():
        asked = batch[number]
        for one, answer in zip(asked.lines, decision.lines, strict=True):
            if answer.granted:
                key = (asked.reference, asked.head.facility, asked.care_date, one.act, one.quantity, one.amount)
                assert paid.setdefault(key, number) == number
                granted_day = (asked.reference, asked.care_date, one.act)
                assert paid.setdefault(granted_day, number) == number


@FEW
@given(batches(), requests())
def test_a_released_decision_leaves_nothing(earlier: list[Request], asked: Request) -> None:
    history, untouched = history_of(earlier), history_of(earlier)
    decision = adjudicate(asked, FACTS, history, GRID)
    history.add(asked, decision)
    history.release(asked, decision)
    assert adjudicate(asked, FACTS, history, GRID) == decision == adjudicate(asked, FACTS, untouched, GRID)


@FEW
@given(batches(), requests(), st.integers(0, 900))
def test_a_longer_coverage_never_lowers_a_grant(earlier: list[Request], asked: Request, days: int) -> None:
    history = history_of(earlier)
    opened, closed = date(2023, 3, 1) - timedelta(days), date(2024, 12, 1) + timedelta(days)
    longer = (
        Segment(None, opened, "PAS_ENCORE", opened),
        Segment(opened, closed, "OUVERT", closed),
        Segment(closed, None, "EXPIRE", closed),
    )
    assert RIGHTS[2].start == date(2023, 3, 1)
    insured = {person.reference: replace(person, rights=longer) for person in (AWA, OUMAR)}
    before = adjudicate(asked, FACTS, history, GRID)
    after = adjudicate(asked, replace(FACTS, insured=insured), history, GRID)
    for low, high in zip(before.lines, after.lines, strict=True):
        assert high.granted >= low.granted
        assert high.granted + high.to_justify >= low.granted + low.to_justify


@FEW
@given(batches(), requests(), st.integers(0, 3000))
def test_a_higher_tariff_never_lowers_a_grant(earlier: list[Request], asked: Request, rise: int) -> None:
    history = history_of(earlier)
    dearer = TariffTable([tariff._replace(price=tariff.price + rise) for tariff in TARIFFS])
    before = adjudicate(asked, FACTS, history, GRID)
    after = adjudicate(asked, replace(FACTS, tariffs=dearer), history, GRID)
    for low, high in zip(before.lines, after.lines, strict=True):
        assert high.granted >= low.granted
        assert high.kept == low.kept


@FEW
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["*", "CSCOM", "CSCOM07", "HOPITAL"]),
            st.integers(1, 9),
            st.integers(0, 20),
            st.none() | st.integers(1, 20),
        ),
        max_size=8,
        unique_by=lambda row: (row[0], row[2]),
    ),
    st.integers(0, 40),
)
def test_tariffs_are_found_as_the_rule_says(rows: list[tuple[str, int, int, int | None]], day: int) -> None:
    first = date(2023, 1, 1)
    on = first + timedelta(day)
    tariffs = [
        Tariff(
            scope, "100-001", price, first + timedelta(start), None if end is None else first + timedelta(start + end)
        )
        for scope, price, start, end in rows
    ]
    in_force = [tariff for tariff in tariffs if tariff.start <= on and (tariff.end is None or on < tariff.end)]
    expected = None
    for scope in ("CSCOM07", "CSCOM", "*"):
        of_scope = [tariff for tariff in in_force if tariff.scope == scope]
        if of_scope:
            expected = max(of_scope, key=lambda tariff: tariff.start).price
            break
    facility = FACTS.facilities["CSCOM07"]
    assert TariffTable(tariffs).price("100-001", facility, on) == expected
    assert facility.agreements[0].products == BOTH
