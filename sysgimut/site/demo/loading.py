"""Loads the demo: everything is drawn first, then told month by month to the real commands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import itemgetter
from random import Random

from sysgimut.claims.models import Bordereau
from sysgimut.contributions.commands.cancel_receipt import CancelReceipt
from sysgimut.contributions.commands.issue_booklet import IssueBooklet
from sysgimut.contributions.domain import coverage
from sysgimut.contributions.domain.rights import timeline
from sysgimut.contributions.recalculation import terms_of
from sysgimut.identity.access import Viewer
from sysgimut.identity.governing import NO_PASSWORD
from sysgimut.identity.models import User
from sysgimut.interop.domain.households import HouseholdGroup
from sysgimut.interop.domain.problems import Problem
from sysgimut.interop.domain.rows import AuthorisationRow, ReceiptRow
from sysgimut.interop.run_dir import settle
from sysgimut.interop.submission import Submission
from sysgimut.journal import clock
from sysgimut.journal.command import Command
from sysgimut.journal.runner import submit
from sysgimut.journal.seal import seal_all
from sysgimut.kernel.periods import add_months
from sysgimut.membership.models import Household
from sysgimut.network.queries import facilities_path
from sysgimut.parameters.queries import Parameters, current
from sysgimut.providers.commands.end_agreement import EndAgreement
from sysgimut.site.cli.wording import say
from sysgimut.site.demo.accounts import ACCOUNTS, LAST, open_accounts, viewer
from sysgimut.site.demo.bordereaux import Sender, Sent
from sysgimut.site.demo.claims import draw_visits
from sysgimut.site.demo.households import Enroller, register_entries
from sysgimut.site.demo.households import Household as Drawn
from sysgimut.site.demo.payments import LEAVES, Booklet, Payment, Till, payments
from sysgimut.site.demo.places import Prices, articles, places, sites
from sysgimut.site.demo.settling import Event, Settler
from sysgimut.site.demo.story import Story
from sysgimut.site.demo.visits import Clinic, Insured
from sysgimut.site.installation import NotInstalled, initialise, load_catalogue

ENDED = "MOP-C07"
"""The health centre whose agreement ends before the story does."""
ENDED_MONTHS_AGO = 8
STRUCK_OUT = 0.7
"""Share of the spoilt leaves that are struck out; the others stay missing, and reports show them."""

Advance = Callable[[int], None]
Step = Callable[..., Advance]


@dataclass(slots=True)
class Plot:
    """All that will be told, by rank of the month."""

    registers: dict[int, list[HouseholdGroup]]
    receipts: dict[int, list[ReceiptRow]]
    booklets: dict[int, list[Booklet]]
    spoilt: dict[str, Sequence[int]]
    sent: dict[int, list[Sent]]
    authorisations: dict[int, list[AuthorisationRow]]
    problems: list[str] = field(default_factory=list)


def state() -> str:
    """What the database holds: absent, unfinished, loaded (a demo), or foreign (anything else)."""
    if User.objects.filter(is_demo=True, login=LAST).exists():
        return "loaded"
    if User.objects.filter(is_demo=True).exists():
        return "unfinished"
    people = User.objects.exclude(password=NO_PASSWORD).exists()
    return "foreign" if people or Household.objects.exists() or Bordereau.objects.exists() else "absent"


def load(households: int, seed: int, step: Step, today: date | None = None) -> list[str]:
    """Load the demo into a database that is absent or empty. Returns the sentences of rows that were refused: none.

    `step` begins a step of the work (its name, and how much there is of it when known) and gives back what is told
    how much more is done. Raises NotInstalled when a shipped file is refused.
    """
    now = clock.now()
    story = Story(today or clock.day_of(now))
    start = story.moment(story.start, 8, now)
    step(say("Territoire, paramètres, catalogue", "Territory, parameters, catalogue"))
    author = initialise()
    open_accounts(author, ACCOUNTS[:1], start)
    refused = load_catalogue(author, start)
    if refused:
        raise NotInstalled("\n".join(refused))
    open_accounts(author, tuple(account for account in ACCOUNTS if account.login != LAST), start)
    parameters = current()
    plot = draw(
        Random(seed), story, households, parameters, step(say("Tirage des ménages", "Drawing households"), households)
    )
    teller = Teller(author, story, plot, now, Random(f"{seed} règlements"))
    advance = step(say("Deux ans, mois par mois", "Two years, month by month"), len(story.months()))
    for month in range(len(story.months())):
        teller.month(month)
        advance(1)
    step(say("Scellement du journal", "Sealing the journal"))
    open_accounts(author, ACCOUNTS, now)
    seal_all()
    return plot.problems


def draw(random: Random, story: Story, number: int, parameters: Parameters, advance: Advance) -> Plot:
    """Draw everything: households, payments, visits, bordereaux."""
    terms = {product: terms_of(parameters, product, story.today) for product in parameters.products}
    enroller, till = Enroller(random, story, places()), Till(random)
    households: list[Drawn] = []
    paid: list[Payment] = []
    people: list[Insured] = []
    for _ in range(number):
        household = enroller.household()
        drawn = payments(random, household, terms[household.product], story.today)
        households.append(household)
        paid += drawn
        people += insured(household, drawn, terms[household.product])
        advance(1)
    receipts: dict[int, list[ReceiptRow]] = defaultdict(list)
    for row in till.receipts(paid):
        receipts[story.month_of(row.day)].append(row)
    booklets: dict[int, list[Booklet]] = defaultdict(list)
    for booklet in till.booklets:
        booklets[story.month_of(booklet.day)].append(booklet)
    plot = Plot(register_entries(households, story), receipts, booklets, till.leaves(), {}, {})
    draw_claims(random, story, people, parameters, plot)
    return plot


def insured(household: Drawn, paid: Sequence[Payment], terms: coverage.Terms) -> list[Insured]:
    """The people of a household with the time lines of their rights, by the rule itself."""
    belongings = [
        coverage.Belonging(row.reference, row.joined_on, row.left_on, row.birth.day, row.birth.year_only)
        for row in household.rows
    ]
    money = [coverage.Payment(one.day, str(at), one.fee, one.contribution) for at, one in enumerate(paid)]
    covered = coverage.cover(belongings, money, terms)
    return [
        Insured(household, row, timeline(covered, belonging))
        for row, belonging in zip(household.rows, belongings, strict=True)
    ]


def draw_claims(random: Random, story: Story, people: list[Insured], parameters: Parameters, plot: Plot) -> None:
    """Draw visits and the bordereaux that carry them; authorisations are issued in the month of the care."""
    rates = {
        (product, care): parameters.rate(product, care, story.today)
        for product in parameters.products
        for care in ("A", "H", "U")
    }
    clinic = Clinic(random, sites(), Prices(), articles(), rates, {ENDED: ended_on(story)})
    visits = list(draw_visits(random, clinic, people, story.start, story.today))
    plot.authorisations = defaultdict(list)
    for visit in visits:
        plot.authorisations[story.month_of(visit.day)] += visit.authorisations
    plot.sent = defaultdict(list)
    for sent in Sender(random, story.today).bordereaux(visits):
        plot.sent[story.month_of(sent.received_on)].append(sent)


def ended_on(story: Story) -> date:
    """First day without agreement of the health centre that ends its own."""
    return add_months(story.today.replace(day=1), -ENDED_MONTHS_AGO)


class Teller:
    """Sends what is drawn to the commands, in the order of time, as the people of the demo would."""

    def __init__(self, author: Viewer, story: Story, plot: Plot, now: datetime, random: Random) -> None:
        self._author = author
        self._story = story
        self._plot = plot
        self._now = now
        self._random = random
        self._settler = Settler(random)
        self._assistants = {"MOPTI": viewer("assistant"), "BANDIAGARA": viewer("assistant.bandiagara")}

    def month(self, number: int) -> None:
        """Tell one month: what people do day by day, then the registers, stubs and bordereaux of the month."""
        first, last = self._story.months()[number]
        for now, message, person in sorted(self._events(number, first, last), key=itemgetter(0)):
            self._send(message, person, now)
        plot, name = self._plot, f"{first:%Y-%m}"
        files = Submission(self._author, self._tell, now=self._moment(last, 17))
        files.households(f"registres {name}", plot.registers.get(number, []))
        files.receipts(f"souches {name}", plot.receipts.get(number, []))
        if plot.authorisations.get(number):
            files.authorisations(f"accords {name}", plot.authorisations[number])
        groups = [sent.group for sent in plot.sent.get(number, [])]
        files.requests(f"bordereaux {name}", facilities_path(), groups)
        settle(groups, self._author, lambda done: None, now=self._moment(last, 18))

    def _events(self, number: int, first: date, last: date) -> Iterator[Event]:
        yield from self._settler.events(first, lambda day, hour: min(self._moment(day, hour), self._moment(last, 16)))
        for booklet in self._plot.booklets.get(number, []):
            yield self._moment(booklet.day, 9), self._issue(booklet), self._assistants[booklet.mutual]
        for booklet in self._plot.booklets.get(number - 1, []):
            for message in self._strike_out(booklet):
                yield self._moment(last, 15), message, self._assistants[booklet.mutual]
        if first == ended_on(self._story):
            yield self._moment(first, 11), _end_agreement(first), viewer("coordinateur")

    def _moment(self, day: date, hour: int) -> datetime:
        return self._story.moment(day, hour, self._now)

    def _tell(self, problem: Problem) -> None:
        if problem.fatal:
            self._plot.problems.append(f"{problem.file} {problem.column} {problem.value}: {problem.what()}")

    def _send(self, message: Command, author: Viewer, now: datetime) -> None:
        outcome = submit(message, author, now=now)
        if not outcome.accepted:
            self._plot.problems += [f"{message.operation}: {reason.sentence()}" for reason in outcome.reasons]

    def _issue(self, booklet: Booklet) -> Command:
        return IssueBooklet(
            mutual=booklet.mutual,
            section=booklet.section,
            code=booklet.code,
            first=1,
            last=LEAVES,
            holder=booklet.holder,
            day=booklet.day,
        )

    def _strike_out(self, booklet: Booklet) -> Iterator[Command]:
        for leaf in self._plot.spoilt.get(booklet.code, ()):
            if self._random.random() < STRUCK_OUT:
                reason = self._random.choice(("Souche déchirée", "Erreur de montant, reçu refait", "Feuille mouillée"))
                number = f"{booklet.code}-{leaf:06d}"
                yield CancelReceipt(mutual=booklet.mutual, receipt=number, reason=reason)


def _end_agreement(day: date) -> Command:
    ended = next(site for site in sites() if site.code == ENDED)
    return EndAgreement(facility=ENDED, start=ended.since, products=tuple(sorted(ended.products)), end=day)
