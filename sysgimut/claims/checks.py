"""Does every decision answer its request, line by line, to the franc?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from sysgimut.claims.models import Decision, Line, LineDecision
from sysgimut.journal.verify import CHUNK, Count, Finding, finding, uncounted
from sysgimut.membership.queries import blocks

DECISIONS = 1_000


class _Decided(NamedTuple):
    decision: UUID
    number: str
    claimed: int
    granted: int
    rejected: int
    to_justify: int
    superseded_by: UUID | None


def check_decisions(count: Count = uncounted) -> Iterator[Finding]:
    """Each decision has the lines of its request, and on each claimed = granted + rejected + to justify."""
    ids = Decision.objects.order_by("id").values_list("id", flat=True)
    for block in blocks(ids.iterator(chunk_size=CHUNK), DECISIONS):
        yield from _check_block(block, count)


def _check_block(block: Sequence[UUID], count: Count) -> Iterator[Finding]:
    lines: dict[UUID, list[_Decided]] = defaultdict(list)
    decided = LineDecision.objects.filter(decision__in=block).order_by("id")
    for row in decided.values_list(
        "decision_id", "line_number", "claimed", "granted", "rejected", "to_justify", "superseded_by_id"
    ):
        lines[row[0]].append(_Decided(*row))
        count(1)
    declared: dict[UUID, dict[str, int]] = defaultdict(dict)
    for request, number, part in Line.objects.filter(request__decisions__in=block).values_list(
        "request_id", "number", "mutual_part"
    ):
        declared[request][number] = part or 0
    decisions = Decision.objects.filter(id__in=block).order_by("id")
    for decision, request, status, superseded_by, *named in decisions.values_list(
        "id",
        "request_id",
        "status",
        "superseded_by_id",
        "request__bordereau__facility_code",
        "request__bordereau__number",
        "request__bordereau__period",
        "request__number",
    ):
        facility, bordereau, period, number = named
        where = " / ".join((facility or "—", bordereau or period or "—", number or "—"))
        yield from _check_one(where, declared[request], lines[decision], status)
        if any(line.superseded_by != superseded_by for line in lines[decision]):
            yield finding(where, "VER-LIQUIDATION_REMPLACEE")


def _check_one(where: str, declared: dict[str, int], lines: Sequence[_Decided], status: str) -> Iterator[Finding]:
    numbers = [line.number for line in lines]
    if sorted(numbers) != sorted(declared):
        missing, extra = set(declared) - set(numbers), len(numbers) - len(set(numbers) & set(declared))
        yield finding(where, "VER-LIQUIDATION_LIGNES", missing=len(missing), extra=extra)
    for line in lines:
        if line.number in declared and line.claimed != declared[line.number]:
            claimed, part = line.claimed, declared[line.number]
            yield finding(where, "VER-LIQUIDATION_RECLAME", line=line.number, claimed=claimed, declared=part)
        parts = line.granted + line.rejected + line.to_justify
        if parts != line.claimed or min(line.granted, line.rejected, line.to_justify) < 0:
            yield finding(where, "VER-LIQUIDATION_SOMME", line=line.number, parts=parts, claimed=line.claimed)
        if (status == "refused" and line.granted + line.to_justify) or (status == "to_justify" and line.granted):
            yield finding(where, "VER-LIQUIDATION_STATUT", line=line.number, status=status)
