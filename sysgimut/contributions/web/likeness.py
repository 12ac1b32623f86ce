"""Look-alikes in a form: shown side by side with what was typed, each with a place to say why it is another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from sysgimut.contributions.web.words import WHY, Text
from sysgimut.identity.web.submission import language
from sysgimut.kernel.outcomes import Outcome
from sysgimut.membership.messages import ConfirmedDifferent

FIELD = re.compile(r"different-([0-9]{1,3})-(.{1,40})")


@dataclass(frozen=True, slots=True)
class Alike:
    """Someone recorded who looks like the person of rank `rank`; `field` is where the reason is typed."""

    rank: int
    name: str
    other: str
    reference: str
    household: str
    url: str
    village: str
    birth: date
    why: tuple[Text, ...]
    field: str
    typed: str
    sentence: str


def asked_again(outcome: Outcome, data: Mapping[str, Any]) -> list[Alike]:
    """The look-alikes that a refusal asks about."""
    found = []
    for reason in outcome.reasons:
        if reason.code not in ("DOUBLON-PROBABLE", "DOUBLON-MOTIF"):
            continue
        params: Mapping[str, Any] = reason.params
        field = f"different-{params['rank']}-{params['reference']}"
        found.append(
            Alike(
                rank=params["rank"],
                name=params["name"],
                other=params["other"],
                reference=params["reference"],
                household=params["household"],
                url=reverse("household", args=[params["household"]]),
                village=params["village"],
                birth=params["birth"],
                why=tuple(WHY[word] for word in str(params["why"]).split()),
                field=field,
                typed=str(data.get(field, "")),
                sentence=reason.sentence(language()),
            )
        )
    return found


def confirmed(data: Mapping[str, Any]) -> tuple[ConfirmedDifferent, ...]:
    """What the form says of look-alikes; an empty answer confirms nothing."""
    answers = []
    for name in data:
        match = FIELD.fullmatch(name)
        if match and str(data[name]).strip():
            answers.append(
                ConfirmedDifferent(rank=int(match[1]), reference=match[2], reason=str(data[name]).strip()[:200])
            )
    return tuple(answers)
