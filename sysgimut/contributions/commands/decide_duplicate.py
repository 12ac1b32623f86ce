"""A person decides of two look-alikes: one and the same, or two different people."""

from __future__ import annotations

from typing import ClassVar

from sysgimut.identity.scopes import ROOT
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused
from sysgimut.membership.messages import Reference, Why
from sysgimut.membership.models import DuplicateDecision, DuplicateSuspicion
from sysgimut.membership.queries import open_suspicion, scopes_of_person


class DecideDuplicate(Command):
    """`person` and `other` are the same, or not, because `reason`."""

    operation: ClassVar[str] = "contributions.decide_duplicate"
    person: Reference
    other: Reference
    same: bool
    reason: Why


@handles(DecideDuplicate)
def decide_duplicate(message: DecideDuplicate, execution: Execution) -> Outcome:
    """Close the suspicion with the decision. Being the same closes no right by itself: one of the two records
    must then be left (radiation), and the outcome says so. Whoever is responsible for one of the two decides."""
    suspicion = open_suspicion(message.person, message.other)
    paths = scopes_of_person(suspicion.person_id) + scopes_of_person(suspicion.other_id) if suspicion else ()
    reachable = next((path for path in paths if execution.author.may(execution.operation, path)), ROOT)
    execution.authorise(reachable, chain=suspicion.mutual if suspicion else None)
    if suspicion is None:
        return refused(Reason("DOUBLON-DECIDE"))
    execution.supersede(DuplicateSuspicion, [suspicion.pk])
    decision = (suspicion.person_id, suspicion.other_id, message.same, message.reason)
    execution.insert(DuplicateDecision, [decision])
    remarks = []
    if message.same:
        remarks.append(Reason("DOUBLON-A_SORTIR", {"reference": message.person, "other": message.other}))
    return accepted({"person": message.person, "other": message.other, "same": message.same}, *remarks)
