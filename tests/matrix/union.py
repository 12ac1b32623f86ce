"""The seeded union that everything is tried in: two mutuals, three sections, two facilities, and a thing of each sort.

What lies in the section of Konna has names that occur nowhere else: a page that shows one to somebody else is seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sysgimut.claims.models import Bordereau, Request
from sysgimut.claims.tests import bills
from sysgimut.contributions.commands.issue_booklet import IssueBooklet
from sysgimut.contributions.models import Receipt
from sysgimut.contributions.tests import world
from sysgimut.contributions.tests.world import KONNA, MOPTI
from sysgimut.identity.models import Assignment, User
from sysgimut.jobs.commands.start_batch import StartBatch
from sysgimut.journal.models import Entry
from sysgimut.journal.seal import seal_all
from sysgimut.membership.models import DuplicateSuspicion, Identity
from sysgimut.network.models import Commune, Organisation, Village
from sysgimut.settlement.commands.issue_statements import IssueStatements
from sysgimut.settlement.models import Statement

FACILITY = bills.KONNA
NAME, BOOKLET, BORDEREAU, LOGIN = "Zarakonna", "ZKONNA", "ZBORD", "zcompte"


@dataclass(frozen=True)
class Union:
    """The references of what was made in Konna (and `other`, a household of the other mutual)."""

    household: str
    person: str
    identity: int
    other: str
    other_person: str
    receipt: str
    waiting: str
    bordereau: UUID
    request: UUID
    statement: str
    village: str
    login: str
    mandate: int
    entry: int
    batch: UUID


def build() -> Union:
    """Make all of it, through the real commands wherever there is one."""
    world.build()
    bills.install()
    village = _village()
    household, person = _household("MOPTI", "Konna", NAME, BOOKLET)
    other, other_person = _household("BANDIAGARA", "Dourou", "Douroumane", "ZAUTRE")
    waiting = world.receipt(f"{BOOKLET}-7", "NULLE-PART", "2024-06-01", contribution=5000)
    assert world.send(waiting, world.viewer("gest-konna", "gestionnaire", KONNA)).status == "held"
    bordereau, request = _care(person)
    _suspicion(person, other_person)
    user = User.objects.create(login=LOGIN, full_name="Compte de Konna", password="argon")
    mandate = Assignment.objects.create(user=user, role="elu", scope=MOPTI, start=date(2020, 1, 1))
    seal_all()
    entry = Entry.objects.filter(chain="MOPTI").order_by("id").first()
    assert entry is not None
    batch = world.send(StartBatch(kind="settlement.issue_statements", scope=MOPTI), bills.root())
    assert batch.accepted
    return Union(
        household=household,
        person=person,
        identity=Identity.objects.get(person__reference=person, superseded_by__isnull=True).pk,
        other=other,
        other_person=other_person,
        receipt=_number(1),
        waiting=_number(7),
        bordereau=bordereau,
        request=request,
        statement=Statement.objects.get(mutual="MOPTI").number,
        village=village,
        login=LOGIN,
        mandate=mandate.pk,
        entry=entry.pk,
        batch=UUID(str(batch.result["batch"])),
    )


def _number(leaf: int) -> str:
    """The number of a receipt as the product writes it."""
    return Receipt.objects.get(booklet=BOOKLET, sequence=leaf).number


def _village() -> str:
    commune = Commune.objects.get(name="Konna")
    section = Organisation.objects.get(code="S-KONNA")
    village = Village.objects.create(code="V-KONNA-1", commune=commune, name="Village 1")
    Organisation.objects.create(
        code="C-V-KONNA-1",
        kind="village_committee",
        name="Comité de Village 1",
        parent=section,
        path=f"{section.path}/C-V-KONNA-1",
        commune=commune,
        village=village,
        source="test",
    )
    return village.pk


def _household(mutual: str, commune: str, name: str, booklet: str) -> tuple[str, str]:
    """A household that paid and was validated; returns its reference and that of its head."""
    root = bills.root()
    section = f"S-{commune.upper()}"
    day = date(2024, 1, 1)
    issue = IssueBooklet(mutual=mutual, section=section, code=booklet, first=1, last=50, holder="Agent", day=day)
    assert world.send(issue, root).accepted
    people: dict[str, Any] = {"family_name": name, "given_names": "Ousmane", "birth": date(1985, 4, 2)}
    family = world.family(mutual=mutual, commune=commune, people=(world.person(**people),))
    outcome = world.send(family, root)
    assert outcome.accepted, outcome.reasons
    household = str(outcome.result["household"])
    paid = world.receipt(f"{booklet}-1", household, "2024-01-10", 1000, 1730, mutual=mutual)
    assert world.send(paid, root).accepted
    from sysgimut.contributions.commands.validate_household import ValidateHousehold

    assert world.send(ValidateHousehold(household=household), root).accepted
    return household, world.people_of(household)[0]


def _care(person: str) -> tuple[UUID, UUID]:
    """A bordereau with one request, settled by a statement."""
    head = {"number": BORDEREAU}
    request = bills.sent("0001", reference=person, family_name=NAME, bordereau=head)
    bordereau = Bordereau.objects.get(number=BORDEREAU)
    settled = IssueStatements(mutual="MOPTI", bordereaux=(bordereau.pk,))
    assert world.send(settled, bills.root()).accepted
    # One more request, which no statement settles yet.
    bills.sent("0002", bills.SCAN, reference=person, family_name=NAME, bordereau=head)
    return bordereau.pk, Request.objects.get(pk=request).pk


def _suspicion(person: str, other: str) -> None:
    """The two heads, born on the same day with the same given name, may be one. An import would have noted it."""
    from sysgimut.journal import clock, rows
    from sysgimut.journal.models import Claim
    from sysgimut.membership.models import Person

    keys = [Person.objects.get(reference=reference).pk for reference in (person, other)]
    command = Claim.objects.create(id=clock.new_id(), digest="0" * 64)
    rows.insert(DuplicateSuspicion, [(*keys, "MOPTI", 90, "names birth")], command.pk)
