"""Addresses of login, accounts and the policy."""

from __future__ import annotations

from django.urls import path

from sysgimut.identity.web import accounts, login, own_account

urlpatterns = [
    path("connexion/", login.login, name="login"),
    path("deconnexion/", login.logout, name="logout"),
    path("langue/", login.set_language, name="set_language"),
    path("compte/", own_account.own_account, name="own_account"),
    path("compte/langue/", own_account.own_language, name="own_language"),
    path("compte/mot-de-passe/", own_account.own_password, name="own_password"),
    path("compte/sessions/<uuid:identifier>/fermer/", own_account.close_session, name="close_session"),
    path("utilisateurs/", accounts.account_list, name="accounts"),
    path("nouvel-utilisateur/", accounts.account_new, name="account_new"),
    path("utilisateurs/<str:login>/", accounts.account_page, name="account"),
    path("utilisateurs/<str:login>/mandats/", accounts.mandate_give, name="mandate_give"),
    path("utilisateurs/<str:login>/mandats/fin/", accounts.mandate_end, name="mandate_end"),
    path("utilisateurs/<str:login>/mot-de-passe/", accounts.password_reset, name="password_reset"),
    path("utilisateurs/<str:login>/fermer/", accounts.account_close, name="account_close"),
    path("utilisateurs/<str:login>/rouvrir/", accounts.account_reopen, name="account_reopen"),
    path("qui-peut-quoi/", accounts.policy_page, name="policy"),
]
