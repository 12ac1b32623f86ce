"""The validation sheet (fiche de validation) of one bordereau and one payer: every line, what was decided
and why.

Contents: Étude de capitalisation, axis 6, « outils de travail du médecin conseil »: reference of the
settlement, detail (claimed, rejections and reasons, granted, to justify), summary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Literal

from sysgimut.kernel.explanations import show
from sysgimut.kernel.money import format_xof
from sysgimut.settlement.documents.blocks import figures, named, printed_findings, printed_summary
from sysgimut.settlement.documents.parts import (
    EFFECTS,
    Amounts,
    Finding,
    FindingCount,
    Heading,
    Language,
    ServiceRow,
    total,
)
from sysgimut.settlement.documents.wording import (
    NONE,
    count,
    footer_trace,
    heading_facts,
    heading_parties,
    issuer,
    short,
    word,
)

CareType = Literal["A", "H", "U"]
Verdict = Literal["granted", "partly", "rejected", "to_justify", "partly_to_justify"]


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line of a request. What the facility left out is empty (`number`, `act`, `label`, `service_code`)
    or None (`quantity`). Findings in the order of adjudication.
    """

    number: str
    act: str
    label: str
    service_code: str
    quantity: int | None
    amounts: Amounts
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetRequest:
    """One request of the bordereau and its lines, in the order in which the facility wrote them."""

    number: str
    beneficiary: str
    name: str
    care_date: date | None
    care_type: CareType | None
    lines: tuple[SheetLine, ...]

    @property
    def amounts(self) -> Amounts:
        """The request's totals."""
        return total(line.amounts for line in self.lines)

    @property
    def verdict(self) -> Verdict:
        """The decision in a word. A request for nothing is granted unless one of its lines was refused."""
        amounts = self.amounts
        if amounts.to_justify:
            return "partly_to_justify" if amounts.granted else "to_justify"
        refused = any(found.effect == "refuse" for line in self.lines for found in line.findings)
        if not amounts.rejected and not refused:
            return "granted"
        return "partly" if amounts.granted else "rejected"


