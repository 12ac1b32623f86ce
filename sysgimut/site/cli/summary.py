"""What a database holds, in a few tables: after run-dir and the demo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from sysgimut.site.cli import console
from sysgimut.site.cli.wording import say

if TYPE_CHECKING:
    from sysgimut.interop.run_dir import Report

# File kind → the counts (command.figure) of its rows that were recorded, and that were recorded already.
COUNTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "actes": (("import_acts.new", "import_acts.changed"), ("import_acts.unchanged",)),
    "prestataires": (("import_facilities.agreements",), ("import_facilities.unchanged",)),
    "tarifs": (("import_tariffs.new", "import_tariffs.changed"), ("import_tariffs.unchanged",)),
    "menages": (("import_households.people", "import_households.exits"), ("import_households.unchanged",)),
    "recus": (("import_receipts.receipts",), ("import_receipts.unchanged",)),
    "accords": (("import_authorisations.new",), ("import_authorisations.unchanged",)),
    "bordereau": (("import_requests.lines",), ("import_requests.unchanged",)),
}


def show_files(report: Report) -> None:
    """Rows read, recorded, unchanged and in error, by kind of file."""
    read, rejected = _by_kind(report.read), _by_kind(report.rejected)
    rows: list[list[str | int]] = [
        [kind, read[kind], _sum(report, recorded), _sum(report, unchanged), rejected[kind]]
        for kind, (recorded, unchanged) in COUNTS.items()
    ]
    headings = (
        say("Fichier", "File"),
        say("Lignes lues", "Rows read"),
        say("Enregistrées", "Recorded"),
        say("Déjà connues", "Unchanged"),
        say("En erreur", "In error"),
    )
    console.table(say("Fichiers", "Files"), headings, rows)


def _sum(report: Report, names: tuple[str, ...]) -> int:
    return sum(report.counts.get(name, 0) for name in names)


def _by_kind(by_file: Mapping[str, int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for file, number in by_file.items():
        found[kind_of(file)] += number
    return found


def kind_of(file: str) -> str:
    """The kind of an exchange file by its name.

    >>> kind_of("bordereau-2024-03.csv"), kind_of("MENAGES.xlsx")
    ('bordereau', 'menages')
    """
    stem = PurePath(file).stem.lower()
    return "bordereau" if stem.startswith("bordereau") else stem


@dataclass(frozen=True, slots=True)
class Figures:
    """What a database holds; amounts in XOF."""

    households: int
    people: int
    open_rights: int
    receipts: int
    fees: int
    contributions: int
    requests: int
    lines: int
    claimed: int
    granted: int
    rejected: int
    to_justify: int
    statements: int
    signed: int
    paid: int


def figures() -> Figures:
    """Read the figures, as known today."""
    from django.db.models import Count, Q, Sum

    from sysgimut.claims.models import Decision, LineDecision
    from sysgimut.contributions.models import Coverage, Receipt
    from sysgimut.journal import clock
    from sysgimut.membership.models import Household, Person
    from sysgimut.settlement.models import Payment, Statement

    today = clock.today()
    current = Coverage.objects.filter(superseded_by__isnull=True, status="OUVERT", start__lte=today)
    still = Q(end__isnull=True) | Q(end__gt=today)
    money = Receipt.objects.filter(cancellation__isnull=True)
    money_sums = money.aggregate(number=Count("id"), fees=Sum("fee"), contributions=Sum("contribution"))
    decided = LineDecision.objects.filter(superseded_by__isnull=True)
    amounts = ("claimed", "granted", "rejected", "to_justify")
    sums = decided.aggregate(lines=Count("id"), **{name: Sum(name) for name in amounts})
    signed = Statement.objects.annotate(number_signed=Count("signatures")).filter(number_signed=3)
    return Figures(
        Household.objects.count(),
        Person.objects.count(),
        current.filter(still).values("person").distinct().count(),
        money_sums["number"],
        money_sums["fees"] or 0,
        money_sums["contributions"] or 0,
        Decision.objects.filter(superseded_by__isnull=True).count(),
        sums["lines"],
        sums["claimed"] or 0,
        sums["granted"] or 0,
        sums["rejected"] or 0,
        sums["to_justify"] or 0,
        Statement.objects.count(),
        signed.count(),
        Payment.objects.aggregate(paid=Sum("amount"))["paid"] or 0,
    )


def show_figures() -> None:
    """The figures of the whole database, as a table."""
    shown = say("Dans la base", "In the database")
    console.table(shown, ("", say("Nombre", "Number"), "F CFA" if shown.startswith("D") else "XOF"), list(_rows()))


def _rows() -> Iterator[list[str | int]]:
    found = figures()
    yield [say("Ménages", "Households"), found.households, ""]
    yield [say("Personnes", "People"), found.people, ""]
    yield [say("… dont les droits sont ouverts", "… whose rights are open"), found.open_rights, ""]
    yield [say("Reçus", "Receipts"), found.receipts, found.fees + found.contributions]
    yield [say("… droits d'admission", "… admission fees"), "", found.fees]
    yield [say("… cotisations", "… contributions"), "", found.contributions]
    yield [say("Demandes", "Requests"), found.requests, ""]
    yield [say("Lignes : réclamé", "Lines: claimed"), found.lines, found.claimed]
    yield [say("… accordé", "… granted"), "", found.granted]
    yield [say("… rejeté", "… rejected"), "", found.rejected]
    yield [say("… à justifier", "… to justify"), "", found.to_justify]
    yield [say("États de remboursement", "Reimbursement statements"), found.statements, ""]
    yield [say("… signés par les trois parties", "… signed by the three parties"), found.signed, ""]
    yield [say("… payés", "… paid"), "", found.paid]


def show_heads() -> None:
    """The journal's heads, to be published outside the server."""
    from sysgimut.journal.seal import heads

    title = say("Têtes du journal, à publier hors du serveur", "Heads of the journal, to publish outside the server")
    headings = (say("Chaîne", "Chain"), say("Empreinte", "Hash"), say("Écritures", "Entries"))
    console.table(title, headings, [[head.chain, head.hash, head.number] for head in heads()], texts=2)
