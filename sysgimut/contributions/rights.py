"""Are this person's rights open on this day, and if not why? One statement, and the sentence to say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from sysgimut.contributions.models import Account, Coverage
from sysgimut.contributions.recalculation import terms_of
from sysgimut.journal.compiled import DAY, TEXT, TEXTS, compiled
from sysgimut.kernel.outcomes import Reason
from sysgimut.membership.models import Alias, Belonging, Identity, Person
from sysgimut.parameters.queries import current

UNKNOWN, NOT_VALIDATED, OPEN = "INCONNU", "NON_VALIDE", "OUVERT"


@dataclass(frozen=True, slots=True)
class Rights:
    """The answer about one card on one day. `status` is a word of docs/algorithms/coverage.md §7; `until` the
    first day on which it changes, if known; `reason` is None when rights are open."""

    reference: str
    day: date
    status: str
    name: str = ""
    sex: str = ""
    birth: date | None = None
    birth_is_year: bool = False
    household: str = ""
    product: str = ""
    until: date | None = None
    reason: Reason | None = None

    @property
    def open(self) -> bool:
        """Whether the rights are open."""
        return self.status == OPEN


def rights_on(reference: str, day: date) -> Rights:
    """The rights of the person of a card on a day, whoever asks: a card is good in the whole union.

    Old numbers are answered too, unless two mutuals gave the same one.
    """
    text = reference.strip()
    rows = _found([text, text.upper()], text, day)
    if len(rows) != 1:
        return Rights(text, day, UNKNOWN, reason=Reason("DROITS-INCONNU"))
    (shown, coverage, identity, home) = rows[0]
    return _answer(shown, day, _parsed(identity) or {}, _parsed(coverage), _parsed(home) or {})


@compiled(TEXTS, TEXT, DAY)
def _found(references: Any, alias: Any, day: Any) -> QuerySet[Any, Any]:
    # A union of two look-ups: one condition with “or” would read everybody.
    named = Person.objects.filter(reference__in=references).values("pk")
    people = Person.objects.filter(pk__in=named.union(Alias.objects.filter(alias=alias).values("person")))
    answered = people.annotate(covered=Subquery(_coverage(day)), who=Subquery(_identity()), home=Subquery(_home()))
    return answered.values_list("reference", "covered", "who", "home")[:2]


def _coverage(day: Any) -> Any:
    """The last row that starts on or before the day: one step in its index."""
    rows = Coverage.objects.filter(person=OuterRef("pk"), superseded_by__isnull=True, start__lte=day)
    shown = JSONObject(status="status", day="day", until="end", product="product", household="household__reference")
    return rows.order_by("-start").values(shown=shown)[:1]


def _identity() -> Any:
    shown = JSONObject(family="family_name", given="given_names", sex="sex", birth="birth", precision="birth_precision")
    return Identity.objects.filter(person=OuterRef("pk"), superseded_by__isnull=True).values(shown=shown)[:1]


def _home() -> Any:
    """Household and, once it has paid anything, where it stands: what lacks for a validation."""
    standing = Account.objects.filter(household=OuterRef("household"), superseded_by__isnull=True)
    fields = ("persons", "fee_paid", "fee_due", "contribution_credit", "validated_on")
    paid = JSONObject(**{name: name for name in fields})
    last = Belonging.objects.filter(person=OuterRef("pk"), superseded_by__isnull=True).order_by("-joined")
    shown = JSONObject(
        household="household__reference",
        product="household__residences__product",
        account=Subquery(standing.values(shown=paid)[:1]),
    )
    return last.filter(household__residences__superseded_by__isnull=True).values(shown=shown)[:1]


def _parsed(value: Any) -> dict[str, Any] | None:
    """A JSON object of the database: inside another one, SQLite gives its text."""
    parsed: dict[str, Any] | None = json.loads(value) if isinstance(value, str) else value
    return parsed


def _answer(
    reference: str,
    day: date,
    identity: dict[str, Any],
    coverage: dict[str, Any] | None,
    home: dict[str, Any],
) -> Rights:
    status = coverage["status"] if coverage else NOT_VALIDATED
    return Rights(
        reference=reference,
        day=day,
        status=status,
        name=f"{identity['given']} {identity['family']}",
        sex=identity["sex"],
        birth=date.fromisoformat(identity["birth"]),
        birth_is_year=identity["precision"] in ("year", "estimated"),
        household=(coverage or home)["household"],
        product=(coverage or home)["product"],
        until=_day(coverage["until"]) if coverage else None,
        reason=_reason(status, _day(coverage["day"]) if coverage else None, home, day),
    )


def _reason(status: str, told: date | None, home: dict[str, Any], day: date) -> Reason | None:
    if status == OPEN:
        return None
    if status != NOT_VALIDATED:
        return Reason(f"DROITS-{status}", {"day": told})
    account = _parsed(home["account"])
    if account is None:
        return Reason("DROITS-NON_VALIDE", {"fee_missing": None, "contribution_missing": None})
    if account["validated_on"] is not None:
        return Reason("DROITS-A_VALIDER")
    price = terms_of(current(), home["product"], day).contribution_for(account["persons"])
    return Reason(
        "DROITS-NON_VALIDE",
        {
            "fee_missing": max(0, account["fee_due"] - account["fee_paid"]),
            "contribution_missing": max(0, price - account["contribution_credit"]),
        },
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
