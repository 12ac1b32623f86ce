from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    name = "sysgimut.benefits"
    label = "benefits"
