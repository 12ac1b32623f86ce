"""Whether two records may be of one person: certain, likely, or not. Rules: docs/algorithms/duplicates.md.

Pure: how alike two spellings are (0 to 100) is measured by the caller and judged here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sysgimut.kernel.outcomes import Reason

LIKELY = 70
"""Score from which a person must confirm that the two are different people."""
NAMES_ALIKE = 86
"""Similarity of the names, as they sound, from which they count as the same names misspelt."""
BIRTH_YEARS = 2
"""How far apart two recorded years of birth of one person may be: ages are often told from memory."""

Kind = Literal["none", "likely", "exact"]


@dataclass(frozen=True, slots=True)
class Profile:
    """What is compared of a person. `sounds` are the keys of their names; empty texts are unknown."""

    sounds: tuple[str, ...]
    sex: str
    birth: date
    birth_is_year: bool
    village: str = ""
    document_type: str = ""
    document_number: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`score` is 0 to 100; `why` names what the two have in common, strongest first."""

    kind: Kind
    score: int = 0
    why: tuple[str, ...] = ()


NOT_ALIKE = Verdict("none")


def judge(new: Profile, known: Profile, similarity: int) -> Verdict:
    """Compare two people; `similarity` (0 to 100) is how alike their names sound.

    Certain: names that sound the same, same sex, same full date of birth, same village. Likely: the same
    paper, the same telephone, or the same (or nearly the same) names with the same sex and an age that may
    be the same. A birth known by its year alone is never certain: namesakes of one year are common.

    >>> awa = Profile(("awa", "tembeli"), "F", date(1990, 3, 2), False, "Sangha")
    >>> judge(awa, awa, 100).kind
    'exact'
    >>> other_village = Profile(("awa", "tembeli"), "F", date(1990, 3, 2), False, "Konna")
    >>> judge(awa, other_village, 100)
    Verdict(kind='likely', score=95, why=('names', 'birth'))
    """
    same_paper = bool(new.document_number) and _paper(new) == _paper(known)
    same_phone = bool(new.phone) and new.phone == known.phone
    same_birth = new.birth == known.birth and new.birth_is_year == known.birth_is_year
    same_village = bool(new.village) and new.village == known.village
    same_names = bool(new.sounds) and new.sounds == known.sounds
    comparable = new.sex == known.sex and abs(new.birth.year - known.birth.year) <= BIRTH_YEARS
    if same_names and new.sex == known.sex and same_birth and not new.birth_is_year and same_village:
        return Verdict("exact", 100, ("names", "birth", "village"))
    scores = {
        "document": 98 if same_paper else 0,
        "names": _names_score(same_names, similarity, same_birth) if comparable else 0,
        "phone": LIKELY if same_phone else 0,
    }
    score = max(scores.values())
    if score < LIKELY:
        return NOT_ALIKE
    why = [name for name, value in sorted(scores.items(), key=lambda pair: -pair[1]) if value >= LIKELY]
    why += [name for name, same in (("birth", same_birth), ("village", same_village)) if same]
    return Verdict("likely", score, tuple(why))


def _paper(profile: Profile) -> tuple[str, str]:
    return profile.document_type.casefold(), profile.document_number.casefold().replace(" ", "")


def _names_score(same: bool, similarity: int, same_birth: bool) -> int:
    if same:
        return 95 if same_birth else 90
    return similarity - (5 if same_birth else 12) if similarity >= NAMES_ALIKE else 0


@dataclass(frozen=True, slots=True)
class Found:
    """Someone recorded who looks like the person of rank `rank` (from 1) of an enrolment."""

    rank: int
    name: str
    reference: str
    """Of the recorded person, `other_name` theirs, `household` where they are, `village` where it lives."""
    other_name: str
    household: str
    village: str
    birth: date
    verdict: Verdict


def refuse_duplicates(found: Iterable[Found], confirmed: Mapping[tuple[int, str], str]) -> list[Reason]:
    """Why an enrolment cannot go on: certain duplicates, and likely ones that nobody confirmed.

    `confirmed` maps (rank, reference of the look-alike) → the reason why they are two different people.
    A certain duplicate cannot be confirmed away.
    """
    reasons = []
    for one in found:
        if one.verdict.kind == "exact":
            reasons.append(_reason("DOUBLON-CERTAIN", one))
        elif (one.rank, one.reference) not in confirmed:
            reasons.append(_reason("DOUBLON-PROBABLE", one))
        elif len(confirmed[one.rank, one.reference].strip()) < 3:
            reasons.append(_reason("DOUBLON-MOTIF", one))
    return reasons


def _reason(code: str, one: Found) -> Reason:
    return Reason(
        code,
        {
            "rank": one.rank,
            "name": one.name,
            "reference": one.reference,
            "other": one.other_name,
            "household": one.household,
            "village": one.village,
            "birth": one.birth,
            "score": one.verdict.score,
            "why": " ".join(one.verdict.why),
        },
    )
