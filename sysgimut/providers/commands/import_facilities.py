"""Enter facilities and their agreements."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from pydantic import SkipValidation

from sysgimut.journal import rows
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution, Unchanged
from sysgimut.kernel.comparison import compare
from sysgimut.kernel.outcomes import Outcome, accepted
from sysgimut.network.queries import commune_codes, facilities_path, folded
from sysgimut.parameters.queries import current
from sysgimut.providers.domain.declared import TO_ENTER, DeclaredAgreement, DeclaredFacility
from sysgimut.providers.models import Agreement, Facility


class ImportFacilities(Command):
    """Facilities as (line, code, facility, agreement), one row per agreement, and the file's name."""

    operation: ClassVar[str] = "providers.import_facilities"
    source: str
    facilities: SkipValidation[tuple[tuple[int, str, DeclaredFacility, DeclaredAgreement], ...]]

    def journaled(self) -> dict[str, Any]:
        """The file's name, the number of rows and their digest."""
        digest = rows.digest(rows.row_digest((code, *f, *a)) for _, code, f, a in self.facilities)
        return {"source": self.source, "facilities": len(self.facilities), "digest": digest}


@handles(ImportFacilities)
def import_facilities(message: ImportFacilities, execution: Execution) -> Outcome:
    """Record new and changed facilities and agreements; an agreement is known by its facility and start.

    The outcome holds `new`, `changed`, `agreements`, `unchanged` and `errors`.
    """
    execution.authorise("UTM")
    keys, recorded = _recorded_facilities()
    first, errors, kept = _sort_out(message)
    found = compare(((0, code, facility) for code, facility in first.items()), recorded)
    ended, agreements = _agreements(kept)
    outcome = accepted(
        {
            "new": len(found.new),
            "changed": len(found.changed),
            "agreements": len(agreements),
            "unchanged": len(kept) - len(agreements),
            "errors": errors,
        }
    )
    if not found.changes and not agreements:
        raise Unchanged(outcome)
    communes, path = commune_codes(), facilities_path()
    execution.supersede(Facility, [keys[code] for code in found.changed])
    execution.insert(
        Facility,
        [
            (
                code,
                facility.name,
                facility.type,
                communes.get(folded(facility.commune), ""),
                facility.commune,
                TO_ENTER not in facility.name,
                f"{path}/{code}",
            )
            for code, facility in (found.new | found.changed).items()
        ],
    )
    execution.supersede(Agreement, ended)
    execution.insert(Agreement, agreements)
    return outcome


def _sort_out(
    message: ImportFacilities,
) -> tuple[dict[str, DeclaredFacility], list[list[Any]], list[tuple[str, DeclaredAgreement]]]:
    """Each facility as its first row gives it, the rows in error, and the agreements of the others."""
    products = current().declared_products
    first: dict[str, DeclaredFacility] = {}
    errors: list[list[Any]] = []
    kept: list[tuple[str, DeclaredAgreement]] = []
    for line, code, facility, agreement in message.facilities:
        unknown = [product for product in agreement.products.split() if product not in products]
        if unknown:
            errors.append([line, "produits", unknown[0], "PRODUIT-INCONNU", {"product": unknown[0]}])
        elif first.setdefault(code, facility).type != facility.type:
            params = {"facility": code, "type": first[code].type}
            errors.append([line, "type", facility.type, "ETAB-TYPE", params])
        else:
            kept.append((code, agreement))
    return first, errors, kept


def _recorded_facilities() -> tuple[dict[str, int], dict[str, DeclaredFacility]]:
    stored = Facility.objects.filter(superseded_by__isnull=True).select_for_update().order_by("id")
    keys: dict[str, int] = {}
    recorded: dict[str, DeclaredFacility] = {}
    for key, code, *content in stored.values_list("id", "code", "name", "type", "commune_name"):
        keys[code], recorded[code] = key, DeclaredFacility(*content)
    return keys, recorded


def _agreements(declared: list[tuple[str, DeclaredAgreement]]) -> tuple[list[int], list[rows.Row]]:
    """Agreements to end and agreements to record. One is known by its facility, start and products, and holds until
    the latest end that the file gives it; it is prolonged or shortened when the one recorded ends another day."""
    wanted: dict[tuple[str, date, str], date | None] = {}
    for code, agreement in declared:
        name = code, agreement.start, agreement.products
        wanted[name] = _later(wanted.get(name, agreement.end), agreement.end)
    recorded: dict[tuple[str, date, str], tuple[int, date | None]] = {}
    stored = Agreement.objects.filter(superseded_by__isnull=True)
    for key, code, start, end, products in stored.values_list("id", "facility_code", "start", "end", "products"):
        recorded[code, start, products] = (key, end)
    changed = {name: end for name, end in wanted.items() if name not in recorded or recorded[name][1] != end}
    ended = [recorded[name][0] for name in changed if name in recorded]
    return ended, [(code, start, end, products) for (code, start, products), end in changed.items()]


def _later(first: date | None, second: date | None) -> date | None:
    """The later of two ends; None is open."""
    return None if first is None or second is None else max(first, second)
