"""What lists and look-ups answer, to whom, and in how many statements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection

from sysgimut.contributions import queries
from sysgimut.contributions.commands.cancel_receipt import CancelReceipt
from sysgimut.contributions.commands.correct_person import CorrectPerson
from sysgimut.contributions.commands.issue_booklet import IssueBooklet
from sysgimut.contributions.queries import ReceiptFilter, booklet_rows, booklet_seen_by, booklets, late_households
from sysgimut.contributions.rights import rights_on
from sysgimut.contributions.tests.world import (
    DOUROU,
    KONNA,
    MOPTI,
    SOYE,
    TODAY,
    d,
    enrolled,
    people_of,
    person,
    receipt,
    send,
    validated,
    viewer,
)
from sysgimut.identity.access import NOBODY
from sysgimut.kernel.outcomes import Outcome
from sysgimut.membership.likenesses import open_suspicions, pairs
from sysgimut.membership.messages import PersonEntry
from sysgimut.membership.models import Identity
from sysgimut.membership.searching import household_rows, search_homes
from sysgimut.parameters.queries import current

pytestmark = pytest.mark.usefixtures("union")
Statements = Callable[[int], Any]


def chief() -> Any:
    return viewer("chef", "coordinateur", MOPTI)


def done(outcome: Outcome) -> None:
    assert outcome.status in ("accepted", "held"), outcome.reasons


def found(text: str, who: Any = None, **filters: str) -> list[str]:
    return [home.household.reference for home in search_homes(who or viewer(), text, **filters)]


@pytest.fixture
def households() -> tuple[str, str]:
    """The Tembély of Konna, and Coulibaly Djénéba with an old number and a telephone."""
    first = validated()
    mother = person(
        family_name="Coulibaly",
        given_names="Djénéba",
        sex="F",
        birth=date(1970, 1, 1),
        alias="KN 0042",
        phone="76000001",
    )
    return first, enrolled(people=(mother,), village="Kotaka")


@pytest.mark.parametrize(
    "text",
    ["Coulibaly", "kulibali jeneba", "Jeneba Kul", "couli", "KN 0042", "+223 76 00 00 01", "{household}", "{person}"],
)
def test_a_household_is_found_however_it_is_spelt(households: tuple[str, str], text: str) -> None:
    _, second = households
    asked = text.format(household=second.lower(), person=people_of(second)[0].lower())
    assert found(asked) == [second]


@pytest.mark.parametrize(
    "text", ["Coulibaly Ousmane", "bal", "76000002", "KN 0043", "MOPTI-999999-X", "—", "x' OR 1=1"]
)
def test_what_is_not_there_is_not_found(households: tuple[str, str], text: str) -> None:
    assert found(text) == []


def test_everybody_sees_their_own_scope_only(households: tuple[str, str]) -> None:
    first, second = households
    assert found("") == [second, first]
    assert found("", chief()) == [second, first]
    assert found("", chief(), within=SOYE) == []
    assert found("", chief(), within=KONNA, product="AMV") == []
    for scope in (SOYE, DOUROU):
        assert found("Coulibaly", viewer(scope[-5:].lower(), "gestionnaire", scope)) == []
    assert found("Coulibaly", NOBODY) == []
    assert found("Coulibaly", viewer("caisse", "guichet", "UTM")) == []


def test_a_page_of_households_takes_three_statements_however_many(
    households: tuple[str, str], django_assert_num_queries: Statements
) -> None:
    whole = chief()
    with django_assert_num_queries(2):
        rows = household_rows(search_homes(whole, "").select_related("household")[:25])
    assert [(row.reference, row.head.name if row.head else "", row.present) for row in rows] == [
        (households[1], "Djénéba Coulibaly", 1),
        (households[0], "Ousmane Tembély", 2),
    ]
    (row,) = household_rows(search_homes(whole, "Guindo").select_related("household"), "Guindo")
    assert [member.name for member in row.found] == ["Kadidia Guindo"]


@pytest.mark.parametrize(
    ("day", "status", "code"),
    [
        ("2024-01-09", "PAS_ENCORE", "DROITS-PAS_ENCORE"),
        ("2024-01-10", "OBSERVATION", "DROITS-OBSERVATION"),
        ("2024-04-09", "OBSERVATION", "DROITS-OBSERVATION"),
        ("2024-04-10", "OUVERT", None),
        ("2025-01-09", "OUVERT", None),
        ("2025-01-10", "EXPIRE", "DROITS-EXPIRE"),
    ],
)
def test_rights_on_a_day_in_one_statement(
    households: tuple[str, str], django_assert_num_queries: Statements, day: str, status: str, code: str | None
) -> None:
    reference = people_of(households[0])[0]
    assert connection.features.supports_json_field, "SQLite is asked once in its life"
    with django_assert_num_queries(1):
        answer = rights_on(f" {reference.lower()} ", d(day))
    assert (answer.status, answer.open) == (status, status == "OUVERT")
    assert (answer.reason.code if answer.reason else None) == code
    assert (answer.name, answer.birth, answer.household) == ("Ousmane Tembély", d("1985-04-02"), households[0])
    if status == "OUVERT":
        assert answer.until == d("2025-01-10")


def test_rights_of_nobody_and_of_those_who_have_not_paid(households: tuple[str, str]) -> None:
    unknown = rights_on("MOPTI-999999-01-X", TODAY)
    assert (unknown.status, unknown.reason.code if unknown.reason else "") == ("INCONNU", "DROITS-INCONNU")
    _, second = households
    reference = people_of(second)[0]
    assert rights_on("KN 0042", TODAY).reference == reference
    never = rights_on(reference, TODAY)
    assert (never.status, never.reason.code if never.reason else "") == ("NON_VALIDE", "DROITS-NON_VALIDE")
    done(send(receipt("C1-7", second, "2024-02-01", 400, 0)))
    part = rights_on(reference, TODAY).reason
    assert part is not None
    assert part.params == {"fee_missing": 600, "contribution_missing": 1730}
    done(send(receipt("C1-8", second, "2024-02-02", 600, 1730)))
    waiting = rights_on(reference, TODAY).reason
    assert waiting is not None
    assert waiting.code == "DROITS-A_VALIDER"


def test_receipts_are_listed_filtered_and_added_up(households: tuple[str, str]) -> None:
    first, second = households
    done(send(receipt("C2-1", second, "2024-02-01", 1000, 730, method="wave", collector="Awa")))
    done(send(receipt("C2-2", second, "2024-03-01", 0, 1000)))
    done(send(receipt("C3-1", "INCONNU", "2024-03-05", 0, 500, till=KONNA)))
    done(send(CancelReceipt(mutual="MOPTI", receipt="C2-2", reason="erreur"), chief()))

    def numbers(who: Any = None, **wanted: Any) -> list[str]:
        return [row.number for row in queries.receipts(who or viewer(), ReceiptFilter(**wanted))]

    assert numbers() == ["C3-000001", "C2-000002", "C2-000001", "C1-000001"]
    assert numbers(booklet="C2") == ["C2-000002", "C2-000001"]
    assert numbers(collector="Awa") == numbers(method="wave") == numbers(number="C2-1") == ["C2-000001"]
    assert numbers(start=d("2024-02-01"), end=d("2024-02-29")) == ["C2-000001"]
    assert numbers(state="voided") == ["C2-000002"]
    assert numbers(state="suspense") == ["C3-000001"]
    assert numbers(state="valid") == ["C2-000001", "C1-000001"]
    assert numbers(number="sept") == numbers(viewer("issa", "gestionnaire", SOYE)) == numbers(NOBODY) == []
    sums = queries.totals(queries.receipts(viewer()))
    assert (sums.count, sums.fee, sums.contribution, sums.total) == (3, 2000, 4690, 6690)
    assert [task.declared for task in queries.suspense_tasks(chief())] == ["INCONNU"]
    assert not queries.suspense_tasks(viewer("issa", "gestionnaire", SOYE)).exists()


def test_booklets_show_what_became_of_every_leaf(
    households: tuple[str, str], django_assert_num_queries: Statements
) -> None:
    _, second = households
    for code in ("C5", "C6", "C7"):
        booklet = IssueBooklet(
            mutual="MOPTI", section="S-KONNA", code=code, first=1, last=50, holder="Awa", day=d("2024-01-02")
        )
        done(send(booklet, chief()))
    for number in ("C5-1", "C5-2", "C5-6", "C6-1", "C6-2"):
        done(send(receipt(number, second, "2024-02-01", 0, 100)))
    for number in ("C5-4", "C6-3", "C7-2"):
        done(send(CancelReceipt(mutual="MOPTI", receipt=number, reason="déchiré"), chief()))
    who = viewer()
    with django_assert_num_queries(3):
        rows = {row.code: row for row in booklet_rows(booklets(who))}
    assert rows["C5"].gaps == ((3, 3), (5, 5))
    assert (rows["C5"].used, rows["C5"].cancelled, rows["C5"].missing, rows["C5"].amount) == (3, (4,), 2, 300)
    assert (rows["C6"].gaps, rows["C6"].cancelled, rows["C6"].leaves) == ((), (3,), 50)
    assert sorted(one.code for one in booklets(who, only_gaps=True)) == ["C5", "C7"]
    assert [one["booklet"] for one in queries.unregistered_booklets(who)] == ["C1"]
    seen = booklet_seen_by(who, "MOPTI", "C1")
    assert seen is not None
    assert (seen.first, seen.last, seen.used) == (1, 1, 1)
    assert booklet_seen_by(viewer("issa", "gestionnaire", SOYE), "MOPTI", "C5") is None
    assert booklet_seen_by(viewer("issa", "gestionnaire", SOYE), "MOPTI", "C1") is None


@pytest.mark.parametrize(
    ("today", "state", "days"),
    [
        ("2024-12-10", None, None),
        ("2024-12-11", "soon", 30),
        ("2025-01-09", "soon", 1),
        ("2025-01-10", "resumable", 0),
        ("2025-04-10", "resumable", -90),
        ("2025-04-11", "lapsed", -91),
    ],
)
def test_households_to_visit(households: tuple[str, str], today: str, state: str | None, days: int | None) -> None:
    parameters = current()
    for asked in ("soon", "resumable", "lapsed"):
        accounts = queries.late_accounts(viewer(), d(today), asked, parameters)
        late = late_households(list(accounts), d(today), parameters)
        assert [one.days for one in late] == ([days] if asked == state else [])
        for one in late:
            assert (one.contribution, one.fee, one.total, one.resume_by) == (3460, 0, 3460, d("2025-04-10"))
        assert not queries.late_accounts(viewer("issa", "gestionnaire", SOYE), d(today), asked, parameters).exists()


def test_look_alikes_side_by_side(django_assert_num_queries: Statements) -> None:
    first = people_of(enrolled())[0]
    household = enrolled(people=(person(given_names="Seydou"),), village="Kotaka")
    second = people_of(household)[0]
    base = Identity.objects.get(person__reference=second).pk
    done(
        send(
            CorrectPerson(
                household=household, reference=second, base=base, person=PersonEntry(**person()), reason="relu"
            )
        )
    )
    who = viewer()
    with django_assert_num_queries(4):
        (pair,) = pairs(open_suspicions(who)[:10])
    assert {pair.first.reference, pair.second.reference} == {first, second}
    assert pair.differences == {"household", "village"}
    assert not open_suspicions(viewer("issa", "gestionnaire", SOYE)).exists()
