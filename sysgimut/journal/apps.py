from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "sysgimut.journal"
    label = "journal"
