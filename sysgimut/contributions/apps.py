from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "sysgimut.contributions"
    label = "contributions"
