"""Reads of the catalogue of acts and medicines. It is the same for everyone who may read it."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from sysgimut.benefits.models import Act
from sysgimut.network.queries import folded
from sysgimut.parameters.queries import current

READ = "benefits.read_catalogue"


def speaks_of(text: str, *values: str) -> bool:
    """Whether every word of `text` is somewhere in the values, without regard to case, accents or punctuation.

    >>> speaks_of("echo abdo", "300-014", "Échographie abdominale"), speaks_of("echo 200", "300-014", "Échographie")
    (True, False)
    """
    inside = folded(" ".join(values))
    return all(folded(word) in inside for word in text.split())


def acts(text: str = "", service: str = "", product: str = "") -> QuerySet[Act]:
    """The catalogue by code. `text` is searched in codes and labels; `product` keeps what it covers."""
    found = Act.objects.filter(superseded_by__isnull=True)
    if service:
        found = found.filter(service_code=service)
    if text or product:
        # The catalogue is a few thousand acts: what SQL cannot fold is folded here.
        known = found.values_list("id", "code", "label", "products")
        found = found.filter(
            id__in=[
                key
                for key, code, label, products in known
                if speaks_of(text, code, label) and (not product or product in products.split())
            ]
        )
    return found.order_by("code")


def act(code: str) -> Act | None:
    """One act as known now, or None."""
    return Act.objects.filter(code=code, superseded_by__isnull=True).first()


def service_labels(on: date, language: str = "fr") -> dict[str, str]:
    """The twelve service codes with their labels in force on a day, in order."""
    label = "libelle_en" if language == "en" else "libelle"
    return {str(row["code"]): str(row[label]) for row in current().rows("codes_prestation", on)}


def product_codes() -> list[str]:
    """The products of the scheme, sorted."""
    return sorted(current().declared_products)
