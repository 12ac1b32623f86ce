"""Enter prior authorisations that were issued."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from pydantic import SkipValidation

from sysgimut.benefits.models import Act
from sysgimut.claims.models import Authorisation
from sysgimut.journal import rows
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution, Unchanged
from sysgimut.kernel.outcomes import Outcome, accepted
from sysgimut.membership.models import Person
from sysgimut.membership.queries import blocks


class DeclaredAuthorisation(NamedTuple):
    """A prior authorisation: number, beneficiary's reference, act, first day, end (excluded, None open)."""

    number: str
    reference: str
    act: str
    start: Any
    end: Any


class ImportAuthorisations(Command):
    """Authorisations as (line, content), in the order of the file, and the file's name."""

    operation: ClassVar[str] = "claims.import_authorisations"
    source: str
    authorisations: SkipValidation[tuple[tuple[int, DeclaredAuthorisation], ...]]

    def journaled(self) -> dict[str, Any]:
        """The file's name, the number of authorisations and the digest of their rows."""
        digest = rows.digest(rows.row_digest(content) for _, content in self.authorisations)
        return {"source": self.source, "authorisations": len(self.authorisations), "digest": digest}


@handles(ImportAuthorisations)
def import_authorisations(message: ImportAuthorisations, execution: Execution) -> Outcome:
    """Record the new ones; the outcome holds `new`, `unchanged` and `errors`."""
    execution.authorise("UTM")
    people: dict[str, UUID] = {}
    for block in blocks({content.reference for _, content in message.authorisations}):
        people.update(Person.objects.filter(reference__in=block).values_list("reference", "id"))
    recorded: set[tuple[Any, ...]] = set()
    for ids in blocks(people.values()):
        current = Authorisation.objects.filter(person__in=ids, superseded_by__isnull=True)
        recorded.update(current.values_list("number", "person_id", "act_code", "start", "end"))
    acts = set(Act.objects.filter(superseded_by__isnull=True).values_list("code", flat=True))
    fresh: dict[tuple[Any, ...], None] = {}
    errors: list[list[Any]] = []
    unchanged = 0
    for line, content in message.authorisations:
        person = people.get(content.reference)
        row = (content.number, person, content.act, content.start, content.end)
        if person is None:
            params = {"reference": content.reference}
            errors.append([line, "reference_beneficiaire", content.reference, "ACC-REFERENCE", params])
        elif content.act not in acts:
            errors.append([line, "acte", content.act, "ACTE-INCONNU", {"act": content.act}])
        elif row in recorded or row in fresh:
            unchanged += 1
        else:
            fresh[row] = None
    outcome = accepted({"new": len(fresh), "unchanged": unchanged, "errors": errors})
    if not fresh:
        raise Unchanged(outcome)
    execution.insert(Authorisation, list(fresh))
    return outcome
