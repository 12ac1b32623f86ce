"""Facilities, agreements and tariffs."""

from __future__ import annotations

from django.db import models

from sysgimut.journal.models import Superseded

FACILITY_TYPES = ("CSCOM", "CSREF", "HOPITAL", "OFFICINE")


class Facility(Superseded):
    """A health facility, as it is known now. `named` False: its name is to be entered."""

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    type = models.CharField(max_length=8)
    commune_code = models.CharField(max_length=16, blank=True, default="")
    commune_name = models.CharField(max_length=120, blank=True, default="")
    named = models.BooleanField(default=True)
    scope_path = models.CharField(max_length=160, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(superseded_by__isnull=True), name="providers_facility_once"
            ),
            models.CheckConstraint(
                condition=models.Q(type__in=["CSCOM", "CSREF", "HOPITAL", "OFFICINE"]),
                name="providers_facility_type",
            ),
        ]


class Agreement(Superseded):
    """An agreement (convention) with a facility for some products, from a day to a day (excluded)."""

    id = models.BigAutoField(primary_key=True)
    facility_code = models.CharField(max_length=64, db_index=True)
    start = models.DateField()
    end = models.DateField(null=True)
    products = models.CharField(max_length=80, help_text="Product codes separated by a space.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__isnull=True) | models.Q(end__gt=models.F("start")),
                name="providers_agreement_dates",
            ),
        ]


class Tariff(Superseded):
    """The price of an act for a facility, a type of facility or everywhere (`*`), from a day to a day (excluded)."""

    id = models.BigAutoField(primary_key=True)
    target = models.CharField(max_length=64, help_text="Facility code, facility type, or *.")
    act_code = models.CharField(max_length=64)
    price = models.PositiveBigIntegerField(help_text="XOF.")
    start = models.DateField()
    end = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["target", "act_code", "start"],
                condition=models.Q(superseded_by__isnull=True),
                name="providers_tariff_once",
            ),
            models.CheckConstraint(
                condition=models.Q(end__isnull=True) | models.Q(end__gt=models.F("start")),
                name="providers_tariff_dates",
            ),
        ]
        indexes = [models.Index(fields=["act_code"], name="providers_tariff_act")]
