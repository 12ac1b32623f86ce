"""The test of the test: what is broken on purpose is found, so that what is broken by mistake will be."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import clear_url_caches, include, path
from ninja import NinjaAPI, Router

from sysgimut.identity.web.access import requires
from sysgimut.identity.web.endpoints import endpoint
from sysgimut.identity.web.pages import viewer_of_request
from sysgimut.journal.command import REGISTRY, Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused
from sysgimut.membership.models import Household, Identity
from sysgimut.membership.searching import visible_homes
from sysgimut.network.models import Region
from tests.matrix import inventory, targets
from tests.matrix.cells import People
from tests.matrix.checking import check_command, check_endpoint, check_page
from tests.matrix.inventory import Page
from tests.matrix.messages import Sent
from tests.matrix.targets import KONNA, Target
from tests.matrix.union import Union

pytestmark = pytest.mark.django_db
READ = "membership.read_households"


def undecorated(request: HttpRequest) -> HttpResponse:
    """A view that declares nothing."""
    return HttpResponse("ok")


@requires("membership.read_nothing")
def unlisted(request: HttpRequest) -> HttpResponse:
    """A view whose operation the policy does not know."""
    return HttpResponse("ok")


@requires(READ)
def unscoped(request: HttpRequest, reference: str) -> HttpResponse:
    """A page of one thing whose query forgets the scopes."""
    return HttpResponse(Household.objects.get(reference=reference).reference)


@requires(READ)
def leaking(request: HttpRequest) -> HttpResponse:
    """A list whose query forgets the scopes."""
    return HttpResponse(", ".join(Identity.objects.values_list("family_name", flat=True)))


@requires(READ)
def writing(request: HttpRequest, reference: str) -> HttpResponse:
    """A page that answers as it should, and writes before it does."""
    Region.objects.update(name="autre")
    if not visible_homes(viewer_of_request(request)).filter(household__reference=reference).exists():
        raise Http404
    return HttpResponse("ok")


@requires(READ)
def right(request: HttpRequest, reference: str) -> HttpResponse:
    """A page as it should be."""
    if not visible_homes(viewer_of_request(request)).filter(household__reference=reference).exists():
        raise Http404
    return HttpResponse(reference)


urlpatterns = [
    path("", include("sysgimut.site.urls")),
    path("essai/nu/", undecorated, name="undecorated"),
    path("essai/inconnu/", unlisted, name="unlisted"),
    path("essai/partout/<str:reference>/", unscoped, name="unscoped"),
    path("essai/liste/", leaking, name="leaking"),
    path("essai/ecrit/<str:reference>/", writing, name="writing"),
    path("essai/juste/<str:reference>/", right, name="right"),
    path("essai/nouveau/<str:reference>/<int:number>/", right, name="unknown"),
]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The site with these pages, and their targets."""
    of_konna = dict.fromkeys(("unscoped", "writing", "right"), targets.PAGES["household"])
    monkeypatch.setattr("tests.matrix.checking.PAGES", {**targets.PAGES, **of_konna})
    with override_settings(ROOT_URLCONF=__name__):
        clear_url_caches()
        yield {page.name: page for page in inventory.pages()}
    clear_url_caches()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("undecorated", "declares neither its operation nor that it is public"),
        ("unlisted", "the policy has no line for membership.read_nothing"),
        ("unscoped", "gestionnaire sibling (UTM/R/MOPTI/S-KONNA): the policy refuses it, the answer is 200"),
        ("leaking", "shows “Zarakonna”, which this person may not read"),
        ("writing", "gestionnaire sibling (UTM/R/MOPTI/S-KONNA): refused, and yet changed network_region"),
        ("unknown", "unknown takes reference, number: give it a target in tests/matrix/targets.py (PAGES)"),
    ],
)
def test_a_broken_page_is_found(name: str, said: str, broken: dict[str, Page], union: Union, people: People) -> None:
    found = check_page(broken[name], union, people)
    assert any(said in one for one in found), found


def test_a_right_page_passes(broken: dict[str, Page], union: Union, people: People) -> None:
    assert check_page(broken["right"], union, people) == []


def test_a_list_that_is_empty_for_everybody_proves_nothing(
    broken: dict[str, Page], union: Union, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = {"leaking": lambda union: Target((KONNA,), wanted=("Zarabsente",))}
    monkeypatch.setattr("tests.matrix.checking.PAGES", wanted)
    found = check_page(broken["leaking"], union, people)
    assert any("Zarabsente is not there: its absence elsewhere proves nothing" in one for one in found)


def test_a_broken_endpoint_is_found(union: Union, people: People) -> None:
    router = Router()

    @router.get("/bare", operation_id="bare")
    def bare(request: HttpRequest) -> dict[str, str]:
        """An endpoint that declares nothing."""
        return {}

    @router.post("/writes", operation_id="writes")
    @endpoint(READ)
    def writes(request: HttpRequest) -> dict[str, str]:
        """An endpoint that changes things by itself."""
        return {}

    api = NinjaAPI(urls_namespace="broken")
    api.add_router("/essai", router)
    found = {one.name: check_endpoint(one, union, people, {}) for one in inventory.endpoints(api)}
    assert "declares neither its operation" in found["bare"][0]
    assert "changes things without a command" in found["writes"][0]


class TouchHousehold(Command):
    """A command of these tests: it names a row of the policy that exists."""

    operation: ClassVar[str] = "contributions.validate_household"
    household: str


@pytest.fixture
def touch() -> Any:
    """Forget the command of these tests afterwards."""
    yield
    REGISTRY.pop(TouchHousehold, None)


def _tried(union: Union, people: People) -> list[str]:
    return check_command(Sent(TouchHousehold(household=union.household), Target((KONNA,), asked=True)), people)


def test_a_command_that_asks_for_the_wrong_place_is_found(union: Union, people: People, touch: None) -> None:
    @handles(TouchHousehold)
    def touch_household(message: TouchHousehold, execution: Execution) -> Outcome:
        execution.authorise(execution.author.mandates[0].scope if execution.author.mandates else "UTM")  # type: ignore[attr-defined]
        return accepted()

    found = _tried(union, people)
    assert any("gestionnaire sibling" in one and "lets through" in one for one in found), found
    assert not any(" own " in one for one in found)


def test_a_command_that_changes_what_it_refuses_is_found(union: Union, people: People, touch: None) -> None:
    @handles(TouchHousehold)
    def touch_household(message: TouchHousehold, execution: Execution) -> Outcome:
        execution.authorise(KONNA)
        Region.objects.update(name="autre")
        return refused(Reason("MEN-INCONNU", {"household": message.household}))

    found = _tried(union, people)
    assert any("gestionnaire own" in one and "refused, and yet changed network_region" in one for one in found), found
    assert not any("lets through" in one or "refuses" in one for one in found)
