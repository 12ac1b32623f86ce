"""What the documents of a settlement share: whom they are about, amounts that add up, and reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sysgimut.kernel.explanations import CATALOGUE, placeholders
from sysgimut.kernel.outcomes import Reason

Language = Literal["fr", "en"]
Effect = Literal["refuse", "to_justify", "reduction", "remark"]
EFFECTS: tuple[Effect, ...] = ("refuse", "to_justify", "reduction", "remark")

UNTOLD = "…"


@dataclass(frozen=True, slots=True)
class Amounts:
    """What was claimed from the mutual and what became of it, in whole XOF. `overpaid` is what the facility
    must give back to the insured person; it is outside the other four.

    Raises ValueError when an amount is negative or when granted + rejected + to justify is not the claim:
    such a document must never be printed (docs/algorithms/adjudication.md).
    """

    claimed: int = 0
    granted: int = 0
    rejected: int = 0
    to_justify: int = 0
    overpaid: int = 0

    def __post_init__(self) -> None:
        parts = (self.granted, self.rejected, self.to_justify)
        if min(self.claimed, self.overpaid, *parts) < 0 or self.claimed != sum(parts):
            raise ValueError(f"these amounts do not add up: {self}")

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(
            self.claimed + other.claimed,
            self.granted + other.granted,
            self.rejected + other.rejected,
            self.to_justify + other.to_justify,
            self.overpaid + other.overpaid,
        )


def total(amounts: Iterable[Amounts]) -> Amounts:
    """The sum of all the amounts; all zero for none."""
    return sum(amounts, Amounts())


@dataclass(frozen=True, slots=True)
class Finding:
    """One code found on a line, already worded in the document's language: `sentence` with the figures of the
    case (« droits expirés le 12/03/2024 »), `general` without them, for the legend.
    """

    code: str
    sentence: str
    general: str
    effect: Effect


def finding(reason: Reason, language: Language, effect: Effect | None = None) -> Finding:
    """`reason` as it is printed, from the sentence that its app declared in the catalogue. `effect` is the
    one that the parameters in force gave it, when they differ from the catalogue (the two control grids).

    Raises KeyError on a code that nobody declared, ValueError on one that has no effect on a line.
    """
    sentence = CATALOGUE.sentence(reason.code)
    declared: dict[str, Effect] = {known: known for known in EFFECTS}
    applied = effect or declared.get(sentence.effect)
    if applied is None:
        raise ValueError(f"the code {reason.code} has the effect {sentence.effect}, not one of a line")
    template = sentence.en if language == "en" else sentence.fr
    general = template.format_map(dict.fromkeys(placeholders(template), UNTOLD)).replace(f"{UNTOLD}.", UNTOLD)
    return Finding(reason.code, reason.sentence(language), general, applied)


@dataclass(frozen=True, slots=True)
class FindingCount:
    """A code of the document, the number of lines that carry it, and its sentence: with the figures when
    they are the same on all of them, without otherwise.
    """

    code: str
    effect: Effect
    sentence: str
    lines: int


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """The lines of one of the twelve service codes; `service_code` is empty where the facility gave none."""

    service_code: str
    label: str
    lines: int
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class Facility:
    """The health facility that claims. `kind` is its type as people write it (CSCOM, hôpital…)."""

    code: str
    name: str
    kind: str = ""
    commune: str = ""


@dataclass(frozen=True, slots=True)
class Payer:
    """The mutual that pays. `union` is the full name of its union, and `delegated` says that the union
    manages and signs for it (gestion déléguée).
    """

    code: str
    name: str
    union: str = ""
    delegated: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """Where the decision stands in the journal: the entry's reference, and the SHA-256 digest in
    hexadecimal.
    """

    journal: str
    digest: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What every document of a settlement says at its top and in its footer. One settlement is one
    bordereau and one payer. What the facility did not give is None or empty: `bordereau`, `period` (first
    day of the month), `received_on`.
    """

    reference: str
    bordereau: str
    period: date | None
    received_on: date | None
    settled_on: date
    facility: Facility
    payer: Payer
    trace: Trace
