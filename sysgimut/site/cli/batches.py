"""`sysgimut batch` and `sysgimut worker`: work in batches from the terminal, and the process that serves it."""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sysgimut.site.cli import console
from sysgimut.site.cli.arguments import Parser, whole, with_database
from sysgimut.site.cli.environment import prepare, require_tables
from sysgimut.site.cli.stopping import DONE, FOUND, Stop
from sysgimut.site.cli.wording import language, number, pick, say, some

if TYPE_CHECKING:
    from sysgimut.journal.command import Command
    from sysgimut.kernel.outcomes import Outcome

PAUSE = 0.5
"""Seconds between two looks at a batch that others are finishing."""


def add(commands: Any) -> None:
    """Declare the commands."""
    name = say("traitements par lots : lancer, lister, reprendre", "batches: start, list, resume")
    batches = commands.add_parser("batch", help=name, description=name)
    actions = batches.add_subparsers(metavar="ACTION", required=True, parser_class=Parser)
    parser = actions.add_parser("start", help=say("lancer un lot et le mener à bout", "start a batch and carry it out"))
    operation = say(
        "par exemple claims.decide_requests ; plusieurs : l'une après l'autre",
        "for example claims.decide_requests; several: one after the other",
    )
    parser.add_argument("kinds", nargs="+", metavar=say("OPÉRATION", "OPERATION"), help=operation)
    scope = say("partie du réseau, par exemple UTM/UTM-MOPTI", "part of the network, e.g. UTM/UTM-MOPTI")
    parser.add_argument("--scope", default="UTM", help=scope)
    with_database(parser)
    parser.set_defaults(run=start)
    parser = actions.add_parser("list", help=say("lister les lots", "list the batches"))
    with_database(parser)
    parser.set_defaults(run=show)
    parser = actions.add_parser("resume", help=say("mener à bout ce qui reste", "carry out what is left"))
    every = say("lot à reprendre ; sans lui, tous ceux qui ne sont pas terminés", "batch; without it, all unfinished")
    parser.add_argument("batch", nargs="?", type=UUID, metavar=say("LOT", "BATCH"), help=every)
    with_database(parser)
    parser.set_defaults(run=resume)
    name = say("faire le travail des lots jusqu'à ce qu'on l'arrête", "do the work of batches until it is stopped")
    parser = commands.add_parser("worker", help=name, description=name)
    parser.add_argument("--once", action="store_true", help=say("s'arrêter quand rien n'attend", "stop when idle"))
    seconds = say("secondes entre deux recherches de travail (5)", "seconds between two looks for work (5)")
    parser.add_argument("--interval", type=whole(1, 3600), default=5, metavar="N", help=seconds)
    with_database(parser)
    parser.set_defaults(run=work)


def _prepare(options: argparse.Namespace) -> None:
    prepare(options.database)
    require_tables()


def start(options: argparse.Namespace) -> int:
    """Start a batch, or several one after the other, and carry it out beside the workers there are."""
    _prepare(options)
    from sysgimut.jobs.commands.start_batch import StartBatch
    from sysgimut.jobs.kinds import KINDS

    if unknown := [kind for kind in options.kinds if kind not in KINDS]:
        known = ", ".join(sorted(KINDS))
        raise Stop(
            f"Il n'y a pas de lot « {unknown[0]} ». Il y a : {known}.",
            f"No batch is called “{unknown[0]}”. There are: {known}.",
        )
    for kind in options.kinds:
        outcome = _submitted(StartBatch(kind=kind, scope=options.scope))
        if code := _carry_out(UUID(str(outcome.result["batch"]))):
            return code
    return DONE


def resume(options: argparse.Namespace) -> int:
    """Resume one batch, its failed chunks too; or carry out what is left of all those that are unfinished."""
    _prepare(options)
    from sysgimut.jobs.commands.resume_batch import ResumeBatch
    from sysgimut.jobs.models import Batch

    if options.batch is not None:
        _submitted(ResumeBatch(batch=options.batch))
        return _carry_out(options.batch)
    left = list(Batch.objects.filter(finished_at__isnull=True).order_by("started_at").values_list("id", flat=True))
    if not left:
        console.line(say("Aucun lot n'est en cours.", "No batch is under way."))
    return max([_carry_out(identifier) for identifier in left], default=DONE)


