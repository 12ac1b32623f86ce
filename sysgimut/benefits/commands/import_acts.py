"""Enter the catalogue of acts and medicines; an act whose content changed supersedes the one before."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import SkipValidation

from sysgimut.benefits.domain.catalogue import DeclaredAct
from sysgimut.benefits.models import Act
from sysgimut.journal import rows
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution, Unchanged
from sysgimut.kernel.comparison import compare
from sysgimut.kernel.outcomes import Outcome, accepted
from sysgimut.parameters.queries import current


class ImportActs(Command):
    """Acts as (line, code, content), in the order of the file, and the file's name."""

    operation: ClassVar[str] = "benefits.import_acts"
    source: str
    acts: SkipValidation[tuple[tuple[int, str, DeclaredAct], ...]]

    def journaled(self) -> dict[str, Any]:
        """The file's name, the number of acts and the digest of their rows."""
        digest = rows.digest(rows.row_digest((code, *act)) for _, code, act in self.acts)
        return {"source": self.source, "acts": len(self.acts), "digest": digest}


@handles(ImportActs)
def import_acts(message: ImportActs, execution: Execution) -> Outcome:
    """Record new and changed acts. The outcome holds `new`, `changed`, `unchanged` and `errors`."""
    execution.authorise("UTM")
    products = current().declared_products
    stored = Act.objects.filter(superseded_by__isnull=True).select_for_update().order_by("id")
    keys: dict[str, int] = {}
    recorded: dict[str, DeclaredAct] = {}
    for key, code, *content in stored.values_list("id", "code", *DeclaredAct._fields):
        keys[code], recorded[code] = key, DeclaredAct(*content)
    errors: list[list[Any]] = []
    acts = [one for one in message.acts if _known(one, products, errors)]
    found = compare(acts, recorded)
    errors += [[line, "acte", code, "ACTE-DOUBLE", {"act": code}] for line, code in found.conflicts]
    outcome = accepted(
        {
            "new": len(found.new),
            "changed": len(found.changed),
            "unchanged": found.unchanged,
            "errors": errors,
        }
    )
    if not found.changes:
        raise Unchanged(outcome)
    execution.supersede(Act, [keys[code] for code in found.changed])
    execution.insert(Act, [(code, *act) for code, act in (found.new | found.changed).items()])
    return outcome


def _known(one: tuple[int, str, DeclaredAct], products: frozenset[str], errors: list[list[Any]]) -> bool:
    """Whether every product that covers the act exists; otherwise an error is added."""
    line, _, act = one
    unknown = [product for product in act.products.split() if product not in products]
    if unknown:
        errors.append([line, "couvert_par", unknown[0], "PRODUIT-INCONNU", {"product": unknown[0]}])
    return not unknown
