"""Addresses of exchange files."""

from __future__ import annotations

from django.urls import path

from sysgimut.interop.web import views

urlpatterns = [
    path("envois/bordereau/", views.upload, name="bordereau_upload"),
    path("envois/bordereau/modele.csv", views.template_file, name="bordereau_template"),
]
