"""What is sent about money, shared by the messages of several commands."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sysgimut.membership.messages import AgentName, Day, Entry, ReceiptText

Method = Literal["especes", "orange_money", "moov_money", "wave", "sama_money", "banque"]
Amount = Annotated[int, Field(ge=0, le=1_000_000_000, strict=True)]
"""Whole XOF; the bound is far above any household's dues and keeps a slip of the keyboard out of the books."""


class PaymentEntry(Entry):
    """Money taken with an enrolment, against one receipt (CARNET-NUMERO). Whole XOF, each for its own purpose."""

    receipt: ReceiptText
    day: Day
    fee: Amount = 0
    contribution: Amount = 0
    method: Method = "especes"
    payment_reference: AgentName = ""
    collector: AgentName = ""
