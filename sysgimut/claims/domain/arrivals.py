"""Requests that arrive: which are new, which are recorded already, which contradict what is recorded. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sysgimut.claims.domain.request import BordereauHead, Line, Request
from sysgimut.kernel.explanations import Value, show
from sysgimut.kernel.outcomes import Reason

Key = TypeVar("Key", bound=Hashable)

HEAD_COLUMNS = {
    "period": "periode",
    "received_on": "date_reception",
    "phone": "telephone",
    "attachments": "pieces_jointes",
    "facility_signature": "signature_etablissement",
}
"""What a bordereau says of itself beside its key, and the column of the exchange file that holds it."""

REQUEST_COLUMNS = {
    "reference": "reference_beneficiaire",
    "family_name": "nom",
    "given_names": "prenoms",
    "sex": "sexe",
    "age": "age",
    "activity": "activite",
    "contact": "contact",
    "practitioner": "code_praticien",
    "care_date": "date_soins",
    "care_type": "type_soins",
    "entry_date": "date_entree",
    "exit_date": "date_sortie",
    "icd10": "cim10",
    "long_term": "ald",
    "authorisation": "accord_prealable",
    "clinical_information": "renseignements_cliniques",
    "prescriber_signature": "signature_prescripteur",
    "facility_stamp": "cachet_etablissement",
    "validation_stamp": "cachet_validation",
}
"""What a request says of itself beside its number, and the column of the exchange file that holds it."""

HEALTH = frozenset(("icd10", "long_term", "clinical_information"))
"""What is never told again: errors go to the journal, and to people who may not read health data."""


@dataclass(frozen=True, slots=True)
class DeclaredRequest:
    """A request, and the row of the file that each of its lines stands on (0: none)."""

    request: Request
    rows: tuple[int, ...]
    file: str = ""


@dataclass(frozen=True, slots=True)
class ArrivalError:
    """A row that is not recorded, and why."""

    file: str
    line: int
    column: str
    value: str
    reason: Reason


@dataclass(slots=True)
class Arrivals:
    """What to record, and the rows in error. `unchanged` counts lines."""

    new: list[DeclaredRequest] = field(default_factory=list)
    errors: list[ArrivalError] = field(default_factory=list)
    unchanged: int = 0


def named(request: Request) -> str:
    """How people name a request: facility, bordereau (or its period) and number, `—` for what is absent."""
    head = request.head
    return " / ".join(part or "—" for part in (head.facility, head.number or head.period, request.number))


def sort_out(
    declared: Iterable[DeclaredRequest],
    known: Mapping[tuple[Key, str], Request],
    heads: Mapping[Key, BordereauHead],
    key_of: Callable[[BordereauHead], Key],
) -> Arrivals:
    """Compare requests with those recorded under (key of their bordereau, number of the request).

    A request that was decided is not reopened by a file: the same lines again are unchanged, other or more
    lines are errors that say so. A bordereau and a request keep what they said first: all the rows of a request
    that contradicts what is recorded of either are errors, and what was left out is not taken from later ones.
    """
    arrivals = Arrivals()
    for one in declared:
        key = key_of(one.request.head)
        recorded = known.get((key, one.request.number or ""))
        head = heads.get(key)
        contradictions = list(_contradictions(one, head, recorded))
        if contradictions:
            arrivals.errors += [
                ArrivalError(one.file, row, column, value, reason)
                for row in one.rows or (0,)
                for column, value, reason in contradictions
            ]
        elif recorded is not None:
            _compare_lines(arrivals, one, recorded)
        else:
            kept = one if head is None else replace(one, request=replace(one.request, head=head))
            arrivals.new.append(kept)
    return arrivals


def _compare_lines(arrivals: Arrivals, one: DeclaredRequest, recorded: Request) -> None:
    lines: dict[str, Line] = {line.number: line for line in recorded.lines}
    for row, line in zip(one.rows, one.request.lines, strict=True):
        kept = lines.get(line.number)
        if kept == line:
            arrivals.unchanged += 1
            continue
        code = "DEM-CLOSE" if kept is None else "DEM-LIGNE"
        reason = Reason(code, {"request": named(one.request), "line": line.number})
        arrivals.errors.append(ArrivalError(one.file, row, "ligne", line.number, reason))


def _contradictions(
    one: DeclaredRequest, head: BordereauHead | None, recorded: Request | None
) -> Iterator[tuple[str, str, Reason]]:
    """Column, value and reason of all that a request says otherwise than what is recorded."""
    if head is not None:
        params: dict[str, Value] = {"bordereau": head.number or head.period}
        yield from _differences(HEAD_COLUMNS, head, one.request.head, "DEM-ENTETE", params)
    if recorded is not None:
        params = {"request": named(one.request)}
        yield from _differences(REQUEST_COLUMNS, recorded, one.request, "DEM-DIFFERENTE", params)


def _differences(
    columns: Mapping[str, str], recorded: object, declared: object, code: str, params: Mapping[str, Value]
) -> Iterator[tuple[str, str, Reason]]:
    for attribute, column in columns.items():
        said, says = getattr(recorded, attribute), getattr(declared, attribute)
        if said is not None and says is not None and said != says:
            before, now = ("…", "…") if attribute in HEALTH else (_written(said), _written(says))
            yield column, now, Reason(code, {**params, "column": column, "recorded": before, "declared": now})


def _written(value: Value | bool) -> str:
    """A value as the exchange file writes it."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    return show(value, "fr")
