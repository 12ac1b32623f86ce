"""Addresses of the site: each app's own, then the API."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from sysgimut.site.api import api
from sysgimut.site.web.components import urlpatterns as component_patterns


def _app_patterns() -> list[URLPattern | URLResolver]:
    """The addresses of the apps that have pages (`<app>/web/urls.py`), the desk's last."""
    return [
        path("", include(module))
        for name in settings.APPS
        if find_spec(f"sysgimut.{name}.web") and find_spec(module := f"sysgimut.{name}.web.urls")
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    *component_patterns,
    path("api/", api.urls),
    *_app_patterns(),
]
