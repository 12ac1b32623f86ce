"""The ledger: balanced entries, append-only, in the books of one legal entity and one activity."""

from __future__ import annotations

from django.db import models

from sysgimut.journal.models import Recorded

ASSURANCE = "ASSURANCE"
ACTIVITIES = (ASSURANCE, "OEUVRES", "AGR", "GESTION_PROJET")


class Entry(Recorded):
    """A double entry: what happened, when, and on which document. Its postings sum to zero."""

    id = models.UUIDField(primary_key=True)
    entity = models.CharField(max_length=32, help_text="Code of the legal entity: a mutual, or the union.")
    activity = models.CharField(max_length=16)
    day = models.DateField()
    kind = models.CharField(max_length=24, help_text="contribution, fee, purchase, granted, payment, reversal…")
    document = models.CharField(max_length=200, help_text="Number of the receipt, statement… it stands on.")
    label = models.CharField(max_length=240)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(activity__in=ACTIVITIES), name="ledger_entry_activity"),
        ]
        indexes = [models.Index(fields=["entity", "activity", "day"], name="ledger_entry_books")]


class Closing(Recorded):
    """The books of an entity, all activities, are closed for every day before `until`: nothing is dated there any more.

    `entries` and `debit` (XOF) count all that they held then, from their beginning.
    """

    id = models.BigAutoField(primary_key=True)
    entity = models.CharField(max_length=32)
    until = models.DateField(help_text="The first day of the month after the last closed one.")
    day = models.DateField(help_text="When it was closed.")
    entries = models.PositiveBigIntegerField()
    debit = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "until"], name="ledger_closing_once"),
            models.CheckConstraint(condition=models.Q(day__gte=models.F("until")), name="ledger_closing_over"),
        ]


class Posting(Recorded):
    """One line of an entry: a debit (positive) or a credit (negative) of an account, in whole XOF."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="postings")
    entity = models.CharField(max_length=32)
    activity = models.CharField(max_length=16)
    account = models.CharField(max_length=12)
    amount = models.BigIntegerField(help_text="Debit positive, credit negative.")
    party = models.CharField(max_length=64, blank=True, default="", help_text="Household or facility concerned.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(amount=0), name="ledger_posting_amount"),
        ]
        indexes = [models.Index(fields=["entity", "activity", "account"], name="ledger_posting_account")]