@dataclass(frozen=True, slots=True)
class ValidationSheet:
    """Everything a validation sheet prints. `service_labels` names the service codes in the document's
    language.

    `with_names` False leaves the names of the insured people out of the PDF and of the CSV: a name next to
    an act is health data, and most readers need only the reference.
    """

    heading: Heading
    requests: tuple[SheetRequest, ...]
    service_labels: Mapping[str, str] = field(default_factory=dict)
    language: Language = "fr"
    with_names: bool = False

    template: ClassVar[str] = "validation_sheet"

    @property
    def lines(self) -> Iterator[SheetLine]:
        """Every line of every request, in order."""
        return (line for request in self.requests for line in request.lines)

    @property
    def amounts(self) -> Amounts:
        """The totals of the sheet."""
        return total(request.amounts for request in self.requests)

    def by_service(self) -> tuple[ServiceRow, ...]:
        """The summary: a row for each service code that occurs, in order of code, lines without a code
        last.
        """
        grouped: dict[str, list[Amounts]] = {}
        for line in self.lines:
            grouped.setdefault(line.service_code, []).append(line.amounts)
        return tuple(
            ServiceRow(code, self._service_label(code), len(amounts), total(amounts))
            for code, amounts in sorted(grouped.items(), key=lambda item: (not item[0], item[0]))
        )

    def legend(self) -> tuple[FindingCount, ...]:
        """The codes that occur and on how many lines, those that cost most first: refusals, amounts to
        justify, reductions, remarks; inside each, in order of first occurrence by code.
        """
        found: dict[str, list[Finding]] = {}
        for line in self.lines:
            for each in {each.code: each for each in line.findings}.values():
                found.setdefault(each.code, []).append(each)
        counts = []
        for code, findings in found.items():
            first = findings[0]
            same = all(each.sentence == first.sentence for each in findings)
            counts.append(FindingCount(code, first.effect, first.sentence if same else first.general, len(findings)))
        return tuple(sorted(counts, key=lambda counted: (EFFECTS.index(counted.effect), counted.code)))

    def printed(self) -> dict[str, object]:
        """What the template receives: words and figures already written in the document's language."""
        language = self.language
        title = word("validation_sheet", language)
        lines = sum(1 for _ in self.lines)
        contents = f"{count(len(self.requests), 'request', language)}, {count(lines, 'line', language)}"
        return {
            "title": title,
            "reference_label": word("settlement", language),
            "reference": short(self.heading.reference),
            "issuer": issuer(self.heading.payer),
            "parties": heading_parties(self.heading, language),
            "facts": [*heading_facts(self.heading, language), (word("counts", language), contents)],
            "figures": [[word(key, language), format_xof(amount, language)] for key, amount in named(self.amounts)],
            "to_do": [word("to_do", language), self._to_do()],
            "detail": self._printed_detail(),
            "summary": printed_summary(self.by_service(), language),
            "legend": printed_findings(self.legend(), "legend", language),
            "trace": footer_trace(self.heading, language),
        }

    def _service_label(self, code: str) -> str:
        return self.service_labels.get(code, "") if code else word("no_service", self.language)

    def _to_do(self) -> list[str]:
        amounts, language = self.amounts, self.language
        tasks = []
        if amounts.to_justify:
            waiting = count(sum(1 for line in self.lines if line.amounts.to_justify), "line", language)
            tasks.append(word("do_justify", language, lines=waiting, amount=format_xof(amounts.to_justify, language)))
        if amounts.overpaid:
            tasks.append(word("do_give_back", language, amount=format_xof(amounts.overpaid, language)))
        return tasks or [word("do_nothing", language)]

    def _printed_detail(self) -> dict[str, object]:
        language = self.language
        keys = ("line", "act", "service", "quantity", *(key for key, _ in named(Amounts())), "codes")
        return {
            "title": word("detail", language),
            "headers": [word(key, language) for key in keys],
            "requests": [self._printed_request(request) for request in self.requests],
            "total": [word("total", language), *figures(self.amounts, language)],
        }

    def _printed_request(self, request: SheetRequest) -> dict[str, object]:
        language = self.language
        who = short(request.beneficiary) or word("no_reference", language)
        if self.with_names and request.name:
            who = f"{who}, {short(request.name)}"
        when = (
            word("care_on", language, day=show(request.care_date, language))
            if request.care_date
            else word("care_undated", language)
        )
        return {
            "number": f"{word('request', language)} {short(request.number) or NONE}",
            "who": f"{word('beneficiary', language)} {who}",
            "care": f"{when}, {word('care_' + (request.care_type or 'none'), language)}",
            "figures": figures(request.amounts, language),
            "verdict": word(f"verdict_{request.verdict}", language),
            "lines": [
                [
                    short(line.number) or NONE,
                    " ".join(part for part in (line.act, line.label) if part) or NONE,
                    short(line.service_code) or NONE,
                    show(line.quantity, language),
                    *figures(line.amounts, language),
                    " ".join(each.code for each in line.findings),
                ]
                for line in request.lines
            ],
            "reasons": _printed_reasons(request, language),
        }


def _printed_reasons(request: SheetRequest, language: Language) -> list[list[str]]:
    """Code, sentence and lines of every finding of the request that changes an amount; remarks are in the
    legend.

    A sentence that holds for the whole request names no line.
    """
    lines_of: dict[tuple[str, str], list[str]] = {}
    for line in request.lines:
        for found in line.findings:
            if found.effect != "remark":
                lines_of.setdefault((found.code, found.sentence), []).append(short(line.number) or NONE)
    printed = []
    for (code, sentence), numbers in lines_of.items():
        where = ""
        if len(numbers) < len(request.lines):
            key = "on_line" if len(numbers) == 1 else "on_lines"
            where = word(key, language, lines=", ".join(numbers))
        printed.append([code, sentence, where])
    return printed
