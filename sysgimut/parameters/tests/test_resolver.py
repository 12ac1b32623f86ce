"""Which value holds on a day, for whom, and the digest that decisions keep."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sysgimut.kernel.outcomes import Reason
from sysgimut.kernel.periods import Period
from sysgimut.parameters.domain.checks import check
from sysgimut.parameters.domain.financing import member_part, parts_of
from sysgimut.parameters.domain.reading import Place, read_entry
from sysgimut.parameters.domain.resolver import ParameterSet, Scope, digest, resolve, to_confirm
from sysgimut.parameters.domain.schema import SCHEMA
from sysgimut.parameters.domain.values import Entry, ParameterValue, Value, canonical, plain, restore

NEW_YEAR = date(2024, 1, 1)


def value(
    amount: Value, start: date, end: date | None = None, level: str = "", key: str = "cotisation"
) -> ParameterValue:
    return ParameterValue(key, "MOPTI", amount, Period(start, end), "texte", "confirme", "p. 1", level=level)


OLD = value(8650, date(2017, 3, 21), NEW_YEAR)
NEW = value(9000, NEW_YEAR)
OF_UNION = value(9500, NEW_YEAR, date(2025, 1, 1), level="UTM")
OF_MUTUAL = value(8000, date(2024, 6, 1), date(2024, 7, 1), level="BANDIAGARA")
ALL = [NEW, OF_MUTUAL, OLD, OF_UNION]
SCOPE = Scope(mutual="BANDIAGARA", union="UTM")


@pytest.mark.parametrize(
    ("day", "scope", "amount"),
    [
        (date(2023, 12, 31), Scope(), 8650),
        (NEW_YEAR, Scope(), 9000),
        (date(2023, 12, 31), SCOPE, 8650),
        (NEW_YEAR, SCOPE, 9500),
        (date(2024, 5, 31), SCOPE, 9500),
        (date(2024, 6, 1), SCOPE, 8000),
        (date(2024, 6, 30), SCOPE, 8000),
        (date(2024, 7, 1), SCOPE, 9500),
        (date(2024, 6, 15), Scope(mutual="MOPTI", union="UTM"), 9500),
        (date(2024, 6, 15), Scope(mutual="MOPTI"), 9000),
        (date(2025, 1, 1), SCOPE, 9000),
    ],
)
def test_the_most_specific_value_in_force_wins(day: date, scope: Scope, amount: int) -> None:
    found = resolve("cotisation", "MOPTI", day, ALL, scope)
    assert isinstance(found, ParameterValue)
    assert found.integer == amount


def test_no_value_in_force_is_a_reason_and_not_an_exception() -> None:
    found = resolve("cotisation", "MOPTI", date(2017, 3, 20), ALL)
    assert isinstance(found, Reason)
    assert found.code == "PRM-ABSENT"
    assert isinstance(resolve("cotisation", "AMV", NEW_YEAR, ALL), Reason)


def test_between_two_changes_nothing_changes() -> None:
    values = ParameterSet(ALL)
    days = values.changes("MOPTI", SCOPE)
    assert days == (date(2017, 3, 21), NEW_YEAR, date(2024, 6, 1), date(2024, 7, 1), date(2025, 1, 1))
    for start, end in zip(days, days[1:], strict=False):
        first = values.in_force(start, "MOPTI", SCOPE)
        assert values.in_force(end - timedelta(days=1), "MOPTI", SCOPE) == first
        assert values.in_force(end, "MOPTI", SCOPE) != first


def test_the_digest_depends_on_values_and_dates_and_not_on_order_or_confirmation() -> None:
    assert digest(ALL) == digest(list(reversed(ALL)))
    assert digest([*ALL, NEW]) == digest(ALL)
    assert digest([replace(NEW, status="a_confirmer", note="à voir", source="autre")]) == digest([NEW])
    others = (
        replace(NEW, value=9001),
        replace(NEW, product="AMV"),
        replace(NEW, key="droit_admission"),
        replace(NEW, level="UTM"),
        replace(NEW, period=Period(NEW_YEAR, date(2025, 1, 1))),
    )
    assert len({digest([NEW]), *(digest([other]) for other in others)}) == 6


def test_the_canonical_text_of_equal_values_is_equal() -> None:
    rows: Value = ({"part": Fraction(1, 5), "financeur": "ETAT"},)
    same: Value = ({"financeur": "ETAT", "part": Fraction("0.20")},)
    assert canonical(rows) == canonical(same)
    assert canonical(rows) == '[{"financeur":"ETAT","part":"1/5"}]'
    assert canonical(True) != canonical(1)


@given(st.fractions(0, 1), st.integers(0, 10**12), st.booleans(), st.dates())
def test_what_is_stored_as_json_is_read_back_exactly(rate: Fraction, amount: int, flag: bool, day: date) -> None:
    assert restore(SCHEMA["taux_urgence"], plain(rate)) == rate
    assert restore(SCHEMA["cotisation"], plain(amount)) == amount
    assert restore(SCHEMA["droit_admission_remboursable"], plain(flag)) is flag
    table: Value = ({"code": "P", "libelle": "Produit", "ouverture": day, "complet": flag},)
    assert restore(SCHEMA["produits"], plain(table)) == table


def test_what_is_to_confirm_is_listed_in_order() -> None:
    doubtful = [replace(NEW, status="a_confirmer"), replace(OLD, status="a_confirmer")]
    assert to_confirm([*doubtful, OF_UNION]) == (doubtful[1], doubtful[0])


def financing(**parts: str) -> ParameterValue:
    rows: Value = tuple({"financeur": payer, "part": Fraction(part)} for payer, part in parts.items())
    return value(rows, NEW_YEAR, key="financement")


def test_the_parts_of_a_contribution_add_up_and_the_odd_franc_goes_to_the_state() -> None:
    shares = financing(MUTUALISTE="1/5", AFD="3/10", ETAT="1/2")
    assert parts_of(OLD, shares) == {"ETAT": 4325, "AFD": 2595, "MUTUALISTE": 1730}
    assert parts_of(value(1, NEW_YEAR), financing(MUTUALISTE="1/2", ETAT="1/2")) == {
        "ETAT": 1,
        "MUTUALISTE": 0,
    }
    assert member_part(OLD, shares) == 1730
    assert member_part(OLD, financing(ETAT="1")) == 0


def adopt(raw: dict[str, object], level: str) -> Entry | tuple[Reason, ...]:
    place = Place("décision 12/2024", SCHEMA["cotisation"], 1, "MOPTI", level)
    return read_entry(place, raw, {"decision"})


def test_an_organ_adopts_a_value_through_the_same_rules() -> None:
    raw = {"valeur": 9000, "debut": NEW_YEAR, "source": "decision", "passage": "art. 3", "statut": "confirme"}
    entry = adopt(raw, "UTM")
    assert isinstance(entry, Entry)
    assert entry.value.level == "UTM"
    shipped = Entry(OLD, "produit_mopti.toml")
    assert check([shipped, entry], SCHEMA)[0].code == "PRM-PRODUIT"  # no product is declared here
    again = adopt(raw | {"debut": date(2024, 2, 1)}, "UTM")
    assert isinstance(again, Entry)
    assert "PRM-CHEVAUCHEMENT" in {reason.code for reason in check([entry, again], SCHEMA)}
    later = Entry(replace(again.value, level="MOPTI"), "décision")
    assert "PRM-CHEVAUCHEMENT" not in {reason.code for reason in check([entry, later], SCHEMA)}
    refused = adopt(raw | {"valeur": 9000.5}, "UTM")
    assert not isinstance(refused, Entry)
    assert [reason.code for reason in refused] == ["PRM-VIRGULE"]
