"""People and households. A person exists once, nationally; all else about them is a dated fact.

A fact has the day it took effect (`start`, `joined`…) and the moment it became known (its command).
A newer fact supersedes the older row; no row is updated.
"""

from __future__ import annotations

from django.db import models

from sysgimut.journal.models import Recorded, Superseded

ADHERENT = "adherent"
ROLES = (ADHERENT, "conjoint", "enfant", "autre")


class Person(Recorded):
    """A person, for ever: their reference is never reassigned."""

    id = models.UUIDField(primary_key=True)
    reference = models.CharField(max_length=40, unique=True)


class Identity(Superseded):
    """Who a person is, as known now: names, sex, birth, papers, telephone, activity."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identities")
    family_name = models.CharField(max_length=120)
    given_names = models.CharField(max_length=120)
    sex = models.CharField(max_length=1)
    birth = models.DateField()
    birth_precision = models.CharField(max_length=9, help_text="day, month, year or estimated.")
    activity = models.CharField(max_length=120, blank=True, default="")
    phone = models.CharField(max_length=64, blank=True, default="")
    document_type = models.CharField(max_length=64, blank=True, default="")
    document_number = models.CharField(max_length=64, blank=True, default="")
    likeness = models.CharField(max_length=90, help_text="Sound of the names, sex and year of birth.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(superseded_by__isnull=True),
                name="membership_identity_once",
            ),
            models.CheckConstraint(condition=models.Q(sex__in=["M", "F"]), name="membership_identity_sex"),
            models.CheckConstraint(
                condition=models.Q(birth_precision__in=["day", "month", "year", "estimated"]),
                name="membership_identity_precision",
            ),
        ]
        indexes = [
            models.Index(
                fields=["likeness"],
                condition=models.Q(superseded_by__isnull=True),
                name="membership_identity_likeness",
            ),
            models.Index(
                fields=["phone"],
                condition=models.Q(superseded_by__isnull=True) & ~models.Q(phone=""),
                name="membership_identity_phone",
            ),
            models.Index(
                fields=["document_number"],
                condition=models.Q(superseded_by__isnull=True) & ~models.Q(document_number=""),
                name="membership_identity_document",
            ),
        ]

    @property
    def birth_is_year(self) -> bool:
        """Whether only the year of birth is known."""
        return self.birth_precision in ("year", "estimated")

    @property
    def full_name(self) -> str:
        """Given names then family name, as people say them."""
        return f"{self.given_names} {self.family_name}"


class Alias(Recorded):
    """An old number of a person (paper card, SYSGIMUT), in a mutual; never reassigned."""

    id = models.BigAutoField(primary_key=True)
    mutual = models.CharField(max_length=32)
    alias = models.CharField(max_length=60)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="aliases")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mutual", "alias"], name="membership_alias_once"),
        ]
        indexes = [models.Index(fields=["alias"], name="membership_alias_lookup")]


class Household(Recorded):
    """A household, in the books of one mutual.

    `number` is its place in the mutual's own numbering, from which its reference was made; null for a
    household that came with a reference of its own.
    """

    id = models.UUIDField(primary_key=True)
    reference = models.CharField(max_length=40, unique=True)
    mutual = models.CharField(max_length=32, db_index=True)
    number = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mutual", "number"], name="membership_household_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="membership_household_counted"),
        ]


class Residence(Superseded):
    """Where a household lives and which product it has, from a day on, as known now.

    `scope_path` is the path of its section (of its mutual when the commune is not known): it decides who
    may see the household.
    """

    id = models.BigAutoField(primary_key=True)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="residences")
    product = models.CharField(max_length=16)
    commune_code = models.CharField(max_length=16, blank=True, default="")
    village_code = models.CharField(max_length=24, blank=True, default="")
    commune_name = models.CharField(max_length=120, blank=True, default="")
    village_name = models.CharField(max_length=120, blank=True, default="")
    scope_path = models.CharField(max_length=160)
    start = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["household"],
                condition=models.Q(superseded_by__isnull=True),
                name="membership_residence_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["scope_path"],
                condition=models.Q(superseded_by__isnull=True),
                name="membership_residence_scope",
            ),
        ]


class Belonging(Superseded):
    """A person's time in a household, with their link to its head, as known now."""

    id = models.BigAutoField(primary_key=True)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="belongings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="belongings")
    mutual = models.CharField(max_length=32)
    role = models.CharField(max_length=8)
    joined = models.DateField()
    left = models.DateField(null=True)
    exit_reason = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(left__isnull=True) | models.Q(left__gt=models.F("joined")),
                name="membership_belonging_dates",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["adherent", "conjoint", "enfant", "autre"]),
                name="membership_belonging_role",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(superseded_by__isnull=True, left__isnull=True),
                name="membership_belonging_one_open",
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=models.Q(superseded_by__isnull=True, left__isnull=True, role=ADHERENT),
                name="membership_belonging_one_head",
            ),
            models.CheckConstraint(
                condition=models.Q(exit_reason__in=["", "deces", "depart", "radiation"]),
                name="membership_belonging_exit",
            ),
        ]
        indexes = [
            models.Index(
                fields=["household"],
                condition=models.Q(superseded_by__isnull=True),
                name="membership_belonging_current",
            ),
        ]


class NameToken(Recorded):
    """A phonetic token of a person's names: what name searches look up (Coulibaly and Kulibali share theirs).

    `scope_path` is where the household lived when this was written; a household that moves gets tokens there too.
    Promises hold its references (promises.py): one statement for a batch, not one look-up for each row.
    """

    id = models.BigAutoField(primary_key=True)
    token = models.CharField(max_length=24)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    mutual = models.CharField(max_length=32)
    scope_path = models.CharField(max_length=160)
    born = models.PositiveSmallIntegerField(help_text="Year of birth.")

    class Meta:
        indexes = [
            # By bytes: PostgreSQL finds the beginning of a word (`kuli…`) in no other order.
            models.Index(
                fields=["token", "household"],
                opclasses=["varchar_pattern_ops", "uuid_ops"],
                include=["person", "scope_path"],
                name="membership_nametoken_latest",
            ),
            models.Index(
                fields=["token", "scope_path", "born"],
                opclasses=["varchar_pattern_ops", "varchar_ops", "int2_ops"],
                include=["household", "person"],
                name="membership_nametoken_place",
            ),
            models.Index(fields=["person", "token"], name="membership_nametoken_person"),
        ]


class DuplicateSuspicion(Superseded):
    """Two people who may be one: a person must look. Closed by the decision that supersedes it."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    mutual = models.CharField(max_length=32)
    score = models.PositiveSmallIntegerField(help_text="0 to 100.")
    why = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(person=models.F("other")), name="membership_suspicion_two_people"
            ),
            models.CheckConstraint(condition=models.Q(score__lte=100), name="membership_suspicion_score"),
        ]
        indexes = [
            models.Index(
                fields=["mutual", "-score"],
                condition=models.Q(superseded_by__isnull=True),
                name="membership_suspicion_open",
            ),
        ]


class DuplicateDecision(Recorded):
    """What a person decided of two look-alikes: the same, or different, with the reason."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    same = models.BooleanField()
    reason = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(person=models.F("other")), name="membership_decision_two_people"
            ),
        ]