def _submitted(message: Command) -> Outcome:
    from sysgimut.identity.accounts import technical_viewer
    from sysgimut.journal.runner import submit

    outcome = submit(message, technical_viewer("ligne-de-commande", "Ligne de commande"))
    if not outcome.accepted:
        raise Stop(
            " ".join(reason.sentence("fr") for reason in outcome.reasons),
            " ".join(reason.sentence("en") for reason in outcome.reasons),
        )
    return outcome


def _carry_out(identifier: UUID) -> int:
    """Take chunks, and wait for those that others have; the bar shows everybody's work."""
    from sysgimut.jobs.chunks import advance, plan, worker_name
    from sysgimut.jobs.kinds import names_of
    from sysgimut.jobs.models import Batch
    from sysgimut.jobs.queries import progress_of
    from sysgimut.jobs.tasks import in_place, wake

    plan(identifier)
    if not in_place():
        wake(identifier)
    batch = Batch.objects.get(pk=identifier)
    with console.steps() as steps:
        shown = 0
        more = steps.step(pick(names_of(batch.kind)), progress_of(identifier).items)
        while batch.finished_at is None:
            if not advance(identifier, worker_name()):
                time.sleep(PAUSE)
            settled = progress_of(identifier).settled
            more(settled - shown)
            shown = settled
            batch.refresh_from_db()
    return _told(batch)


def _told(batch: Any) -> int:
    from sysgimut.jobs.queries import failures, progress_of, unpacked

    come = progress_of(batch.pk)
    for failure in failures(batch):
        why = " ".join(reason.sentence(language()) for reason in failure.reasons)
        console.complain(say(f"Tranche {failure.number} : {why}", f"Chunk {failure.number}: {why}"))
    for reason in unpacked(batch.error):
        console.complain(reason.sentence(language()))
    if come.failed or batch.error:
        told = say(
            f"Lot {batch.pk} : {number(come.items_failed)} en échec. Reprenez-le avec « sysgimut batch resume ».",
            f"Batch {batch.pk}: {number(come.items_failed)} failed. Resume it with “sysgimut batch resume”.",
        )
        console.complain(told)
        return FOUND
    chunks = some(come.chunks, ("tranche", "tranches"), ("chunk", "chunks"))
    console.line(say(f"Lot terminé : {chunks}.", f"Batch finished: {chunks}."), "bold green")
    return DONE


def show(options: argparse.Namespace) -> int:
    """The last batches, with how far they have come."""
    _prepare(options)
    from sysgimut.jobs.kinds import names_of
    from sysgimut.jobs.models import Batch
    from sysgimut.jobs.queries import progress, state_of

    found = list(Batch.objects.order_by("-started_at")[:50])
    come = progress(one.pk for one in found)
    states = {
        "pending": say("en attente", "pending"),
        "running": say("en cours", "running"),
        "done": say("terminé", "done"),
        "failed": say("échoué en partie", "failed in part"),
    }
    rows: list[list[str | int]] = [
        [
            str(one.pk),
            pick(names_of(one.kind)),
            one.scope,
            states[state_of(one, come[one.pk])],
            come[one.pk].items,
            come[one.pk].items_done,
        ]
        for one in found
    ]
    headings = (
        say("Lot", "Batch"),
        say("Traitement", "Work"),
        say("Périmètre", "Scope"),
        say("État", "State"),
        say("À traiter", "To do"),
        say("Traités", "Done"),
    )
    console.table(say("Lots", "Batches"), headings, rows, texts=4)
    return DONE


def work(options: argparse.Namespace) -> int:
    """Carry out tasks as they come; on SIGTERM, end with the chunk that is at work."""
    _prepare(options)
    from sysgimut.jobs.tasks import in_place
    from sysgimut.jobs.working import Desk

    if in_place():
        raise Stop(
            "Ici les lots se font sur place (SQLite, démonstration) : un poste de travail n'y a rien à faire.",
            "Here batches are carried out in place: there is no work for a worker (SQLite, demo).",
        )
    Desk(options.interval).work(once=options.once)
    return DONE
