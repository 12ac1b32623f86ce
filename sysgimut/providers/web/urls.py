"""Addresses of facilities and tariffs."""

from __future__ import annotations

from django.urls import path

from sysgimut.providers.web import changes, views

urlpatterns = [
    path("etablissements/", views.facility_list, name="facilities"),
    path("etablissements/<path:code>/nom/", changes.rename, name="facility_rename"),
    path("etablissements/<path:code>/conventions/nouvelle/", changes.add, name="agreement_add"),
    path("etablissements/<path:code>/conventions/fin/", changes.end, name="agreement_end"),
    path("etablissements/<path:code>/tarifs/", views.facility_prices, name="facility_prices"),
    path("etablissements/<path:code>/", views.facility_page, name="facility"),
    path("tarifs/", views.tariff_list, name="tariffs"),
    path("tarifs/nouveau/", changes.price, name="tariff_set"),
    path("tarifs/acte/<path:code>/", views.act_tariffs, name="act_tariffs"),
]
