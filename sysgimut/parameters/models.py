"""Adopted values of the parameters. The running system reads these rows, never the files."""

from __future__ import annotations

from django.db import models

from sysgimut.journal.models import Superseded


class ParameterValue(Superseded):
    """One value of one parameter, from a day to a day, at a level: default, union or a mutual."""

    key = models.CharField(max_length=80)
    product = models.CharField(max_length=16, blank=True, default="")
    level = models.CharField(max_length=32, blank=True, default="", help_text="Empty: default; UTM; or a mutual.")
    value = models.JSONField()
    start = models.DateField(help_text="0001-01-01 for a value that is not dated.")
    end = models.DateField(null=True)
    source = models.CharField(max_length=40)
    passage = models.CharField(max_length=300, blank=True, default="")
    status = models.CharField(max_length=12)
    note = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "product", "level", "start"],
                condition=models.Q(superseded_by__isnull=True),
                name="parameters_value_once",
            ),
            models.CheckConstraint(
                condition=models.Q(end__isnull=True) | models.Q(end__gt=models.F("start")),
                name="parameters_value_dates",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["confirme", "a_confirmer"]), name="parameters_value_status"
            ),
        ]
