"""What facilities ask, and what was decided. Declared facts and decisions are kept apart."""

from __future__ import annotations

from django.db import models

from sysgimut.journal.models import Recorded, Superseded
from sysgimut.membership.models import Person


class Authorisation(Superseded):
    """A prior authorisation: for one person and one act, from a day to a day (excluded)."""

    id = models.BigAutoField(primary_key=True)
    number = models.CharField(max_length=64)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="authorisations")
    act_code = models.CharField(max_length=64)
    start = models.DateField()
    end = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number", "person", "act_code", "start", "end"],
                condition=models.Q(superseded_by__isnull=True),
                name="claims_authorisation_once",
            ),
            # Two ends that are both NULL are never equal to the database: those without an end have their own promise.
            models.UniqueConstraint(
                fields=["number", "person", "act_code", "start"],
                condition=models.Q(superseded_by__isnull=True, end__isnull=True),
                name="claims_authorisation_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(end__isnull=True) | models.Q(end__gt=models.F("start")),
                name="claims_authorisation_dates",
            ),
        ]


class Bordereau(Recorded):
    """A facility's bordereau. `key` is its number, else its period; empty facility when it gave none."""

    id = models.UUIDField(primary_key=True)
    facility_code = models.CharField(max_length=64, blank=True, default="")
    number = models.CharField(max_length=64, blank=True, default="")
    period = models.CharField(max_length=7, blank=True, default="")
    received_on = models.DateField(null=True)
    phone = models.CharField(max_length=64, blank=True, default="")
    attachments = models.BooleanField(null=True)
    facility_signature = models.BooleanField(null=True)
    scope_path = models.CharField(max_length=160, db_index=True, help_text="The facility's scope path.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facility_code", "number"],
                condition=~models.Q(number=""),
                name="claims_bordereau_number",
            ),
            models.UniqueConstraint(
                fields=["facility_code", "period"],
                condition=models.Q(number=""),
                name="claims_bordereau_period",
            ),
        ]


class Request(Recorded):
    """One request (demande) of a bordereau, as the facility declared it."""

    id = models.UUIDField(primary_key=True)
    # Unique with its number: an index of its own would serve nothing. So it is wherever db_index is off below.
    bordereau = models.ForeignKey(Bordereau, on_delete=models.PROTECT, related_name="requests", db_index=False)
    number = models.CharField(max_length=64, blank=True, default="")
    reference = models.CharField(max_length=64, blank=True, default="")
    family_name = models.CharField(max_length=120, blank=True, default="")
    given_names = models.CharField(max_length=120, blank=True, default="")
    sex = models.CharField(max_length=1, blank=True, default="")
    age = models.PositiveSmallIntegerField(null=True)
    activity = models.CharField(max_length=120, blank=True, default="")
    contact = models.CharField(max_length=200, blank=True, default="")
    practitioner = models.CharField(max_length=64, blank=True, default="")
    care_date = models.DateField(null=True)
    care_type = models.CharField(max_length=1, blank=True, default="")
    entry_date = models.DateField(null=True)
    exit_date = models.DateField(null=True)
    icd10 = models.CharField(max_length=64, blank=True, default="")
    long_term = models.BooleanField(null=True)
    authorisation = models.CharField(max_length=64, blank=True, default="")
    clinical_information = models.TextField(blank=True, default="")
    prescriber_signature = models.BooleanField(null=True)
    facility_stamp = models.BooleanField(null=True)
    validation_stamp = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bordereau", "number"], name="claims_request_once"),
        ]


class Line(Recorded):
    """One line of a request, as the facility declared it. Amounts in whole XOF."""

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="lines", db_index=False)
    number = models.CharField(max_length=64)
    act_code = models.CharField(max_length=64, blank=True, default="")
    label = models.CharField(max_length=200, blank=True, default="")
    service_code = models.CharField(max_length=64, blank=True, default="")
    quantity = models.PositiveBigIntegerField(null=True)
    unit_price = models.PositiveBigIntegerField(null=True)
    amount = models.PositiveBigIntegerField(null=True)
    mutual_part = models.PositiveBigIntegerField(null=True)
    insured_part = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="claims_line_once"),
        ]


class Decision(Superseded):
    """What was decided of a request, with what was known then. `mutual` is the payer, empty when unknown."""

    id = models.UUIDField(primary_key=True)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="decisions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="decisions", db_index=False)
    rank = models.PositiveIntegerField(null=True, help_text="Which of the person's decisions this is: 1, 2, 3…")
    mutual = models.CharField(max_length=32, blank=True, default="")
    product = models.CharField(max_length=16, blank=True, default="")
    care_date = models.DateField(null=True)
    rights = models.CharField(max_length=12, blank=True, default="", help_text="Status of rights when decided.")
    status = models.CharField(max_length=12, help_text="refused, to_justify or granted (line by line).")
    reasons = models.JSONField(default=list, help_text="[[code, params], …] of the request.")
    parameters_digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(superseded_by__isnull=True),
                name="claims_decision_once",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["refused", "to_justify", "granted"]), name="claims_decision_status"
            ),
            # Two commands that decide of one person without seeing each other take the same rank: one starts again.
            models.UniqueConstraint(fields=["person", "rank"], name="claims_decision_rank"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) | models.Q(rank__isnull=False), name="claims_decision_ranked"
            ),
        ]
        indexes = [
            models.Index(fields=["mutual", "care_date"], name="claims_decision_payer"),
        ]


class LineDecision(Superseded):
    """What was decided of a line: claimed = granted + rejected + to_justify, in whole XOF."""

    id = models.BigAutoField(primary_key=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="lines", db_index=False)
    line_number = models.CharField(max_length=64)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    act_code = models.CharField(max_length=64, blank=True, default="")
    care_date = models.DateField(null=True)
    facility_code = models.CharField(max_length=64, blank=True, default="")
    declared_quantity = models.PositiveBigIntegerField(null=True)
    declared_amount = models.PositiveBigIntegerField(null=True)
    claimed = models.PositiveBigIntegerField()
    granted = models.PositiveBigIntegerField()
    rejected = models.PositiveBigIntegerField()
    to_justify = models.PositiveBigIntegerField()
    overpaid = models.PositiveBigIntegerField()
    base = models.PositiveBigIntegerField(help_text="Amount recognised: mutual's and insured person's parts.")
    rate = models.CharField(max_length=8, blank=True, default="", help_text="As in the output: 0.70.")
    kept_quantity = models.PositiveBigIntegerField(help_text="What counts against limits; 0 when refused.")
    codes = models.CharField(max_length=400, blank=True, default="")
    reasons = models.JSONField(default=list, help_text="[[code, params], …] of the line.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "line_number"], name="claims_linedecision_once"),
            models.CheckConstraint(
                condition=models.Q(claimed=models.F("granted") + models.F("rejected") + models.F("to_justify")),
                name="claims_linedecision_conserved",
            ),
            models.CheckConstraint(
                condition=models.Q(granted=0) | models.Q(person__isnull=False), name="claims_linedecision_somebody"
            ),
            models.CheckConstraint(
                condition=models.Q(granted__lte=models.F("base")), name="claims_linedecision_recognised"
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "act_code", "care_date"],
                condition=models.Q(superseded_by__isnull=True, kept_quantity__gt=0),
                name="claims_linedecision_history",
            ),
        ]
