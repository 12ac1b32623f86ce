"""Record the payment of a statement, by transfer or cheque, from the payer's bank."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from sysgimut.journal.command import Command, handles
from sysgimut.journal.execution import Execution
from sysgimut.kernel.outcomes import Outcome, Reason, accepted, refused
from sysgimut.ledger.domain.book import entry
from sysgimut.ledger.posting import post
from sysgimut.parameters.queries import current
from sysgimut.providers.models import Facility
from sysgimut.settlement.domain.signing import Signed, refuse_payment
from sysgimut.settlement.models import Payment, Statement
from sysgimut.settlement.queries import lock_statement, not_found


class PayStatement(Command):
    """The statement `number`, paid on `day` for `amount` XOF with the bank's reference (transfer or cheque number)."""

    operation: ClassVar[str] = "settlement.pay_statement"
    number: str
    day: date
    method: Literal["virement", "cheque"]
    bank_reference: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    amount: Annotated[int, Field(gt=0)]


@handles(PayStatement)
def pay_statement(message: PayStatement, execution: Execution) -> Outcome:
    """Once, after three signatures by three people, for exactly what is granted; what is owed leaves the books."""
    statement = lock_statement(message.number)
    if statement is None:
        execution.authorise("UTM")
        return refused(not_found(message.number))
    execution.authorise(statement.mutual_path, chain=statement.mutual)
    signed = [Signed(party, str(who)) for party, who in statement.signatures.values_list("party", "signatory_id")]
    paid = Payment.objects.filter(statement=statement).exists()
    reason = refuse_payment(statement.number, statement.granted, message.amount, signed, paid)
    if reason is None and not statement.issued_on <= message.day <= execution.today:
        reason = Reason("ETAT-DATE", {"number": statement.number, "issued_on": statement.issued_on})
    if reason is not None:
        return refused(reason)
    row = (statement.id, message.day, message.method, message.bank_reference, message.amount)
    execution.insert(Payment, [row])
    _book(execution, statement, message)
    return accepted({"amount": message.amount})


def _book(execution: Execution, statement: Statement, message: PayStatement) -> None:
    parameters = current()
    kind = Facility.objects.get(code=statement.facility_code, superseded_by__isnull=True).type
    owed = parameters.accounts("types_etablissement", message.day)[kind]
    bank = parameters.account("banque", message.day)
    lines = [(owed, message.amount, statement.facility_code), (bank, -message.amount, statement.facility_code)]
    label = f"Paiement de l'état {statement.number}"
    post(execution, [entry(statement.mutual, message.day, "paiement", statement.number, label, lines)])
