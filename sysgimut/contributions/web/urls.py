"""Addresses of households, the till, receipts, booklets, look-alikes and the card check.

`/menages/<reference>/` itself is the desk's: it shows the household's care too.
"""

from __future__ import annotations

from django.urls import path

from sysgimut.contributions.web import (
    arrears,
    booklets,
    duplicates,
    enrolment,
    households,
    people,
    receipts,
    rights,
    till,
)

HOUSEHOLD = "menages/<path:reference>"

urlpatterns = [
    path("menages/", households.household_list, name="households"),
    path("menages/nouveau/", enrolment.enrol, name="household_enrol"),
    path(f"{HOUSEHOLD}/personnes/nouvelle/", people.add, name="person_add"),
    path(f"{HOUSEHOLD}/personnes/<path:person>/sortie/", people.leave, name="person_leave"),
    path(f"{HOUSEHOLD}/personnes/<path:person>/corriger/", people.correct, name="person_correct"),
    path(f"{HOUSEHOLD}/deplacer/", people.transfer, name="household_transfer"),
    path(f"{HOUSEHOLD}/encaisser/", till.take, name="receipt_take"),
    path(f"{HOUSEHOLD}/valider/", till.validate, name="household_validate"),
    path(f"{HOUSEHOLD}/credit/", till.move_credit, name="credit_move"),
    path("recus/", receipts.receipt_list, name="receipts"),
    path("recus/saisir/", till.take_loose, name="receipt_loose"),
    path("recus/attente/", receipts.suspense, name="suspense"),
    path("recus/<str:mutual>/<path:number>/annuler/", receipts.cancel, name="receipt_cancel"),
    path("recus/<str:mutual>/<path:number>/affecter/", receipts.place, name="receipt_place"),
    path("carnets/", booklets.booklet_list, name="booklets"),
    path("carnets/remettre/", booklets.issue, name="booklet_issue"),
    path("carnets/<str:mutual>/<path:code>/", booklets.booklet_page, name="booklet"),
    path("retards/", arrears.arrears, name="arrears"),
    path("doublons/", duplicates.duplicates, name="duplicates"),
    path("doublons/decider/", duplicates.decide, name="duplicate_decide"),
    path("droits/", rights.card, name="card"),
]
