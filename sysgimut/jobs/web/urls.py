"""Addresses of batches."""

from __future__ import annotations

from django.urls import path

from sysgimut.jobs.web import views

urlpatterns = [
    path("lots/", views.batch_list, name="batches"),
    path("lots/lancer/", views.start, name="batch_start"),
    path("lots/<uuid:identifier>/", views.batch_page, name="batch"),
    path("lots/<uuid:identifier>/avancement/", views.batch_progress, name="batch_progress"),
    path("lots/<uuid:identifier>/reprendre/", views.resume, name="batch_resume"),
]
