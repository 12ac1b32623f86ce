from django.apps import AppConfig


class InteropConfig(AppConfig):
    name = "sysgimut.interop"
    label = "interop"
