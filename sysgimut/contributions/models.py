"""Receipts, booklets, validation, and the coverage that payments produce."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Left, Length

from sysgimut.journal.models import Recorded, Superseded
from sysgimut.membership.models import Household, Person

METHODS = ("especes", "orange_money", "moov_money", "wave", "sama_money", "banque")


class Booklet(Recorded):
    """A booklet of numbered receipts, a range handed to one agent. A number of it is used once.

    `scope_path` is where it was handed out: a section, or the mutual's own office.
    """

    id = models.BigAutoField(primary_key=True)
    mutual = models.CharField(max_length=32)
    code = models.CharField(max_length=32)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    holder = models.CharField(max_length=60)
    day = models.DateField()
    scope_path = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mutual", "code"], name="contributions_booklet_once"),
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="contributions_booklet_range"),
        ]
        indexes = [models.Index(fields=["scope_path", "-day"], name="contributions_booklet_scope")]


class Receipt(Recorded):
    """Money taken from a household, on one three-part receipt. Amounts in whole XOF.

    `scope_path` is the section whose cash it is. `household` is null for money whose household could not be
    told when it was taken (SuspenseTask); once it can, a Placement says which, and this row stays.
    """

    id = models.UUIDField(primary_key=True)
    mutual = models.CharField(max_length=32)
    number = models.CharField(max_length=40, help_text="CARNET-NUMERO.")
    booklet = models.CharField(max_length=32)
    sequence = models.PositiveIntegerField()
    day = models.DateField()
    household = models.ForeignKey(Household, on_delete=models.PROTECT, null=True, related_name="receipts")
    scope_path = models.CharField(max_length=160)
    fee = models.PositiveBigIntegerField()
    contribution = models.PositiveBigIntegerField()
    method = models.CharField(max_length=16)
    payment_reference = models.CharField(max_length=64, blank=True, default="")
    collector = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mutual", "booklet", "sequence"], name="contributions_receipt_once"),
            models.CheckConstraint(
                condition=models.Q(
                    method__in=["especes", "orange_money", "moov_money", "wave", "sama_money", "banque"]
                ),
                name="contributions_receipt_method",
            ),
            models.CheckConstraint(
                condition=models.Q(booklet=Left("number", Length("booklet"))), name="contributions_receipt_number"
            ),
        ]
        indexes = [
            models.Index(fields=["mutual", "day"], name="contributions_receipt_day"),
            models.Index(fields=["scope_path", "-day"], name="contributions_receipt_scope"),
            # The latest receipts of a whole union, page by page, without sorting them all.
            models.Index(fields=["-day", "-id"], name="contributions_receipt_latest"),
        ]


class SuspenseTask(Superseded):
    """Money in suspense, and why: a person must say which household it is for, or give it back.

    Closed by the command that supersedes it: the receipt is placed, or cancelled.
    """

    id = models.BigAutoField(primary_key=True)
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="tasks")
    mutual = models.CharField(max_length=32)
    scope_path = models.CharField(max_length=160)
    code = models.CharField(max_length=40, help_text="Code of the reason, in the catalogue.")
    params = models.JSONField(default=dict)
    declared = models.CharField(max_length=60, help_text="Household as it was written on the receipt.")
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["receipt"],
                condition=models.Q(superseded_by__isnull=True),
                name="contributions_suspense_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["scope_path", "day"],
                condition=models.Q(superseded_by__isnull=True),
                name="contributions_suspense_open",
            ),
        ]


class Placement(Recorded):
    """A receipt that was in suspense is for this household, as a person found out. Once."""

    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, primary_key=True, related_name="placement")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="placements")
    day = models.DateField()
    reason = models.CharField(max_length=200)


class CreditTransfer(Recorded):
    """Credit of a household moved from one purpose to the other. XOF, from `source` to the other one."""

    id = models.UUIDField(primary_key=True)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="credit_transfers")
    mutual = models.CharField(max_length=32)
    day = models.DateField()
    source = models.CharField(max_length=12)
    amount = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(source__in=["fee", "contribution"]), name="contributions_transfer_source"
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="contributions_transfer_amount"),
        ]


class Cancellation(Recorded):
    """A receipt number that was cancelled, with the reason; the money of a used one is given back."""

    id = models.BigAutoField(primary_key=True)
    mutual = models.CharField(max_length=32)
    number = models.CharField(max_length=40)
    booklet = models.CharField(max_length=32)
    sequence = models.PositiveIntegerField()
    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, null=True, related_name="cancellation")
    reason = models.CharField(max_length=200)
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mutual", "booklet", "sequence"], name="contributions_cancellation_once"),
        ]


class Validation(Recorded):
    """A household's file was validated: fee and first contribution are both paid. Once."""

    household = models.OneToOneField(Household, on_delete=models.PROTECT, primary_key=True, related_name="validation")
    day = models.DateField(help_text="The first contribution date: rights count from it.")


