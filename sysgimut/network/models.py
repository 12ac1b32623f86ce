"""Territory and organisations: reference data, loaded with its source and corrected by commands."""

from __future__ import annotations

from django.db import models


class Region(models.Model):
    """A region, by its code; `to_confirm` where the code's value was never confirmed."""

    code = models.CharField(max_length=8, primary_key=True)
    name = models.CharField(max_length=80)
    start = models.DateField(null=True)
    to_confirm = models.BooleanField(default=False)
    source = models.CharField(max_length=200)


class Cercle(models.Model):
    """A cercle of a region."""

    code = models.CharField(max_length=16, primary_key=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="cercles")
    name = models.CharField(max_length=80)
    source = models.CharField(max_length=200)


class Commune(models.Model):
    """A commune. Centroids are in millionths of a degree, for the schematic map."""

    code = models.CharField(max_length=16, primary_key=True, help_text="P-code of OCHA COD-AB.")
    cercle = models.ForeignKey(Cercle, on_delete=models.PROTECT, related_name="communes")
    name = models.CharField(max_length=80)
    urban = models.BooleanField(default=False)
    variants = models.CharField(max_length=160, blank=True, default="", help_text="Other spellings, by ;")
    longitude_e6 = models.IntegerField(null=True)
    latitude_e6 = models.IntegerField(null=True)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cercle", "name"], name="network_commune_name")]

    def __str__(self) -> str:
        return self.name


class Village(models.Model):
    """A village or quarter. `named` False: the documents give only how many there are; the name is to be entered."""

    code = models.CharField(max_length=24, primary_key=True)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="villages")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, default="village", help_text="village or quartier.")
    named = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "name"], name="network_village_name"),
            models.CheckConstraint(condition=models.Q(kind__in=["village", "quartier"]), name="network_village_kind"),
        ]

    def __str__(self) -> str:
        return self.name


class Population(models.Model):
    """Inhabitants of a cercle, commune or village in a year, with the source of the figure."""

    id = models.BigAutoField(primary_key=True)
    place_kind = models.CharField(max_length=8)
    place_code = models.CharField(max_length=24)
    year = models.PositiveSmallIntegerField()
    inhabitants = models.PositiveIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place_kind", "place_code", "year"], name="network_population_once"),
            models.CheckConstraint(
                condition=models.Q(place_kind__in=["region", "cercle", "commune", "village"]),
                name="network_population_place",
            ),
        ]


class Organisation(models.Model):
    """The union, a regional office, a mutual, a section, a village committee, or a mutual of 2014.

    `path` is its scope path: the codes from the union down to it.
    """

    code = models.CharField(max_length=32, primary_key=True)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=160, unique=True)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, null=True, related_name="organisations")
    village = models.OneToOneField(Village, on_delete=models.PROTECT, null=True, related_name="committee")
    cercle = models.ForeignKey(Cercle, on_delete=models.PROTECT, null=True, related_name="organisations")
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    origin = models.CharField(max_length=16, blank=True, default="", help_text="Of a section: creee, restructuree.")
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=[
                        "union",
                        "regional_office",
                        "mutual",
                        "section",
                        "village_committee",
                        "founding_mutual",
                    ]
                ),
                name="network_organisation_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(end__isnull=True)
                | models.Q(start__isnull=True)
                | models.Q(end__gt=models.F("start")),
                name="network_organisation_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """A commune that belongs to a mutual's area, from a day to a day."""

    id = models.BigAutoField(primary_key=True)
    mutual = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="areas")
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="areas")
    start = models.DateField()
    end = models.DateField(null=True)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mutual", "commune", "start"], name="network_area_once"),
            models.CheckConstraint(
                condition=models.Q(end__isnull=True) | models.Q(end__gt=models.F("start")),
                name="network_area_dates",
            ),
        ]


class Registration(models.Model):
    """An official registration of an organisation: number, decision, date, authority."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="registrations")
    number = models.CharField(max_length=60)
    decision = models.CharField(max_length=120, blank=True, default="")
    day = models.DateField(null=True)
    authority = models.CharField(max_length=160)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "number"], name="network_registration_once")]
