"""Joining, leaving, moving, correcting, deciding: one person or one household at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sysgimut.contributions.commands.add_person import AddPerson
from sysgimut.contributions.commands.correct_person import CorrectPerson
from sysgimut.contributions.commands.decide_duplicate import DecideDuplicate
from sysgimut.contributions.commands.record_exit import RecordExit
from sysgimut.contributions.commands.transfer_household import TransferHousehold
from sysgimut.contributions.models import Coverage
from sysgimut.contributions.tests.world import (
    DOUROU,
    KONNA,
    MOPTI,
    SOYE,
    d,
    enrolled,
    family,
    people_of,
    person,
    receipt,
    row_counts,
    send,
    validated,
    viewer,
)
from sysgimut.journal.clock import new_id
from sysgimut.journal.command import Command
from sysgimut.kernel.outcomes import Outcome
from sysgimut.membership.messages import PersonEntry
from sysgimut.membership.models import (
    Belonging,
    DuplicateDecision,
    DuplicateSuspicion,
    Identity,
    NameToken,
    Residence,
)

pytestmark = pytest.mark.usefixtures("union")


def child(**changes: Any) -> PersonEntry:
    """A newborn daughter."""
    return PersonEntry(**person(given_names="Hawa", sex="F", birth=d("2024-05-20"), role="enfant") | changes)


def joins(household: str, who: PersonEntry | None = None, joined: str = "2024-06-01") -> AddPerson:
    return AddPerson(household=household, joined=d(joined), person=who or child())


def base(reference: str) -> int:
    return Identity.objects.get(person__reference=reference, superseded_by__isnull=True).pk


def corrects(household: str, reference: str, **changes: Any) -> CorrectPerson:
    return CorrectPerson(
        household=household,
        reference=reference,
        base=base(reference),
        person=PersonEntry(**person() | changes),
        reason="carte relue",
    )


def codes(outcome: Outcome) -> list[str]:
    return [reason.code for reason in outcome.reasons]


def test_a_newborn_has_rights_at_once_and_a_late_wife_after_an_observation() -> None:
    household = validated()
    born = send(joins(household))
    assert (born.result["persons"], born.result["opens"]) == (3, "2024-06-01")
    assert codes(born) == []
    wife = send(joins(household, child(given_names="Aminata", birth=d("1995-01-01"), role="conjoint")))
    assert (wife.result["opens"], codes(wife)) == ("2024-09-01", ["PERS-OBSERVATION"])
    assert Coverage.objects.filter(superseded_by__isnull=True, person__reference=wife.result["person"]).exists()


def test_the_sixteenth_person_makes_a_second_fee_due_and_the_outcome_says_so() -> None:
    names = [
        "Adama",
        "Bakary",
        "Cheick",
        "Daouda",
        "Elhadji",
        "Fousseyni",
        "Garba",
        "Hamidou",
        "Idrissa",
        "Karim",
        "Lassana",
        "Modibo",
        "Nouhoum",
        "Oumar",
    ]
    others = [person(given_names=name, birth=date(1970 + i, 2, 3), role="autre") for i, name in enumerate(names)]
    household = enrolled(*others)
    assert send(receipt("C1-1", household, "2024-01-10", 1000, 15 * 1730)).accepted
    from sysgimut.contributions.commands.validate_household import ValidateHousehold

    assert send(ValidateHousehold(household=household)).accepted
    outcome = send(joins(household))
    assert outcome.accepted
    assert outcome.result["fee"] == 1000
    (remark,) = outcome.reasons
    assert (remark.code, remark.params) == ("MEN-DROIT_SUIVANT", {"persons": 16, "fee": 1000})
    assert outcome.result["opens"] == "2024-06-01"


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (lambda h: joins(h, child(role="adherent", birth=d("1980-01-01"))), "MEN-ADHERENT-DEJA"),
        (lambda h: joins(h, joined="2024-05-19"), "PERS-NAISSANCE"),
        (lambda h: joins(h, joined="2024-06-16"), "PERS-FUTUR"),
        (lambda h: joins(h, child(given_names="Ousmane", sex="M", birth=d("1985-04-02"))), "DOUBLON-CERTAIN"),
        (lambda h: joins(h, child(reference=people_of(h)[0])), "MEN-DIFFERENT"),
        (lambda h: joins("MOPTI-999999-X"), "ACCES-REFUSE"),
        (lambda h: RecordExit(household=h, person="X", left=d("2024-06-01"), reason="depart"), "PERS-INCONNUE"),
        (lambda h: leaves(h, "2024-01-10"), "PERS-SORTIE"),
        (lambda h: leaves(h, "2024-06-16"), "PERS-FUTUR"),
        (lambda h: moves(h, "Konna", "Gnimitongo"), "MEN-MEME_LIEU"),
        (lambda h: moves(h, "Bamako", "Lafiabougou"), "MEN-COMMUNE"),
        (lambda h: moves(h, "Konna", "Kotaka", day="2024-01-10"), "MEN-DATE"),
        (lambda h: moves(h, "Konna", "Kotaka", day="2024-07-01"), "PERS-FUTUR"),
        (lambda h: moves(h, "Soye", "Soye"), "ACCES-REFUSE"),
        (lambda h: corrects(h, people_of(h)[0]), "PERS-RIEN"),
        (lambda h: corrects(h, people_of(h)[0], birth=d("2024-02-01")), "PERS-NAISSANCE"),
        (lambda h: DecideDuplicate(person="A", other="B", same=True, reason="vus ensemble"), "ACCES-REFUSE"),
    ],
)
def test_a_refusal_changes_nothing(message: Any, code: str) -> None:
    household = validated()
    sent: Command = message(household)
    before = row_counts()
    outcome = send(sent)
    assert outcome.status == "refused"
    assert codes(outcome) == [code]
    assert row_counts() == before


@pytest.mark.parametrize("scope", [SOYE, DOUROU])
def test_another_section_may_do_nothing_here(scope: str) -> None:
    household = validated()
    reference = people_of(household)[0]
    stranger = viewer(f"autre-{scope[-4:]}", "gestionnaire", scope)
    before = row_counts()
    for message in (
        joins(household),
        leaves(household, "2024-06-01"),
        moves(household, "Konna", "Kotaka"),
        corrects(household, reference, given_names="Usman"),
    ):
        assert codes(send(message, stranger)) == ["ACCES-REFUSE"]
    assert row_counts() == before


def leaves(household: str, left: str, reason: str = "deces", rank: int = 0) -> RecordExit:
    return RecordExit.model_validate(
        {"household": household, "person": people_of(household)[rank], "left": d(left), "reason": reason}
    )


def moves(household: str, commune: str, village: str, day: str = "2024-06-01") -> TransferHousehold:
    return TransferHousehold(household=household, commune=commune, village=village, day=d(day), reason="déménage")


def test_an_exit_closes_rights_and_gives_nothing_back() -> None:
    household = validated()
    head = people_of(household)[0]
    outcome = send(leaves(household, "2024-06-01"))
    assert (outcome.status, codes(outcome)) == ("accepted", ["MEN-SANS_ADHERENT"])
    belonging = Belonging.objects.get(person__reference=head, superseded_by__isnull=True)
    assert (belonging.left, belonging.exit_reason) == (d("2024-06-01"), "deces")
    current = Coverage.objects.filter(person__reference=head, superseded_by__isnull=True).order_by("start")
    assert list(current.values_list("status", flat=True))[-2:] == ["OUVERT", "SORTI"]
    before = row_counts()
    again = send(leaves(household, "2024-06-02"))
    assert (codes(again), row_counts()) == (["PERS-DEJA_SORTIE"], before)


def test_a_household_moves_and_its_rights_with_it() -> None:
    household = validated()
    coverage = Coverage.objects.count()
    assert send(moves(household, "Konna", "Kotaka")).accepted
    whole = viewer("coord", "coordinateur", MOPTI)
    assert send(moves(household, "Soye", "Soye", day="2024-06-10"), whole).accepted
    homes = Residence.objects.order_by("id").values_list("scope_path", "village_name", "start")
    assert list(homes) == [
        (KONNA, "Gnimitongo", d("2024-01-10")),
        (KONNA, "Kotaka", d("2024-06-01")),
        (SOYE, "Soye", d("2024-06-10")),
    ]
    assert Residence.objects.filter(superseded_by__isnull=True).count() == 1
    assert Coverage.objects.count() == coverage
    assert codes(send(joins(household))) == ["ACCES-REFUSE"], "Konna no longer manages it"


def test_a_correction_supersedes_and_both_spellings_find_the_person() -> None:
    household = validated()
    reference = people_of(household)[0]
    message = corrects(household, reference, family_name="Kassogué")
    identifier = new_id()
    assert send(message, command_id=identifier).accepted
    old, new = Identity.objects.filter(person__reference=reference).order_by("id")
    assert (old.family_name, new.family_name, new.superseded_by_id) == ("Tembély", "Kassogué", None)
    assert old.superseded_by_id == identifier
    tokens = set(NameToken.objects.filter(person__reference=reference).values_list("token", flat=True))
    assert tokens == {"tembeli", "usmane", "kasoge"}
    before = row_counts()
    assert send(message, command_id=identifier).accepted
    assert codes(send(message)) == ["PERS-MODIFIEE"]
    assert row_counts() == before


def test_a_corrected_birth_changes_the_rights_that_hang_on_it() -> None:
    household = validated()
    reference = str(send(joins(household)).result["person"])
    opened = {"person__reference": reference, "status": "OUVERT", "superseded_by__isnull": True}
    assert Coverage.objects.get(**opened).start == d("2024-06-01")
    older = {"given_names": "Hawa", "sex": "F", "birth": d("2020-05-20"), "role": "enfant"}
    assert send(corrects(household, reference, **older)).accepted
    assert Coverage.objects.get(**opened).start == d("2024-09-01")


def suspected() -> tuple[str, str]:
    """Two people of two households who became alike by a correction."""
    first = people_of(enrolled())[0]
    household = enrolled(people=(person(given_names="Seydou"),), village="Kotaka")
    second = people_of(household)[0]
    assert send(corrects(household, second)).accepted
    assert DuplicateSuspicion.objects.filter(superseded_by__isnull=True).count() == 1
    return second, first


@pytest.mark.parametrize("same", [True, False])
def test_a_likeness_is_decided_once_with_its_reason(same: bool) -> None:
    second, first = suspected()
    message = DecideDuplicate(person=first, other=second, same=same, reason="vus ensemble au village")
    outcome = send(message)
    assert codes(outcome) == (["DOUBLON-A_SORTIR"] if same else [])
    decision = DuplicateDecision.objects.get()
    assert (decision.same, decision.reason) == (same, "vus ensemble au village")
    before = row_counts()
    chief = viewer("chef", "administrateur", "UTM")
    assert codes(send(message, chief)) == ["DOUBLON-DECIDE"]
    assert row_counts() == before


def test_a_stranger_decides_no_likeness() -> None:
    second, first = suspected()
    message = DecideDuplicate(person=first, other=second, same=True, reason="je le crois")
    assert codes(send(message, viewer("loin", "gestionnaire", DOUROU))) == ["ACCES-REFUSE"]


def test_messages_name_people_as_the_register_does() -> None:
    assert family().people[0].declared(1, d("2024-01-10")).family_name == "Tembély"
