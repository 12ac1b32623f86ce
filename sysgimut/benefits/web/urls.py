"""Addresses of the catalogue."""

from __future__ import annotations

from django.urls import path

from sysgimut.benefits.web import views

urlpatterns = [
    path("actes/", views.act_list, name="acts"),
    path("actes/<path:code>/", views.act_page, name="act"),
]
