"""Correct what is recorded of a person: a newer identity takes the place of the older, which stays readable."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from sysgimut.contributions.recalculation import recalculate
from sysgimut.identity.scopes import ROOT
from sysgimut.journal import rows
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused
from sysgimut.membership.domain.moves import refuse_person
from sysgimut.membership.domain.names import likeness, tokens
from sysgimut.membership.domain.registers import NewPerson
from sysgimut.membership.messages import PersonEntry, Reference, Why
from sysgimut.membership.models import DuplicateSuspicion, Identity
from sysgimut.membership.queries import current_identity, home_of, lock_households, look_alikes, people_of
from sysgimut.membership.recording import record_names
from sysgimut.parameters.queries import current


class CorrectPerson(Command):
    """What `reference` of `household` is to be called from now on. `base` is the identity that the author saw:
    a correction of something older is refused. Role, reference and old number of `person` are not looked at."""

    operation: ClassVar[str] = "contributions.correct_person"
    household: Reference
    reference: Reference
    base: int
    person: PersonEntry
    reason: Why


@handles(CorrectPerson)
def correct_person(message: CorrectPerson, execution: Execution) -> Outcome:
    """Record the new identity; rights are worked out again (a birth may change them), look-alikes are noted."""
    home = home_of(message.household)
    execution.authorise(home.scope_path if home else ROOT, chain=home.mutual if home else None)
    if home is None:
        return refused(Reason("MEN-INCONNU", {"household": message.household}))
    lock_households([home.reference])
    # Where they live is read again: they may have moved until the lock was had.
    home = home_of(message.household) or home
    execution.authorise(home.scope_path)
    known = people_of(home).get(message.reference)
    if known is None:
        return refused(Reason("PERS-INCONNUE", {"reference": message.reference}))
    identity = current_identity(known.person_id)
    if identity.pk != message.base:
        return refused(Reason("PERS-MODIFIEE", {"reference": message.reference}))
    # Their own day of joining, and not today, is what their birth must agree with.
    person = replace(message.person.declared(1, known.joined), role=known.role)
    reasons = refuse_person(person, execution.today)
    row = _identity(person, identity)
    if not reasons and row == _recorded(identity):
        reasons = [Reason("PERS-RIEN")]
    if reasons:
        return refused(*reasons)
    execution.supersede(Identity, [identity.pk])
    execution.insert(Identity, [row])
    # New spellings are added to those by which the person is found: the old ones still find them.
    names = tokens(person.family_name, person.given_names)
    record_names(execution, home, known.person_id, person.birth.year, names)
    if row[-1] != identity.likeness:
        pairs = look_alikes([(known.person_id, row[-1])])
        suspicions = [(one, other, home.mutual, 90, "names") for one, other in pairs]
        execution.insert(DuplicateSuspicion, suspicions)
    recalculate(execution, [home.household_id], current())
    return accepted({"person": message.reference})


def _identity(person: NewPerson, old: Identity) -> rows.Row:
    # A year that is known as such (“year”) stays so; one typed here without day is an estimate.
    precision = "day"
    if person.birth_is_year:
        precision = old.birth_precision if old.birth_is_year else "estimated"
    return (
        old.person_id,
        person.family_name,
        person.given_names,
        person.sex,
        person.birth,
        precision,
        person.activity,
        person.phone,
        person.document_type,
        person.document_number,
        likeness(tokens(person.family_name, person.given_names), person.sex, person.birth.year),
    )


def _recorded(identity: Identity) -> rows.Row:
    return tuple(getattr(identity, name) for name in rows.columns(Identity))
