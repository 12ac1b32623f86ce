"""Sign a reimbursement statement for one of its three parties: three different people before any payment."""

from __future__ import annotations

from typing import ClassVar, Literal

from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, accepted, refused
from sysgimut.settlement.domain.signing import FACILITY, MANAGER, MUTUAL, PARTIES, Signed, refuse_signature
from sysgimut.settlement.models import Signature, Statement
from sysgimut.settlement.queries import lock_statement, not_found


class SignStatement(Command):
    """The statement `number`, signed for `party` (mutuelle: or the union where management is delegated)."""

    operation: ClassVar[str] = "settlement.sign_statement"
    number: str
    party: Literal["mutuelle", "gestionnaire", "etablissement"]


@handles(SignStatement)
def sign_statement(message: SignStatement, execution: Execution) -> Outcome:
    """Record the signature. The outcome's result holds `missing`: the parties that have not signed yet.

    The facility's party is signed by someone of the facility, the two others by someone of the mutual or union.
    """
    statement = lock_statement(message.number)
    if statement is None:
        execution.authorise("UTM")
        return refused(not_found(message.number))
    side = _side(statement, message.party)
    execution.authorise(side, chain=statement.mutual)
    execution.require(SIGN_FOR[message.party], side)
    signed = [Signed(party, str(who)) for party, who in statement.signatures.values_list("party", "signatory_id")]
    reason = refuse_signature(message.party, str(execution.author.id), signed, statement.number)
    if reason is not None:
        return refused(reason)
    execution.insert(Signature, [(statement.id, message.party, execution.author.id, execution.today)])
    done = {one.party for one in signed} | {message.party}
    return accepted({"missing": [party for party in PARTIES if party not in done]})


SIGN_FOR = {
    MUTUAL: "settlement.sign_for_mutual",
    MANAGER: "settlement.sign_for_manager",
    FACILITY: "settlement.sign_for_facility",
}
"""Who may sign for each party: rows of the policy table."""


def _side(statement: Statement, party: str) -> str:
    return statement.facility_path if party == FACILITY else statement.mutual_path
