from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "sysgimut.identity"
    label = "identity"
