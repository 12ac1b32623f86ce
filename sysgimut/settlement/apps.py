from django.apps import AppConfig


class SettlementConfig(AppConfig):
    name = "sysgimut.settlement"
    label = "settlement"

    def ready(self) -> None:
        """Its batch can be started."""
        from sysgimut.jobs.kinds import declare
        from sysgimut.settlement.batches import ISSUE

        declare(ISSUE)
