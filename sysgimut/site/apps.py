"""The assembled product."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.core.checks import Tags, register

from sysgimut.kernel.explanations import CATALOGUE


class SiteConfig(AppConfig):
    """Gathers the sentences of every app, so that any code can be explained anywhere."""

    name = "sysgimut.site"
    label = "site"

    def ready(self) -> None:
        """Declare the REASONS of each app (`<app>/reasons.py` or `<app>/domain/reasons.py`)."""
        for config in apps.get_app_configs():
            if config.name.startswith("sysgimut."):
                for module in (f"{config.name}.reasons", f"{config.name}.domain.reasons"):
                    if _exists(module):
                        CATALOGUE.add(import_module(module).REASONS)
        register(import_module("sysgimut.site.safety").check_demo_accounts, Tags.database)


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
