"""Addresses of the network."""

from __future__ import annotations

from django.urls import path

from sysgimut.network.web import organisations, territory

urlpatterns = [
    path("territoire/", territory.territory, name="territory"),
    path("territoire/cercles/<str:code>/", territory.cercle_page, name="cercle"),
    path("territoire/communes/<str:code>/", territory.commune_page, name="commune"),
    path("territoire/villages/<str:code>/nom/", territory.village_name, name="village_name"),
    path("organisations/", organisations.organisation_list, name="organisations"),
    path("organisations/<str:code>/", organisations.organisation_page, name="organisation"),
]
