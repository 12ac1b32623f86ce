"""Addresses of statements. A statement's number holds slashes: actions stand before it."""

from __future__ import annotations

from django.urls import path

from sysgimut.settlement.web import documents, views

urlpatterns = [
    path("etats/", views.statement_list, name="statements"),
    path("etats/a-etablir/", views.issue, name="statements_issue"),
    path("etats/signer/<path:number>/", views.sign, name="statement_sign"),
    path("etats/payer/<path:number>/", views.pay, name="statement_pay"),
    path("etats/document/<str:kind>.<str:ending>/<path:number>/", documents.download, name="statement_document"),
    path("etats/<path:number>/", views.statement_page, name="statement"),
]
