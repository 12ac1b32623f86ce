from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "sysgimut.network"
    label = "network"

    def ready(self) -> None:
        """The organisations are scopes."""
        from sysgimut.identity.scope_tree import TREE
        from sysgimut.network.scope_branch import Organisations

        TREE.add(Organisations())
