"""Enter tariffs: by facility, by type of facility, or everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from pydantic import SkipValidation

from sysgimut.benefits.models import Act
from sysgimut.journal import rows
from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution, Unchanged
from sysgimut.kernel.comparison import compare
from sysgimut.kernel.outcomes import Outcome, accepted
from sysgimut.providers.domain.declared import DeclaredTariff, TariffKey
from sysgimut.providers.models import FACILITY_TYPES, Facility, Tariff

EVERYWHERE = "*"


class ImportTariffs(Command):
    """Tariffs as (line, key, content), in the order of the file, and the file's name."""

    operation: ClassVar[str] = "providers.import_tariffs"
    source: str
    tariffs: SkipValidation[tuple[tuple[int, TariffKey, DeclaredTariff], ...]]

    def journaled(self) -> dict[str, Any]:
        """The file's name, the number of tariffs and the digest of their rows."""
        digest = rows.digest(rows.row_digest((*key, *tariff)) for _, key, tariff in self.tariffs)
        return {"source": self.source, "tariffs": len(self.tariffs), "digest": digest}


@handles(ImportTariffs)
def import_tariffs(message: ImportTariffs, execution: Execution) -> Outcome:
    """Record new and changed tariffs. The outcome holds `new`, `changed`, `unchanged` and `errors`."""
    execution.authorise("UTM")
    current = Tariff.objects.filter(superseded_by__isnull=True).select_for_update().order_by("id")
    keys: dict[TariffKey, int] = {}
    recorded: dict[TariffKey, DeclaredTariff] = {}
    for pk, target, act, start, price, end in current.values_list("id", "target", "act_code", "start", "price", "end"):
        key = TariffKey(target, act, start)
        keys[key], recorded[key] = pk, DeclaredTariff(price, end)
    errors: list[list[Any]] = []
    found = compare(_known(message, errors), recorded)
    errors += [
        [line, "acte", key.act, "TARIF-DOUBLE", {"act": key.act, "target": key.target, "start": key.start}]
        for line, key in found.conflicts
    ]
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
    execution.supersede(Tariff, [keys[key] for key in found.changed])
    execution.insert(
        Tariff,
        [
            (key.target, key.act, tariff.price, key.start, tariff.end)
            for key, tariff in (found.new | found.changed).items()
        ],
    )
    return outcome


def _known(message: ImportTariffs, errors: list[list[Any]]) -> Iterator[tuple[int, TariffKey, DeclaredTariff]]:
    """The tariffs whose act and target exist; an error is added for each of the others."""
    acts = set(Act.objects.filter(superseded_by__isnull=True).values_list("code", flat=True))
    facilities = set(Facility.objects.filter(superseded_by__isnull=True).values_list("code", flat=True))
    targets = facilities | {EVERYWHERE, *FACILITY_TYPES}
    for line, key, tariff in message.tariffs:
        if key.act not in acts:
            errors.append([line, "acte", key.act, "ACTE-INCONNU", {"act": key.act}])
        elif key.target not in targets:
            errors.append([line, "etablissement", key.target, "TARIF-ETAB", {"target": key.target}])
        else:
            yield line, key, tariff
