"""What can be covered: acts and medicines. The twelve service codes are parameters (codes_prestation)."""

from __future__ import annotations

from django.db import models

from sysgimut.journal.models import Superseded


class Act(Superseded):
    """An act or medicine, as it is known now; a changed act supersedes the one before."""

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=64)
    label = models.CharField(max_length=200)
    service_code = models.CharField(max_length=8)
    products = models.CharField(max_length=80, help_text="Product codes separated by a space; empty: never covered.")
    sex = models.CharField(max_length=1, blank=True, default="")
    age_min = models.PositiveSmallIntegerField(null=True)
    age_max = models.PositiveSmallIntegerField(null=True)
    needs_authorisation = models.BooleanField()
    max_per_request = models.PositiveIntegerField(null=True)
    max_per_year = models.PositiveIntegerField(null=True)
    dci = models.BooleanField(null=True)
    antibiotic = models.BooleanField(null=True)
    injectable = models.BooleanField(null=True)
    essential = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(superseded_by__isnull=True), name="benefits_act_once"
            ),
            models.CheckConstraint(condition=models.Q(sex__in=["", "M", "F"]), name="benefits_act_sex"),
        ]
