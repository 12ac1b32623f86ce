"""Addresses of the parameters."""

from __future__ import annotations

from django.urls import path

from sysgimut.parameters.web.pages import parameter_page

urlpatterns = [path("parametres/", parameter_page, name="parameters")]
