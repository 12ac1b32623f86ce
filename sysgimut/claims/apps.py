from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "sysgimut.claims"
    label = "claims"

    def ready(self) -> None:
        """Its batch can be started."""
        from sysgimut.claims.batches import DECIDE
        from sysgimut.jobs.kinds import declare

        declare(DECIDE)
