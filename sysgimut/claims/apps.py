from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "sysgimut.claims"
    label = "claims"
