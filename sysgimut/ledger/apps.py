from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "sysgimut.ledger"
    label = "ledger"
