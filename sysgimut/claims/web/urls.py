"""Addresses of bordereaux and requests."""

from __future__ import annotations

from django.urls import path

from sysgimut.claims.web import entry, views

urlpatterns = [
    path("bordereaux/", views.bordereau_list, name="bordereaux"),
    path("bordereaux/<uuid:identifier>/", views.bordereau_page, name="bordereau"),
    path("bordereaux/etablissement/<path:code>/", views.facility_bordereaux, name="facility_bordereaux"),
    path("demandes/nouvelle/", entry.new_request, name="request_new"),
    path("demandes/<uuid:identifier>/", views.request_page, name="request"),
    path("decisions-a-revoir/", views.reopening_list, name="reopenings"),
]
