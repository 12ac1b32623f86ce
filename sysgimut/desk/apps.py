from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "sysgimut.desk"
    label = "desk"
