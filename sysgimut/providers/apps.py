from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    name = "sysgimut.providers"
    label = "providers"

    def ready(self) -> None:
        """The facilities are scopes."""
        from sysgimut.identity.scope_tree import TREE
        from sysgimut.providers.scope_branch import Facilities

        TREE.add(Facilities())
