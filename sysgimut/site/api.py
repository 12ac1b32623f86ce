"""The JSON API: each app's router under its name. Described at /api/docs (OpenAPI at /api/openapi.json)."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.http import HttpRequest
from ninja import NinjaAPI, Schema
from ninja.security import SessionAuth

from sysgimut import __version__

api = NinjaAPI(
    title="SYSGIMUT Web",
    version=__version__,
    description="The same commands and reads as the pages, under the same policy table.",
    auth=SessionAuth(csrf=True),
    docs_url=None,
)


class Health(Schema):
    """Whether the site answers."""

    version: str


@api.get("/health", response=Health, auth=None, tags=["site"], operation_id="health")
def health(request: HttpRequest) -> Health:
    """Answers without login: for the reverse proxy and for monitoring."""
    return Health(version=__version__)


health.operation = "public"  # type: ignore[attr-defined]

for _name in settings.APPS:
    if find_spec(f"sysgimut.{_name}.api") and _name != "site":
        api.add_router(f"/{_name}", import_module(f"sysgimut.{_name}.api").router, tags=[_name])
