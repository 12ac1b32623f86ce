"""Acts, tariffs, facilities and agreements as adjudication reads them, in one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import BigIntegerField, BooleanField, CharField, DateField, QuerySet, Value
from django.db.models.functions import Cast

from sysgimut.benefits.models import Act as StoredAct
from sysgimut.claims.domain.facts import Act, Agreement, Facility, Tariff
from sysgimut.journal.compiled import TEXTS, compiled
from sysgimut.providers import models as providers

# Four tables answer as one: each row has a kind, four texts, four numbers, two days and an answer.
ACT, TARIFF, FACILITY, AGREEMENT = (Value(kind, CharField()) for kind in ("act", "tariff", "facility", "agreement"))
NO_TEXT, NO_NUMBER = Value("", CharField()), Cast(Value(None), BigIntegerField())
NO_DAY, NO_ANSWER = Cast(Value(None), DateField()), Cast(Value(None), BooleanField())


def reference_facts(
    acts: Collection[str], facilities: Collection[str]
) -> tuple[dict[str, Act], dict[str, Facility], list[Tariff]]:
    """The acts of these codes, the facilities of these codes with their agreements, and the tariffs of the acts."""
    found: dict[str, Act] = {}
    tariffs: list[tuple[int, Tariff]] = []
    types: dict[str, str] = {}
    agreements: dict[str, list[Agreement]] = defaultdict(list)
    for kind, code, text, products, sex, *numbers, start, end, answer in _rows(acts, facilities):
        if kind == "act":
            youngest, oldest, by_request, by_year = numbers
            covered = frozenset(products.split())
            found[code] = Act(code, text, covered, sex or None, youngest, oldest, answer, by_request, by_year)
        elif kind == "tariff":
            tariffs.append((numbers[1], Tariff(text, code, numbers[0], start, end)))
        elif kind == "facility":
            types[code] = text
        else:
            agreements[code].append(Agreement(start, end, frozenset(products.split())))
    known = {code: Facility(code, kind, tuple(agreements[code])) for code, kind in types.items()}
    # In the order in which they were recorded: among equals that order decides.
    return found, known, [tariff for _, tariff in sorted(tariffs)]


@compiled(TEXTS, TEXTS)
def _rows(acts: Any, facilities: Any) -> QuerySet[Any, Any]:
    return _acts(acts).union(_tariffs(acts), _facilities(facilities), _agreements(facilities), all=True)


def _acts(codes: Any) -> QuerySet[Any, Any]:
    found = StoredAct.objects.filter(code__in=codes, superseded_by__isnull=True)
    limits = ("age_min", "age_max", "max_per_request", "max_per_year")
    return found.values_list(
        ACT, "code", "service_code", "products", "sex", *limits, NO_DAY, NO_DAY, "needs_authorisation"
    )


def _tariffs(codes: Any) -> QuerySet[Any, Any]:
    found = providers.Tariff.objects.filter(act_code__in=codes, superseded_by__isnull=True)
    figures = ("price", "id", NO_NUMBER, NO_NUMBER)
    return found.values_list(TARIFF, "act_code", "target", NO_TEXT, NO_TEXT, *figures, "start", "end", NO_ANSWER)


def _facilities(codes: Any) -> QuerySet[Any, Any]:
    found = providers.Facility.objects.filter(code__in=codes, superseded_by__isnull=True)
    nothing = (*[NO_NUMBER] * 4, NO_DAY, NO_DAY, NO_ANSWER)
    return found.values_list(FACILITY, "code", "type", NO_TEXT, NO_TEXT, *nothing)


def _agreements(codes: Any) -> QuerySet[Any, Any]:
    found = providers.Agreement.objects.filter(facility_code__in=codes, superseded_by__isnull=True)
    nothing = [NO_NUMBER] * 4
    return found.values_list(
        AGREEMENT, "facility_code", NO_TEXT, "products", NO_TEXT, *nothing, "start", "end", NO_ANSWER
    )
