"""Accounts and mandates: given, ended, closed; never by oneself to oneself, never the last administrator."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from sysgimut.identity.access import Viewer, viewer_of
from sysgimut.identity.commands.change_password import ChangePassword
from sysgimut.identity.commands.close_account import CloseAccount
from sysgimut.identity.commands.end_mandate import EndMandate
from sysgimut.identity.commands.give_mandate import GiveMandate
from sysgimut.identity.commands.open_account import OpenAccount
from sysgimut.identity.commands.reopen_account import ReopenAccount
from sysgimut.identity.commands.reset_password import ResetPassword
from sysgimut.identity.governing import MandateEntry
from sysgimut.identity.models import Assignment, User
from sysgimut.journal import clock
from sysgimut.journal.command import Command
from sysgimut.journal.models import Entry
from sysgimut.journal.runner import submit
from sysgimut.kernel.outcomes import Outcome
from sysgimut.network.models import Organisation

pytestmark = pytest.mark.django_db
PASSWORD = "six mots que je retiens bien"


@pytest.fixture(autouse=True)
def network(db: None) -> None:
    for path in ("UTM", "UTM/A", "UTM/B"):
        code = path.rpartition("/")[2]
        Organisation.objects.create(code=code, kind="union", name=f"Org {code}", path=path, source="test")


def someone(login: str, role: str = "", scope: str = "UTM") -> Viewer:
    user = User.objects.create(login=login, full_name=login, password="argon")
    if role:
        Assignment.objects.create(user=user, role=role, scope=scope, start=date(2020, 1, 1))
    return viewer_of(user.pk)


def codes(outcome: Outcome) -> list[str]:
    return [reason.code for reason in outcome.reasons]


def opened(author: Viewer, **changes: Any) -> Outcome:
    fields = {"login": "awa", "full_name": "Awa", "password": PASSWORD, "mandates": (("elu", "UTM/A"),)}
    return submit(OpenAccount(**(fields | changes)), author)


def test_an_account_opens_and_the_journal_keeps_no_password() -> None:
    admin = someone("admin", "administrateur")
    assert opened(admin, temporary=True).accepted
    user = User.objects.get(login="awa")
    assert user.must_change_password
    assert viewer_of(user.pk).scopes("settlement.read_statements") == ("UTM/A",)
    assert PASSWORD not in str(Entry.objects.values_list("payload", "result"))


def test_an_account_is_refused_for_all_that_is_wrong() -> None:
    admin = someone("admin", "administrateur")
    outcome = opened(admin, login="admin", password="court", mandates=(("elu", "UTM/NULLE-PART"),))
    assert codes(outcome) == ["ID-PERIMETRE_INCONNU", "ID-LOGIN_PRIS", "ID-MOT_DE_PASSE_FAIBLE"]


def test_an_administrator_of_a_part_stays_in_it() -> None:
    part = someone("part", "administrateur", "UTM/A")
    other = someone("other", "elu", "UTM/B")
    assert opened(part).accepted
    acts: tuple[Command, ...] = (
        OpenAccount(login="bou", full_name="Bou", password=PASSWORD, mandates=(("elu", "UTM/B"),)),
        GiveMandate(login="awa", mandate=MandateEntry(role="elu", scope="UTM")),
        CloseAccount(login="other", reason="départ"),
        CloseAccount(login="nobody", reason="départ"),
        ResetPassword(login="other", password=SecretStr(PASSWORD)),
        EndMandate(mandate=Assignment.objects.get(user_id=other.id).pk, reason="fin"),
    )
    for act in acts:
        assert codes(submit(act, part)) == ["ACCES-REFUSE"], act


def test_nobody_changes_their_own_mandates() -> None:
    admin = someone("admin", "administrateur")
    mandate = Assignment.objects.get(user_id=admin.id)
    for act in (
        CloseAccount(login="admin", reason="départ"),
        GiveMandate(login="admin", mandate=MandateEntry(role="comptable", scope="UTM")),
        EndMandate(mandate=mandate.pk, reason="fin"),
        ResetPassword(login="admin", password=SecretStr(PASSWORD)),
    ):
        assert codes(submit(act, admin)) == ["ID-SOI_MEME"], act


def test_the_last_administrator_stays() -> None:
    someone("last", "administrateur")
    technical = someone("technique", "administrateur")
    User.objects.filter(pk=technical.id).update(password="!")
    mandate = Assignment.objects.get(user__login="last").pk
    assert codes(submit(CloseAccount(login="last", reason="départ"), technical)) == ["ID-DERNIER_ADMIN"]
    assert codes(submit(EndMandate(mandate=mandate, reason="fin"), technical)) == ["ID-DERNIER_ADMIN"]
    someone("second", "administrateur")
    assert submit(CloseAccount(login="last", reason="départ"), technical).accepted


def test_a_closed_account_comes_back() -> None:
    admin = someone("admin", "administrateur")
    opened(admin)
    assert submit(CloseAccount(login="awa", reason="départ"), admin).accepted
    assert viewer_of(User.objects.get(login="awa").pk).mandates == ()
    assert codes(submit(CloseAccount(login="awa", reason="départ"), admin)) == ["ID-COMPTE_FERME"]
    assert submit(ReopenAccount(login="awa", reason="retour"), admin).accepted
    assert codes(submit(ReopenAccount(login="awa", reason="retour"), admin)) == ["ID-COMPTE_OUVERT"]


def test_a_mandate_is_given_once_and_ends_when_said() -> None:
    admin = someone("admin", "administrateur")
    opened(admin)
    given = GiveMandate(login="awa", mandate=MandateEntry(role="comptable", scope="UTM/B"))
    number = submit(given, admin).result["mandate"]
    assert codes(submit(given, admin)) == ["ID-MANDAT_EXISTE"]
    assert isinstance(number, int)
    tomorrow = clock.today() + timedelta(days=1)
    assert submit(EndMandate(mandate=number, end=tomorrow, reason="fin"), admin).accepted
    assert Assignment.objects.get(pk=number).end == tomorrow
    assert codes(submit(EndMandate(mandate=number, end=tomorrow, reason="fin"), admin)) == ["ID-MANDAT_INCONNU"]
    assert submit(EndMandate(mandate=number, reason="donné par erreur"), admin).accepted
    assert not Assignment.objects.filter(pk=number).exists()


def test_a_mandate_has_its_dates_in_order() -> None:
    admin = someone("admin", "administrateur")
    opened(admin)
    backwards = MandateEntry(role="elu", scope="UTM/B", start=date(2024, 2, 1), end=date(2024, 2, 1))
    assert codes(submit(GiveMandate(login="awa", mandate=backwards), admin)) == ["ID-MANDAT_DATES"]


def test_my_password_changes_only_with_the_present_one() -> None:
    admin = someone("admin", "administrateur")
    opened(admin, temporary=True)
    awa = viewer_of(User.objects.get(login="awa").pk)
    wrong = ChangePassword(present=SecretStr("autre chose"), chosen=SecretStr("une toute autre phrase"))
    assert codes(submit(wrong, awa)) == ["ID-MOT_DE_PASSE"]
    weak = ChangePassword(present=SecretStr(PASSWORD), chosen=SecretStr("court"))
    assert codes(submit(weak, awa)) == ["ID-MOT_DE_PASSE_FAIBLE"]
    assert submit(ChangePassword(present=SecretStr(PASSWORD), chosen=SecretStr("une toute autre phrase")), awa).accepted
    user = User.objects.get(login="awa")
    assert user.check_password("une toute autre phrase")
    assert not user.must_change_password
    assert "phrase" not in str(list(Entry.objects.values_list("payload", "result")))
