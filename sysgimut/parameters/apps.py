from django.apps import AppConfig


class ParametersConfig(AppConfig):
    name = "sysgimut.parameters"
    label = "parameters"
