"""Sentences of accounts and mandates."""

from __future__ import annotations

from sysgimut.kernel.explanations import Sentence

REASONS: dict[str, Sentence] = {
    "ID-COMPTE_DEMO": Sentence(
        fr="Le compte {login} est un compte de démonstration : il ne s'ouvre qu'en mode démonstration.",
        en="The account {login} is an account of the demo: it can be opened in demo mode only.",
    ),
    "ID-LOGIN_PRIS": Sentence(
        fr="L'identifiant {login} est déjà celui d'un compte. Choisissez-en un autre.",
        en="The login {login} is already an account's. Choose another.",
    ),
    "ID-COMPTE_INCONNU": Sentence(
        fr="Il n'y a pas de compte {login} que vous puissiez gérer.",
        en="There is no account {login} that you may manage.",
    ),
    "ID-COMPTE_FERME": Sentence(
        fr="Le compte {login} est déjà fermé.",
        en="The account {login} is closed already.",
    ),
    "ID-COMPTE_OUVERT": Sentence(
        fr="Le compte {login} n'est ni fermé ni bloqué.",
        en="The account {login} is neither closed nor locked.",
    ),
    "ID-SOI_MEME": Sentence(
        fr="On ne ferme pas son propre compte et on ne change pas ses propres mandats : demandez à un autre "
        "administrateur.",
        en="You cannot close your own account or change your own mandates: ask another administrator.",
    ),
    "ID-DERNIER_ADMIN": Sentence(
        fr="C'est le dernier administrateur de l'union : nommez-en d'abord un autre.",
        en="This is the union's last administrator: appoint another one first.",
    ),
    "ID-MOT_DE_PASSE": Sentence(
        fr="Ce n'est pas votre mot de passe actuel.",
        en="This is not your current password.",
    ),
    "ID-MOT_DE_PASSE_FAIBLE": Sentence(
        fr="Ce mot de passe est refusé ({why}).",
        en="This password is refused ({why}).",
    ),
    "ID-ADMIN_UNION": Sentence(
        fr="Un administrateur répond de toute l'union : ce mandat ne peut pas être donné sur {scope} seulement.",
        en="An administrator answers for the whole union: this mandate cannot be given over {scope} only.",
    ),
    "ID-PERIMETRE_INCONNU": Sentence(
        fr="Le périmètre {scope} n'existe pas dans le réseau.",
        en="The scope {scope} does not exist in the network.",
    ),
    "ID-MANDAT_EXISTE": Sentence(
        fr="{name} tient déjà ce mandat sur {scope} à cette date.",
        en="{name} already holds this mandate over {scope} on that day.",
    ),
    "ID-MANDAT_INCONNU": Sentence(
        fr="Ce mandat n'existe pas, ou il est déjà terminé.",
        en="This mandate does not exist, or has ended already.",
    ),
    "ID-MANDAT_DATES": Sentence(
        fr="La fin d'un mandat ({end}) vient après son début ({start}).",
        en="A mandate ends ({end}) after it starts ({start}).",
    ),
}
