"""What each viewer sees of the requests, and what became known too late."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from sysgimut.claims import queries
from sysgimut.claims.models import Decision
from sysgimut.claims.request_views import care_of, request_views
from sysgimut.claims.tests import bills
from sysgimut.contributions.commands.cancel_receipt import CancelReceipt
from sysgimut.contributions.commands.record_exit import RecordExit
from sysgimut.contributions.tests import world
from sysgimut.identity.access import Viewer
from sysgimut.membership.models import Household, Person

pytestmark = pytest.mark.usefixtures("union")


def decision(request: str) -> Decision:
    return Decision.objects.get(request=UUID(request), superseded_by__isnull=True)


def seen_by(viewer: Viewer) -> list[str]:
    return [one.number for one in queries.bordereaux(viewer)]


def hospital_bill(reference: str, **changes: Any) -> str:
    """The same person billed by the hospital, in the bordereau H-1."""
    head = {"facility": "HOP-MOPTI", "number": "H-1", "period": "2024-05"}
    return bills.sent("0001", reference=reference, author=bills.hospital_desk(), bordereau=head, **changes)


def test_each_sees_its_own() -> None:
    reference = bills.insured()
    bills.sent(reference=reference)
    hospital_bill(reference, care_date=date(2024, 5, 21))
    assert seen_by(bills.konna_desk()) == ["BD-1"]
    assert seen_by(bills.hospital_desk()) == ["H-1"]
    assert seen_by(bills.accountant()) == ["H-1", "BD-1"]
    assert seen_by(bills.accountant("BANDIAGARA")) == []
    assert seen_by(world.viewer("chef", "coordinateur", "UTM/R")) == ["H-1", "BD-1"]
    assert seen_by(world.viewer("ailleurs", "coordinateur", "UTM/AUTRE")) == []
    assert seen_by(world.viewer("elu", "elu", "UTM/R/MOPTI")) == []
    assert seen_by(bills.root()) == ["H-1", "BD-1"]


def test_a_mutual_sees_what_it_pays_and_its_totals_alone() -> None:
    """The request of someone unknown is the facility's and the office's to see, not the mutual's."""
    bills.sent("0001", reference=bills.insured())
    bills.sent("0002", reference="X-1")
    (bordereau,) = queries.bordereaux(bills.accountant())
    for viewer, requests, claimed in ((bills.accountant(), 1, 700), (bills.konna_desk(), 2, 1400)):
        row = queries.bordereau(viewer, bordereau.id)
        assert row is not None
        assert (row.totals.requests, row.totals.claimed, row.totals.granted) == (requests, claimed, 700)
        assert queries.decisions(viewer, request__bordereau=bordereau.id).count() == requests
    assert queries.bordereau(bills.hospital_desk(), bordereau.id) is None
    assert queries.payers(bills.konna_desk(), bordereau.id) == ["", "MOPTI"]


def test_health_data_is_for_the_facility_the_advisor_and_the_auditor() -> None:
    found = decision(bills.sent("0001", bills.CONSULTATION, bills.GLASSES, reference=bills.insured()))
    readers = [
        bills.konna_desk(),
        bills.medical_advisor(),
        bills.medical_advisor("UTM/R/MOPTI"),
        world.viewer("auditrice", "auditeur", "UTM"),
    ]
    for viewer in readers:
        (view,) = request_views(viewer, [found])
        assert view.health
        assert (view.name, view.care_type) == ("Ousmane Tembély", "A")
        assert [line.act for line in view.lines] == ["100-001", "900-001"]
        assert "900-001" in view.lines[1].reasons[0].sentence
        care = care_of(viewer, found)
        assert care is not None
        assert care.icd10 == "B54"
    others = [bills.accountant(), bills.root(), world.viewer(), bills.medical_advisor("UTM/R/BANDIAGARA")]
    for viewer in others:
        (view,) = request_views(viewer, [found])
        assert not view.health
        assert (view.name, view.care_type) == ("", "")
        assert [(line.act, line.label, line.service_code, line.quantity, line.price) for line in view.lines] == [
            ("", "", "", None, None)
        ] * 2
        assert [line.claimed for line in view.lines] == [700, 3500]
        assert view.lines[1].codes == ("LN-2",)
        assert "900-001" not in view.lines[1].reasons[0].sentence
        assert care_of(viewer, found) is None


