from django.apps import AppConfig


class SettlementConfig(AppConfig):
    name = "sysgimut.settlement"
    label = "settlement"

    def ready(self) -> None:
        """Its batch can be started."""
        from sysgimut.settlement.batches import ISSUE
        from sysgimut.jobs.kinds import declare

        declare(ISSUE)