class Account(Superseded):
    """Where a household stands, as known now: what its payments bought and what remains. XOF.

    Whatever changes a household writes a new one: it is also what keeps two commands from working on the same state.

    `opens`, `paid_end` describe its last run; `missing_fee` and `missing_contribution` what lacks.
    """

    id = models.BigAutoField(primary_key=True)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="accounts")
    mutual = models.CharField(max_length=32)
    product = models.CharField(max_length=16)
    persons = models.PositiveIntegerField()
    validated_on = models.DateField(null=True, help_text="The first contribution date, from payments.")
    paid_end = models.DateField(null=True)
    fee_paid = models.BigIntegerField()
    fee_due = models.BigIntegerField()
    contribution_paid = models.BigIntegerField()
    contribution_credit = models.BigIntegerField()
    runs = models.JSONField(default=list, help_text="[[start, paid_end, opens], …] as ISO days.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["household"],
                condition=models.Q(superseded_by__isnull=True),
                name="contributions_account_once",
            ),
            models.CheckConstraint(
                condition=models.Q(validated_on__isnull=True) | models.Q(contribution_paid__gt=0),
                name="contributions_account_first",
            ),
        ]
        indexes = [
            models.Index(
                fields=["mutual", "paid_end"],
                condition=models.Q(superseded_by__isnull=True),
                name="contributions_account_due",
            ),
        ]


class Purchase(Superseded):
    """Paid time bought with credit: from the credit of the household to earned contributions."""

    id = models.UUIDField(primary_key=True)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="purchases")
    mutual = models.CharField(max_length=32)
    bought_on = models.DateField()
    start = models.DateField()
    end = models.DateField()
    persons = models.PositiveIntegerField()
    periods = models.PositiveIntegerField()
    amount = models.PositiveBigIntegerField(help_text="XOF, all its periods together.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="contributions_purchase_dates"),
            models.CheckConstraint(
                condition=models.Q(persons__gt=0, periods__gt=0, amount__gt=0), name="contributions_purchase_paid"
            ),
        ]


class Coverage(Superseded):
    """What a person's rights are from a day on, as known now: the last row starting on or before a day tells.

    A person without any row was never validated. The unique index finds that row in one step, from the day backwards.
    Promises hold its references (promises.py): one statement for a batch, not one look-up for each row.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="coverage", db_index=False, db_constraint=False
    )
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="coverage", db_constraint=False)
    mutual = models.CharField(max_length=32)
    product = models.CharField(max_length=16)
    start = models.DateField(help_text="0001-01-01 for the beginning of time.")
    end = models.DateField(null=True)
    status = models.CharField(max_length=12)
    day = models.DateField(null=True, help_text="The date that its sentence needs: expiry, opening, exit…")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "start"],
                condition=models.Q(superseded_by__isnull=True),
                name="contributions_coverage_once",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["OUVERT", "OBSERVATION", "EXPIRE", "SORTI", "PAS_ENCORE", "NON_VALIDE"]),
                name="contributions_coverage_status",
            ),
            models.CheckConstraint(
                condition=models.Q(end__isnull=True) | models.Q(end__gt=models.F("start")),
                name="contributions_coverage_dates",
            ),
        ]
