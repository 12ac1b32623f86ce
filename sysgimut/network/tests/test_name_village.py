"""The name of a village: entered once, corrected with a reason, never that of its neighbour."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from sysgimut.identity.access import Mandate, Viewer
from sysgimut.identity.models import User
from sysgimut.journal.models import Entry
from sysgimut.journal.runner import submit
from sysgimut.kernel.outcomes import Outcome
from sysgimut.network.commands.load_network import LoadNetwork, shipped_digest
from sysgimut.network.commands.name_village import NameVillage
from sysgimut.network.models import Organisation, Village

CODE = "ML050102-001"
SECTION = "UTM/UTM-MOPTI/MOPTI/S-ML050102"


@pytest.fixture
def network(db: None) -> None:
    assert submit(LoadNetwork(digest=shipped_digest()), someone("administrateur", "UTM")).accepted


def someone(role: str, scope: str) -> Viewer:
    user, _ = User.objects.get_or_create(login=f"{role}-{len(scope)}", defaults={"full_name": role, "password": "!"})
    return Viewer(UUID(str(user.pk)), role, (Mandate(role, scope),))


def named(name: str, author: Viewer | None = None, **changes: Any) -> Outcome:
    return submit(NameVillage(code=CODE, name=name, **changes), author or someone("gestionnaire", SECTION))


def codes(outcome: Outcome) -> list[str]:
    return [reason.code for reason in outcome.reasons]


def test_a_name_is_entered_for_the_village_and_its_committee(network: None) -> None:
    assert named("  Gnimi   tongo ").accepted
    village = Village.objects.get(pk=CODE)
    assert (village.name, village.named) == ("Gnimi tongo", True)
    assert Organisation.objects.get(village=CODE).name == "Comité de Gnimi tongo"


def test_a_known_name_changes_with_a_reason_only(network: None) -> None:
    named("Gnimitongo")
    assert codes(named("Nimitongo")) == ["RES-VILLAGE_MOTIF"]
    assert named("Nimitongo", reason="orthographe du chef de village").accepted
    entry = Entry.objects.filter(name="network.name_village", status="accepted").order_by("-id")[0]
    assert entry.result["before"] == "Gnimitongo"


def test_two_villages_of_a_commune_have_two_names(network: None) -> None:
    named("Gnimitongo")
    other = NameVillage(code="ML050102-002", name="GNIMI-TÔNGO")
    assert codes(submit(other, someone("gestionnaire", SECTION))) == ["RES-VILLAGE_DOUBLE"]
    assert not Village.objects.get(pk="ML050102-002").named


def test_another_section_does_not_name_it(network: None) -> None:
    stranger = someone("gestionnaire", "UTM/UTM-MOPTI/MOPTI/S-ML050103")
    assert codes(named("Gnimitongo", stranger)) == ["ACCES-REFUSE"]
    nowhere = NameVillage(code="NULLE-PART", name="Gnimitongo")
    assert codes(submit(nowhere, stranger)) == ["ACCES-REFUSE"]
    assert codes(submit(nowhere, someone("administrateur", "UTM"))) == ["RES-VILLAGE_INCONNU"]


def test_names_that_were_entered_survive_a_new_load(network: None) -> None:
    named("Gnimitongo")
    submit(LoadNetwork(digest="0" * 64), someone("administrateur", "UTM"))
    assert Village.objects.get(pk=CODE).name == "Gnimitongo"
