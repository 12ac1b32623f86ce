"""A household of five at a counter: enrolled, paid against a receipt and validated in one operation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random

from bench.figures import Sample
from bench.population import Name, names
from bench.register import PLACES
from bench.timing import Size, Stopwatch, statements
from sysgimut.contributions.commands.enrol_household import EnrolHousehold
from sysgimut.contributions.messages import PaymentEntry
from sysgimut.identity.accounts import technical_viewer
from sysgimut.journal import clock
from sysgimut.journal.runner import submit
from sysgimut.membership.messages import PersonEntry, Role, Sex
from sysgimut.parameters.queries import current

ROLES: tuple[Role, ...] = ("adherent", "conjoint", "enfant", "enfant", "enfant")
MUTUAL = PRODUCT = "MOPTI"
FEE = 1_000


def measure(size: Size) -> list[Sample]:
    """Statements for one household, and households a second."""
    drawn = Random(6)
    known = names(5_000)
    counter = Counter(drawn, known)
    for _ in range(3):
        counter.serve()()
    samples = [Sample("enrol_statements", [statements(counter.serve())])]
    watch = Stopwatch()
    count = size.some(60, 5)
    for _ in range(size.rounds):
        served = [counter.serve() for _ in range(count)]
        with watch.round(count):
            for one in served:
                one()
    return [*samples, watch.sample("enrol")]


class Counter:
    """Serves one household after the other."""

    def __init__(self, drawn: Random, known: list[Name]) -> None:
        self.drawn = drawn
        self.known = known
        self.author = technical_viewer()
        self.served = 0

    def serve(self) -> Callable[[], None]:
        """The next household, ready to be served: it pays its fee and one year."""
        self.served += 1
        today = clock.today()
        people = tuple(self._person(place) for place in range(len(ROLES)))
        yearly = current().member_part(PRODUCT, today) * len(people)
        receipt = f"GUICHET-{self.served:06d}"
        message = EnrolHousehold(
            mutual=MUTUAL,
            product=PRODUCT,
            commune=PLACES[MUTUAL],
            village="Village 1",
            joined=today,
            people=people,
            payment=PaymentEntry(receipt=receipt, day=today, fee=FEE, contribution=yearly),
            checked=True,
        )

        def serve() -> None:
            outcome = submit(message, self.author)
            if outcome.status != "accepted" or not outcome.result.get("validated_on"):
                raise RuntimeError(f"a household was not enrolled and validated: {outcome}")

        return serve

    def _person(self, place: int) -> PersonEntry:
        name = self.drawn.choice(self.known)
        years = self.drawn.randrange(20, 60) if place < 2 else self.drawn.randrange(1, 18)
        birth = clock.today() - timedelta(days=years * 365 + self.drawn.randrange(365))
        # A family name of its own keeps look-alikes away: this measures an enrolment that nothing holds up.
        family = f"{name.family} {self._letters()}"
        sex: Sex = "M" if name.sex == "M" else "F"
        return PersonEntry(family_name=family, given_names=name.given, sex=sex, birth=birth, role=ROLES[place])

    def _letters(self) -> str:
        return "".join(self.drawn.choices("abdefgiklmnorstuwz", k=8))
