"""Enrolling a household at a desk: what is recorded, what is refused, and that nothing is done twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sysgimut.contributions.commands.place_receipt import PlaceReceipt
from sysgimut.contributions.messages import PaymentEntry
from sysgimut.contributions.models import Account, Receipt, SuspenseTask
from sysgimut.contributions.tests import world
from sysgimut.contributions.tests.world import d, enrolled, family, person, row_counts, send, viewer
from sysgimut.journal.clock import new_id
from sysgimut.journal.models import Entry
from sysgimut.kernel import check_digit
from sysgimut.membership.domain.registers import household_reference
from sysgimut.membership.messages import ConfirmedDifferent
from sysgimut.membership.models import (
    Alias,
    Belonging,
    DuplicateDecision,
    DuplicateSuspicion,
    Household,
    Identity,
    NameToken,
    Residence,
)

pytestmark = pytest.mark.usefixtures("union")


def test_a_household_is_recorded_with_its_people_and_what_it_owes() -> None:
    outcome = send(family())
    assert outcome.accepted
    assert (outcome.result["fee"], outcome.result["contribution"], outcome.result["total"]) == (1000, 3460, 4460)
    household = Household.objects.get()
    assert (household.mutual, household.number, household.reference) == ("MOPTI", 1, outcome.result["household"])
    assert check_digit.valid(household.reference)
    home = Residence.objects.get()
    assert (home.scope_path, home.village_name, home.start) == (world.KONNA, "Gnimitongo", d("2024-01-10"))
    assert list(Belonging.objects.order_by("id").values_list("role", "joined")) == [
        ("adherent", d("2024-01-10")),
        ("conjoint", d("2024-01-10")),
    ]
    assert all(check_digit.valid(reference) for reference in world.people_of(household.reference))
    assert set(NameToken.objects.values_list("token", flat=True)) == {"tembeli", "usmane", "gindo", "kadija"}


def test_the_mutual_numbers_its_households_and_passes_over_a_taken_reference() -> None:
    first = enrolled()
    taken = household_reference("MOPTI", 2)
    enrolled(people=(person(family_name="Dicko", given_names="Ali"),), reference=taken, village="Kotaka")
    third = enrolled(people=(person(family_name="Arama", given_names="Yaya"),), village="Sendégué")
    numbers = dict(Household.objects.values_list("reference", "number"))
    assert numbers == {first: 1, taken: None, third: 3}
    assert third == household_reference("MOPTI", 3)


def test_a_year_of_birth_and_an_old_number_are_kept() -> None:
    enrolled(people=(person(birth=date(1962, 1, 1), birth_is_year=True, alias="0042/KONNA", phone="+223 76 12 34 56"),))
    identity = Identity.objects.get()
    assert (identity.birth, identity.birth_precision, identity.phone) == (d("1962-07-01"), "estimated", "76123456")
    assert Alias.objects.get().alias == "0042/KONNA"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"commune": "Bamako"}, "ACCES-REFUSE"),
        ({"village": " "}, "MEN-VILLAGE"),
        ({"product": "CARTE"}, "MEN-PRODUIT"),
        ({"people": (person(role="autre"),)}, "MEN-ADHERENT"),
        ({"people": (person(), person(given_names="Yaya"))}, "MEN-ADHERENT"),
        ({"people": (person(), person(role="autre"))}, "PERS-DEUX_FOIS"),
        ({"people": (person(family_name="…"),)}, "PERS-NOM"),
        ({"people": (person(birth=d("2024-01-11")),)}, "PERS-NAISSANCE"),
        ({"people": (person(birth=d("1901-01-11")),)}, "PERS-AGE"),
        ({"joined": d("2024-06-16")}, "PERS-FUTUR"),
        ({"mutual": "ATLANTIDE"}, "ACCES-REFUSE"),
        ({"mutual": "BANDIAGARA", "commune": "Dourou"}, "ACCES-REFUSE"),
        ({"commune": "Soye"}, "ACCES-REFUSE"),
    ],
)
def test_a_refusal_changes_nothing(changes: dict[str, Any], code: str) -> None:
    before = row_counts()
    outcome = send(family(**changes))
    assert outcome.status == "refused"
    assert code in {reason.code for reason in outcome.reasons}
    assert row_counts() == before
    assert Entry.objects.latest("id").status == "refused"


def test_an_unknown_commune_or_mutual_is_told_to_whoever_may_know() -> None:
    chief = viewer("chef", "administrateur", "UTM")
    assert [r.code for r in send(family(commune="Bamako"), chief).reasons] == ["MEN-COMMUNE"]
    assert [r.code for r in send(family(mutual="ATLANTIDE"), chief).reasons] == ["MUT-INCONNUE"]


def test_all_that_is_wrong_is_said_at_once_with_the_rank_of_the_person() -> None:
    outcome = send(family(village="", people=(person(), person(family_name="-", birth=d("2024-02-01"), role="enfant"))))
    found = {(reason.code, reason.params.get("rank")) for reason in outcome.reasons}
    assert found == {("MEN-VILLAGE", None), ("PERS-NOM", 2), ("PERS-NAISSANCE", 2)}


def test_references_of_others_are_refused() -> None:
    household = enrolled()
    taken = world.people_of(household)[0]
    outcome = send(family(people=(person(given_names="Moussa", reference=taken),), village="Kotaka"))
    assert [reason.code for reason in outcome.reasons] == ["MEN-REFERENCE"]
    outcome = send(family(people=(person(given_names="Moussa"),), reference=household, village="Kotaka"))
    assert [reason.code for reason in outcome.reasons] == ["MEN-REFERENCE_MENAGE"]
    enrolled(people=(person(family_name="Dicko", given_names="Ali", alias="7"),), village="Kotaka")
    outcome = send(family(people=(person(given_names="Moussa", alias="7"),), village="Kotaka"))
    assert [reason.code for reason in outcome.reasons] == ["PERS-ALIAS"]


def test_the_same_command_again_changes_nothing_and_answers_the_same() -> None:
    identifier = new_id()
    first = send(family(), command_id=identifier)
    before = row_counts()
    again = send(family(), command_id=identifier)
    assert (again.status, again.result) == (first.status, first.result)
    assert row_counts() == before
    other = send(family(village="Kotaka"), command_id=identifier)
    assert [reason.code for reason in other.reasons] == ["CMD-DOUBLE"]


def test_a_certain_duplicate_is_refused_even_when_confirmed() -> None:
    household = enrolled()
    reference = world.people_of(household)[0]
    respelt = person(family_name="TEMBELI", given_names="Ousmane")
    outcome = send(family(people=(respelt,)))
    assert [reason.code for reason in outcome.reasons] == ["DOUBLON-CERTAIN"]
    assert outcome.reasons[0].params["reference"] == reference
    sure = ConfirmedDifferent(rank=1, reference=reference, reason="homonyme")
    assert not send(family(people=(respelt,), confirmed=(sure,))).accepted
    assert Household.objects.count() == 1


def test_a_likely_duplicate_goes_in_once_somebody_says_why() -> None:
    reference = world.people_of(enrolled())[0]
    before = row_counts()
    elsewhere: dict[str, Any] = {"people": (person(),), "village": "Kotaka"}
    asked = send(family(**elsewhere))
    assert [reason.code for reason in asked.reasons] == ["DOUBLON-PROBABLE"]
    assert row_counts() == before
    empty = ConfirmedDifferent(rank=1, reference=reference, reason=" ")
    assert [r.code for r in send(family(**elsewhere, confirmed=(empty,))).reasons] == ["DOUBLON-MOTIF"]
    sure = ConfirmedDifferent(rank=1, reference=reference, reason="cousin du même âge")
    assert send(family(**elsewhere, confirmed=(sure,))).accepted
    decision = DuplicateDecision.objects.get()
    assert (decision.other.reference, decision.same, decision.reason) == (reference, False, "cousin du même âge")
    assert not DuplicateSuspicion.objects.exists()


@pytest.mark.parametrize(
    "alike",
    [
        {"family_name": "Tembeli", "given_names": "Usman", "birth": date(1986, 1, 1)},
        {"family_name": "Autre", "given_names": "Nom", "document_type": "NINA", "document_number": "185 04 X"},
        {"family_name": "Autre", "given_names": "Nom", "phone": "76 00 00 01"},
    ],
)
def test_what_makes_a_duplicate_likely(alike: dict[str, Any]) -> None:
    enrolled(people=(person(document_type="NINA", document_number="18504X", phone="76000001"),))
    alike = {**alike, "document_number": alike.get("document_number", "").replace(" ", "")}
    outcome = send(family(people=(person(**alike),), village="Kotaka"))
    assert [reason.code for reason in outcome.reasons] == ["DOUBLON-PROBABLE"]


@pytest.mark.parametrize(
    "different",
    [
        {"sex": "F"},
        {"birth": date(1979, 4, 2)},
        {"family_name": "Kassogué", "given_names": "Boureima"},
    ],
)
def test_what_does_not(different: dict[str, Any]) -> None:
    enrolled()
    assert send(family(people=(person(**different),), village="Kotaka")).accepted


def test_money_taken_with_a_look_alike_is_recorded_once_somebody_says_why() -> None:
    """At the counter the cash is in hand: nothing is recorded before the enrolment can be, and the receipt still is."""
    reference = world.people_of(enrolled())[0]
    payment = PaymentEntry(receipt="C1-1", day=world.TODAY, fee=1000, contribution=1730)
    elsewhere: dict[str, Any] = {"people": (person(),), "village": "Kotaka", "payment": payment, "checked": True}
    before = row_counts()
    asked = send(family(**elsewhere))
    assert asked.status == "refused"
    assert [reason.code for reason in asked.reasons] == ["DOUBLON-PROBABLE", "RECU-PAS_ENCORE"]
    assert asked.reasons[1].params == {"receipt": "C1-000001"}
    assert row_counts() == before
    sure = ConfirmedDifferent(rank=1, reference=reference, reason="cousin du même âge")
    outcome = send(family(**elsewhere, confirmed=(sure,)))
    assert outcome.accepted, outcome.reasons
    assert outcome.result["validated_on"] == "2024-06-15"
    assert Receipt.objects.get().household == Household.objects.get(reference=outcome.result["household"])
    assert not SuspenseTask.objects.exists()


@pytest.mark.parametrize("changes", [{"village": " "}, {"people": (person(role="autre"),)}, {"product": "CARTE"}])
def test_money_taken_with_a_field_to_correct_is_not_recorded_either(changes: dict[str, Any]) -> None:
    payment = PaymentEntry(receipt="C1-1", day=world.TODAY, fee=1000, contribution=3460)
    before = row_counts()
    refusal = send(family(payment=payment, **changes))
    assert (refusal.status, refusal.reasons[-1].code) == ("refused", "RECU-PAS_ENCORE")
    assert row_counts() == before
    assert send(family(payment=payment)).accepted


def test_money_that_a_device_sends_days_later_waits_and_is_placed() -> None:
    reference = world.people_of(enrolled())[0]
    payment = PaymentEntry(receipt="C1-1", day=world.JOINED, fee=1000, contribution=1730)
    elsewhere: dict[str, Any] = {"people": (person(),), "village": "Kotaka"}
    late = send(family(**elsewhere, payment=payment, suspend=True))
    assert late.status == "held"
    assert [reason.code for reason in late.reasons] == ["DOUBLON-PROBABLE", "RECU-ATTENTE"]
    assert Receipt.objects.get().household is None
    sure = ConfirmedDifferent(rank=1, reference=reference, reason="cousin du même âge")
    household = str(send(family(**elsewhere, confirmed=(sure,))).result["household"])
    place = PlaceReceipt(mutual="MOPTI", receipt="C1-1", household=household, reason="inscrit depuis")
    assert send(place, viewer("chef", "administrateur", "UTM")).accepted
    account = Account.objects.get(household__reference=household, superseded_by__isnull=True)
    assert (account.fee_paid, account.contribution_paid) == (1000, 1730)
    assert not SuspenseTask.objects.filter(superseded_by__isnull=True).exists()
