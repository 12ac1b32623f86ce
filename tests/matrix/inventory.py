"""What there is to try: every address of the site, every endpoint of its API, every command. Found, never listed."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from sysgimut.journal.command import REGISTRY, Command

PUBLIC, EVERYONE = "public", "everyone"
OPEN = (PUBLIC, EVERYONE)
# Written by django-ninja: the description of the API, which names no data, and the address that finds it.
NINJA = {"openapi-json": PUBLIC, "api-root": PUBLIC}


@dataclass(frozen=True)
class Page:
    """An address of the site: its name, the parameters it takes, what it declares (None: nothing)."""

    name: str
    route: str
    parameters: tuple[str, ...]
    operation: str | None


@dataclass(frozen=True)
class Endpoint:
    """An operation of the API."""

    name: str
    method: str
    path: str
    parameters: tuple[str, ...]
    operation: str | None


def pages(patterns: Iterable[URLPattern | URLResolver] | None = None, before: str = "") -> Iterator[Page]:
    """Every address of the site but the API's endpoints, which `endpoints` gives."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from pages(one.url_patterns, route)
        elif not _is_endpoint(one.callback):
            operation = getattr(one.callback, "operation", None) or NINJA.get(one.name or "")
            yield Page(one.name or route, route, tuple(one.pattern.converters), operation)


def _is_endpoint(view: Callable[..., Any]) -> bool:
    return view.__module__ == "ninja.operation"


def endpoints(api: Any = None) -> Iterator[Endpoint]:
    """Every operation of the API, as django-ninja has bound it."""
    if api is None:
        from sysgimut.site.api import api
    get_resolver().url_patterns  # noqa: B018 - the site's addresses mount the routers
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            for operation in view.operations:
                route = f"/{router.prefix.strip('/')}/{path.strip('/')}".replace("//", "/")
                for method in operation.methods:
                    yield Endpoint(
                        operation.operation_id or operation.view_func.__name__,
                        method,
                        route,
                        tuple(part.partition(":")[2] or part for part in _parameters(path)),
                        getattr(operation.view_func, "operation", None),
                    )


def _parameters(path: str) -> list[str]:
    return [part.partition("}")[0] for part in path.split("{")[1:]]


def commands() -> list[type[Command]]:
    """Every command of every app, by its operation: their modules are imported first."""
    for app in settings.APPS:
        package = import_module(f"sysgimut.{app}")
        for found in pkgutil.iter_modules([f"{package.__path__[0]}/commands"]):
            import_module(f"sysgimut.{app}.commands.{found.name}")
    product = (message for message in REGISTRY if message.__module__.startswith("sysgimut."))
    return sorted(product, key=lambda message: message.operation)
