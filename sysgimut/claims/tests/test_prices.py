"""The price that a page shows is the price that adjudication uses."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sysgimut.claims.domain.facts import Facility, Tariff, TariffTable
from sysgimut.providers.domain.tariffs import PricedAct, prices_on

FIRST = date(2022, 1, 1)
days = st.integers(0, 40).map(lambda count: FIRST + timedelta(days=count))
tariffs = st.tuples(
    st.sampled_from(["*", "CSCOM", "HOPITAL", "C1", "C2"]),
    st.sampled_from(["100-001", "200-001"]),
    st.integers(0, 5000),
    days,
    st.none() | days,
)


@given(st.lists(tariffs, max_size=12, unique_by=lambda t: (t[0], t[1], t[3])), days)
def test_pages_and_adjudication_agree(known: list[tuple[str, str, int, date, date | None]], day: date) -> None:
    table = TariffTable(Tariff(*one) for one in known)
    for code, kind in (("C1", "CSCOM"), ("H1", "HOPITAL")):
        shown = prices_on((PricedAct(*one) for one in known), code, kind, day)
        for act in ("100-001", "200-001"):
            price = shown[act].price if act in shown else None
            assert price == table.price(act, Facility(code, kind, ()), day)
