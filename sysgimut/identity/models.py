"""People who log in, and what they are responsible for."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from sysgimut.identity.roles import ROLES
from sysgimut.journal.clock import new_id


class UserManager(BaseUserManager["User"]):
    """Finds people by login, whatever the case they typed it in."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(login=(username or "").strip().lower())


class User(AbstractBaseUser):
    """Someone (or a technical account) who may act. The journal knows them by `id` only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    login = models.CharField("identifiant", max_length=40, unique=True)
    full_name = models.CharField("nom", max_length=120)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False, help_text="May log in only while the site runs as a demo.")
    language = models.CharField(max_length=2, default="fr")
    must_change_password = models.BooleanField(default=False, help_text="The password was set by somebody else.")
    failures = models.PositiveSmallIntegerField(default=0, help_text="Wrong passwords in a row.")
    failing_since = models.DateTimeField(null=True)
    closed_until = models.DateTimeField(null=True, help_text="No login before: too many wrong passwords.")

    objects: ClassVar[Any] = UserManager()
    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.full_name


class Assignment(models.Model):
    """A role held over a part of the network, from a day to a day. `scope` is a path such as UTM/R-MOPTI/MOPTI."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=24)
    scope = models.CharField(max_length=160)
    start = models.DateField()
    end = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=list(ROLES)), name="identity_assignment_role"),
            models.CheckConstraint(
                condition=models.Q(end__isnull=True) | models.Q(end__gt=models.F("start")),
                name="identity_assignment_dates",
            ),
            models.UniqueConstraint(fields=["user", "role", "scope", "start"], name="identity_assignment_once"),
        ]


class OpenSession(models.Model):
    """Where someone is logged in, so that they can see it and close it. The session itself is Django's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=40, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="open_sessions")
    opened_at = models.DateTimeField()
    browser = models.CharField(max_length=120, blank=True, default="", help_text="As the browser names itself.")

    class Meta:
        indexes = [models.Index(fields=["user", "-opened_at"], name="identity_open_session_user")]
