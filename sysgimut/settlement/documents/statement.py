"""The reimbursement statement (état de remboursement) of one bordereau and one payer: what is paid, and who
signs.

Étude de capitalisation, axis 6: signed by three people, the mutual's responsible (the union where
management is delegated), its manager, and the facility's responsible; paid by transfer or cheque.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sysgimut.kernel.money import format_xof
from sysgimut.settlement.documents.blocks import printed_findings, printed_summary
from sysgimut.settlement.documents.parts import Amounts, FindingCount, Heading, Language, ServiceRow, total
from sysgimut.settlement.documents.validation_sheet import ValidationSheet
from sysgimut.settlement.documents.wording import footer_trace, heading_facts, heading_parties, issuer, short, word
from sysgimut.settlement.domain.number_words import amount_in_words


@dataclass(frozen=True, slots=True)
class Statement:
    """Everything a reimbursement statement prints. `number` is the statement's own; `heading.reference` is
    the settlement's. The net to pay is what is granted: the only amount that moves money.
    """

    number: str
    heading: Heading
    rows: tuple[ServiceRow, ...]
    reasons: tuple[FindingCount, ...] = ()
    language: Language = "fr"

    template: ClassVar[str] = "statement"

    @classmethod
    def of(cls, sheet: ValidationSheet, number: str) -> Statement:
        """The statement of a validation sheet: same heading, same figures, the codes that took money away."""
        reasons = tuple(counted for counted in sheet.legend() if counted.effect != "remark")
        return cls(number, sheet.heading, sheet.by_service(), reasons, sheet.language)

    @property
    def amounts(self) -> Amounts:
        """The totals of the statement."""
        return total(row.amounts for row in self.rows)

    @property
    def net(self) -> int:
        """What the payer pays the facility, in XOF."""
        return self.amounts.granted

    def printed(self) -> dict[str, object]:
        """What the template receives: words and figures already written in the document's language."""
        language, payer = self.language, self.heading.payer
        return {
            "title": word("statement", language),
            "reference_label": word("statement_number", language),
            "reference": short(self.number),
            "issuer": issuer(payer),
            "parties": heading_parties(self.heading, language),
            "facts": self._facts(),
            "summary": printed_summary(self.rows, language),
            "reasons": printed_findings(self.reasons, "reasons", language),
            "net": [
                word("net", language),
                format_xof(self.net, language),
                word("in_words", language),
                amount_in_words(self.net, language),
            ],
            "left_out": self._left_out(),
            "payment": [
                word(key, language)
                for key in ("payment", "transfer", "cheque", "payment_number", "payment_bank", "payment_date")
            ],
            "signatures": [
                word("signatures", language),
                [
                    word(key, language)
                    for key in (
                        "sign_union" if payer.delegated else "sign_mutual",
                        "sign_manager",
                        "sign_facility",
                    )
                ],
                [word(key, language) for key in ("sign_name", "sign_date", "sign_stamp")],
            ],
            "trace": footer_trace(self.heading, language),
        }

    def _facts(self) -> list[tuple[str, str]]:
        facts = heading_facts(self.heading, self.language)
        # Where both documents have one number, it is read once.
        alone = self.number == self.heading.reference
        return facts if alone else [(word("settlement", self.language), short(self.heading.reference)), *facts]

    def _left_out(self) -> list[str]:
        amounts, language = self.amounts, self.language
        left = (("left_to_justify", amounts.to_justify), ("left_overpaid", amounts.overpaid))
        return [word(key, language, amount=format_xof(amount, language)) for key, amount in left if amount]
