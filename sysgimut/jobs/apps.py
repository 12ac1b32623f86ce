from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "sysgimut.jobs"
    label = "jobs"
