"""Validation sheets, reimbursement statements, their three signatures, and payments."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from sysgimut.claims.models import Bordereau
from sysgimut.journal.models import Recorded

SIGNATORIES = ("mutuelle", "gestionnaire", "etablissement")


class Statement(Recorded):
    """The settlement of a bordereau for one payer: its validation sheet and its reimbursement statement. XOF.

    `decisions` is the digest of the decisions that it settles: what was printed can be proved later.
    """

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=200, unique=True)
    bordereau = models.ForeignKey(Bordereau, on_delete=models.PROTECT, related_name="statements")
    mutual = models.CharField(max_length=32)
    mutual_path = models.CharField(max_length=160)
    facility_code = models.CharField(max_length=64, blank=True, default="")
    facility_path = models.CharField(max_length=160)
    issued_on = models.DateField()
    requests = models.PositiveIntegerField()
    lines = models.PositiveIntegerField()
    claimed = models.PositiveBigIntegerField()
    granted = models.PositiveBigIntegerField()
    rejected = models.PositiveBigIntegerField()
    to_justify = models.PositiveBigIntegerField()
    overpaid = models.PositiveBigIntegerField()
    decisions = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(claimed=models.F("granted") + models.F("rejected") + models.F("to_justify")),
                name="settlement_statement_conserved",
            ),
        ]
        indexes = [
            models.Index(fields=["mutual_path"], name="settlement_statement_mutual"),
            models.Index(fields=["facility_path"], name="settlement_statement_facility"),
        ]


class Settled(Recorded):
    """A request's decision is settled by a statement: once."""

    id = models.BigAutoField(primary_key=True)
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="settled")
    decision = models.OneToOneField("claims.Decision", on_delete=models.PROTECT, related_name="settled")


class Signature(Recorded):
    """One of the three signatures of a statement, by three different people."""

    id = models.BigAutoField(primary_key=True)
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="signatures")
    party = models.CharField(max_length=16)
    signatory = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "party"], name="settlement_signature_party"),
            models.UniqueConstraint(fields=["statement", "signatory"], name="settlement_signature_person"),
            models.CheckConstraint(
                condition=models.Q(party__in=["mutuelle", "gestionnaire", "etablissement"]),
                name="settlement_signature_known",
            ),
        ]


class Payment(Recorded):
    """The payment of a statement, by transfer or cheque: once."""

    id = models.BigAutoField(primary_key=True)
    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, related_name="payment")
    day = models.DateField()
    method = models.CharField(max_length=8)
    bank_reference = models.CharField(max_length=60)
    amount = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(method__in=["virement", "cheque"]), name="settlement_payment_method"
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="settlement_payment_amount"),
        ]