def test_the_state_of_a_request_in_one_word() -> None:
    reference = bills.insured()
    lines = ((bills.CONSULTATION,), (bills.SCAN,), (bills.GLASSES,))
    found = [
        decision(bills.sent(f"000{n}", *own, reference=reference, care_date=date(2024, 5, n)))
        for n, own in enumerate(lines, 1)
    ]
    views = request_views(bills.konna_desk(), found, "en")
    assert [view.status for view in views] == ["granted", "to_justify", "rejected"]
    assert [view.codes for view in views] == ["", "ORD-02 AP-1", "LN-2"]
    bordereau = views[0].bordereau_id
    assert queries.decisions(bills.konna_desk(), "to_justify", request__bordereau=bordereau).get() == found[1]
    assert queries.decisions(bills.konna_desk(), "reduced", request__bordereau=bordereau).get() == found[2]


def test_the_care_of_a_household_is_seen_by_its_section() -> None:
    household = world.validated()
    reference = world.people_of(household)[0]
    request = bills.sent(reference=reference)
    hospital_bill(reference, care_date=date(2024, 5, 21))
    home = Household.objects.get(reference=household).id
    person = Person.objects.get(reference=reference).id
    section, other = world.viewer(), world.viewer("soye", "gestionnaire", world.SOYE)
    assert queries.requests_of_household(section, home).count() == 2
    assert queries.requests_of_person(section, person).count() == 2
    assert not queries.requests_of_household(other, home).exists()
    assert not queries.requests_of_person(other, person).exists()
    # A facility sees what it billed itself.
    assert [one.request_id for one in queries.requests_of_household(bills.konna_desk(), home)] == [UUID(request)]
    # Care before someone joined the household is not the household's.
    assert queries.requests_of_household(section, home).filter(care_date__lt=world.JOINED).count() == 0


def test_a_death_that_is_known_late_lists_the_decisions_to_look_at_again() -> None:
    household = world.validated()
    reference = world.people_of(household)[0]
    request = bills.sent(reference=reference)
    advisor, since = bills.medical_advisor(), date(2024, 1, 1)
    assert not queries.decisions_to_reopen(advisor, since).exists()
    died = RecordExit(household=household, person=reference, left=date(2024, 5, 15), reason="deces")
    assert world.send(died).accepted
    (row,) = queries.reopenings(list(queries.decisions_to_reopen(advisor, since)))
    assert (str(row.request_id), row.then, row.now) == (request, "OUVERT", "SORTI")
    assert (row.totals.granted, row.payer) == (700, "MOPTI")
    assert not queries.decisions_to_reopen(advisor, date(2024, 6, 1)).exists()
    for viewer in (bills.accountant(), bills.konna_desk(), bills.medical_advisor("UTM/R/BANDIAGARA")):
        assert not queries.decisions_to_reopen(viewer, since).exists()


def test_a_cancelled_receipt_closes_rights_that_a_decision_used() -> None:
    bills.sent(reference=bills.insured())
    cashier = world.viewer("caisse", "comptable", "UTM/R/MOPTI")
    outcome = world.send(CancelReceipt(mutual="MOPTI", receipt="C1-1", reason="Reçu jamais encaissé"), cashier)
    assert outcome.accepted, outcome.reasons
    (row,) = queries.reopenings(list(queries.decisions_to_reopen(bills.medical_advisor(), date(2024, 1, 1))))
    assert (row.then, row.now) == ("OUVERT", "NON_VALIDE")


def test_figures_for_a_home_page() -> None:
    reference = bills.insured()
    bills.sent("0001", bills.CONSULTATION, bills.SCAN, reference=reference, author=bills.konna_desk())
    bills.sent("0002", reference="X-1")
    found = queries.figures(bills.konna_desk(), world.TODAY)
    assert (found.bordereaux, found.waiting) == (1, 1)
    assert (found.decided.requests, found.decided.lines, found.decided.granted, found.decided.to_justify) == (
        2,
        3,
        700,
        3500,
    )
    assert queries.figures(bills.hospital_desk(), world.TODAY).decided.requests == 0
    assert queries.figures(bills.konna_desk(), date(2025, 6, 1)).bordereaux == 0


def test_a_facility_by_month() -> None:
    reference = bills.insured()
    bills.sent("0001", reference=reference)
    june = {"number": "BD-2", "period": "2024-06"}
    bills.sent("0001", reference=reference, care_date=date(2024, 6, 2), bordereau=june)
    months = queries.facility_months(bills.accountant(), "CSCOM-KONNA", "2024-01")
    assert [(month.period, month.bordereaux, month.totals.claimed) for month in months] == [
        ("2024-06", 1, 700),
        ("2024-05", 1, 700),
    ]
    assert queries.summed(month.totals for month in months).granted == 1400
    assert queries.facility_months(bills.hospital_desk(), "CSCOM-KONNA", "2024-01") == []
    assert [month.period for month in queries.facility_months(bills.accountant(), "CSCOM-KONNA", "2024-06")] == [
        "2024-06"
    ]
