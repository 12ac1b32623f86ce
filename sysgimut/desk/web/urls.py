"""Addresses of the pages that compose several apps."""

from __future__ import annotations

from django.urls import path

from sysgimut.desk.web import home, household, journal, search

urlpatterns = [
    path("", home.home, name="home"),
    path("menages/<path:reference>/", household.household, name="household"),
    path("recherche/", search.search, name="search"),
    path("journal/", journal.journal, name="journal"),
    path("journal/<int:number>/", journal.journal_entry, name="journal_entry"),
]
