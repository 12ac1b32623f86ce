"""Blocks that several documents print the same way: amounts, the summary by service, the table of codes."""

from __future__ import annotations

from collections.abc import Sequence

from sysgimut.kernel.explanations import show
from sysgimut.settlement.documents.parts import Amounts, FindingCount, Language, ServiceRow, total
from sysgimut.settlement.documents.wording import NONE, NOTHING, short, word


def named(amounts: Amounts) -> tuple[tuple[str, int], ...]:
    """The amounts with the key of their name in the wording, in the order in which they are printed."""
    return (
        ("claimed", amounts.claimed),
        ("rejected", amounts.rejected),
        ("granted", amounts.granted),
        ("to_justify", amounts.to_justify),
        ("overpaid", amounts.overpaid),
    )


def figures(amounts: Amounts, language: Language) -> list[str]:
    """The five amounts as a table shows them: a zero is a dash where nothing happened, a 0 where it is the
    decision.
    """
    always = ("claimed", "granted")
    return [show(amount, language) if amount or key in always else NOTHING for key, amount in named(amounts)]


def printed_summary(rows: Sequence[ServiceRow], language: Language) -> dict[str, object]:
    """The table by service code with its total, as both documents print it."""
    keys = ("service", "service_label", "lines", *(key for key, _ in named(Amounts())))
    sums = total(row.amounts for row in rows)
    return {
        "title": word("summary", language),
        "headers": [word(key, language) for key in keys],
        "rows": [
            [
                short(row.service_code) or NONE,
                row.label or NONE,
                show(row.lines, language),
                *figures(row.amounts, language),
            ]
            for row in rows
        ],
        "total": [
            word("total", language),
            "",
            show(sum(row.lines for row in rows), language),
            *figures(sums, language),
        ],
    }


def printed_findings(counts: Sequence[FindingCount], title: str, language: Language) -> dict[str, object]:
    """The table of codes: code, meaning, effect, number of lines. `title` is a key of the wording."""
    return {
        "title": word(title, language),
        "headers": [word(key, language) for key in ("code", "meaning", "effect", "lines")],
        "rows": [
            [
                counted.code,
                counted.sentence,
                word(f"effect_{counted.effect}", language),
                show(counted.lines, language),
            ]
            for counted in counts
        ],
    }
