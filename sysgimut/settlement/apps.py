from django.apps import AppConfig


class SettlementConfig(AppConfig):
    name = "sysgimut.settlement"
    label = "settlement"
