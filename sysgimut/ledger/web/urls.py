"""Addresses of the books."""

from __future__ import annotations

from django.urls import path

from sysgimut.ledger.web import pages

urlpatterns = [
    path("balance/", pages.balance_page, name="ledger"),
    path("balance/<str:entity>/<str:account>/", pages.account_page, name="ledger_account"),
]
