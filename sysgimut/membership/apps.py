from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "sysgimut.membership"
    label = "membership"
