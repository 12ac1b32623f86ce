"""What may be written of one household or one person at a desk. Pure. Rules: docs/algorithms/membership.md.

Each function answers with all the reasons why not; none means yes. A reason about someone carries `rank`,
their place in the form (from 1), and `field`, so that the sentence stands where it was typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sysgimut.kernel.outcomes import Reason
from sysgimut.membership.domain.registers import ADHERENT, KnownPerson, NewHousehold, NewPerson

OLDEST = 120
"""Years beyond which a birth is a slip of the pen."""


def refuse_household(household: NewHousehold, located: bool, today: date) -> list[Reason]:
    """Why a household cannot be enrolled as it is; `located` says whether its commune is in the mutual's area."""
    reasons = []
    if not located:
        reasons.append(
            Reason("MEN-COMMUNE", {"field": "commune", "commune": household.commune, "mutual": household.mutual})
        )
    if not household.village.strip():
        reasons.append(Reason("MEN-VILLAGE", {"field": "village"}))
    heads = sum(member.role == ADHERENT for member in household.members)
    if heads != 1:
        reasons.append(Reason("MEN-ADHERENT", {"heads": heads}))
    for member in household.members:
        reasons += refuse_person(member, today)
    reasons += _same_person_twice(household.members)
    return reasons


def refuse_person(person: NewPerson, today: date) -> list[Reason]:
    """Why a person cannot join as they are written down: names, birth, day of joining."""

    def no(code: str, field: str, **params: str | int | date) -> Reason:
        return Reason(code, {"rank": person.line, "field": field, **params})

    reasons = []
    for field, name in (("family_name", person.family_name), ("given_names", person.given_names)):
        if not any(character.isalpha() for character in name):
            reasons.append(no("PERS-NOM", field))
    if person.joined > today:
        reasons.append(no("PERS-FUTUR", "joined", day=person.joined))
    born_after = person.birth.year > person.joined.year if person.birth_is_year else person.birth > person.joined
    if born_after:
        reasons.append(no("PERS-NAISSANCE", "birth", day=person.joined))
    if person.joined.year - person.birth.year > OLDEST:
        reasons.append(no("PERS-AGE", "birth", years=OLDEST))
    return reasons


def _same_person_twice(members: Sequence[NewPerson]) -> Iterable[Reason]:
    seen: dict[tuple[object, ...], int] = {}
    for member in members:
        key = (member.family_name.casefold(), member.given_names.casefold(), member.sex, member.birth)
        first = seen.setdefault(key, member.line)
        if first != member.line:
            yield Reason("PERS-DEUX_FOIS", {"rank": member.line, "field": "given_names", "first": first})


def refuse_exit(person: KnownPerson, left: date, today: date) -> Reason | None:
    """Why someone cannot leave their household on a day, or None."""
    if person.left is not None:
        return Reason("PERS-DEJA_SORTIE", {"reference": person.reference, "day": person.left})
    if left > today:
        return Reason("PERS-FUTUR", {"field": "left", "day": left})
    if left <= person.joined:
        return Reason("PERS-SORTIE", {"field": "left", "day": person.joined})
    return None


def refuse_transfer(
    same_place: bool, located: bool, commune: str, mutual: str, start: date, since: date, today: date
) -> Reason | None:
    """Why a household cannot move to a place on a day: it lives there already, the place is not in the mutual's
    area, or the day is in the future or not after the one on which it came where it is (`since`)."""
    if not located:
        return Reason("MEN-COMMUNE", {"field": "commune", "commune": commune, "mutual": mutual})
    if same_place:
        return Reason("MEN-MEME_LIEU", {"field": "village"})
    if start > today:
        return Reason("PERS-FUTUR", {"field": "day", "day": start})
    if start <= since:
        return Reason("MEN-DATE", {"field": "day", "day": since})
    return None
