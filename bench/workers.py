"""Two processes that share one batch, against one: the same requests, on two copies of a database."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from bench.databases import PostgreSQL
from bench.figures import Sample
from bench.processes import ROOT, Failed, run


def compare(engine: PostgreSQL, template: str, people: int, rounds: int, requests: int) -> Sample:
    """How many times faster two workers decide a batch than one, from the database `template`. Raises Failed."""
    waiting = engine.create("waiting", template)
    run(["-m", "bench.workers", "receive", str(people), str(requests)], waiting)
    ratios = []
    for _ in range(rounds):
        spent = [_decided_by(engine, workers) for workers in (1, 2)]
        ratios.append(spent[0] / spent[1])
    engine.drop("waiting")
    return Sample("two_workers", ratios, note=f"{requests} requests")


def _decided_by(engine: PostgreSQL, workers: int) -> float:
    """Seconds from the moment the workers are told to start until nothing waits."""
    database = engine.create("shared", "waiting")
    environment = _environment(database)
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.workers", "work"],
            cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(workers)
    ]  # fmt: skip
    for process in processes:  # each says when it is ready, so that starting Python is not counted
        assert process.stdout is not None
        if process.stdout.readline().strip() != "ready":
            raise Failed("a worker did not start")
    start = time.perf_counter()
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    codes = [process.wait() for process in processes]
    spent = time.perf_counter() - start
    for process in processes:
        process.communicate()
    if any(codes):
        raise Failed("a worker failed")
    left = run(["-m", "bench.workers", "left"], database).last_line
    engine.drop("shared")
    if left != "0":
        raise Failed(f"{left} requests were left without a decision")
    return spent


def _environment(database: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SYSGIMUT_")}
    return kept | {
        "DATABASE_URL": database,
        "SYSGIMUT_MODE": "tool",
        "DJANGO_SETTINGS_MODULE": "sysgimut.site.settings",
    }


def receive(people: int, requests: int) -> None:
    """Record requests without a decision, and start the batch that decides them."""
    from bench.care import Desk, patients
    from bench.measures.batch import DELIVERY
    from sysgimut.claims.commands.receive_requests import ReceiveRequests
    from sysgimut.identity.accounts import technical_viewer
    from sysgimut.journal.runner import submit
    from sysgimut.membership.queries import blocks
    from sysgimut.network.queries import facilities_path

    author = technical_viewer()
    delivery = Desk.open(seed=8).delivery(patients(people, requests, seed=9), "W")
    for block in blocks(delivery, DELIVERY):
        submit(ReceiveRequests(source="bench", scope=facilities_path(), requests=tuple(block)), author)
    _start_batch()


def _start_batch() -> None:
    """Start the batch and make its chunks; no worker is at work yet."""
    from sysgimut.identity.accounts import technical_viewer
    from sysgimut.identity.scopes import ROOT
    from sysgimut.jobs.chunks import plan
    from sysgimut.jobs.commands.start_batch import StartBatch
    from sysgimut.jobs.models import Batch
    from sysgimut.journal.runner import submit

    outcome = submit(StartBatch(kind="claims.decide_requests", scope=ROOT), technical_viewer())
    if outcome.status != "accepted":
        raise RuntimeError(f"the batch was not started: {outcome}")
    plan(Batch.objects.latest("started_at").pk)


def work() -> None:
    """Be a worker until no chunk is left, as `sysgimut worker` is."""
    from sysgimut.jobs.chunks import advance, worker_name
    from sysgimut.jobs.models import Batch

    batch = Batch.objects.latest("started_at").pk
    print("ready", flush=True)
    sys.stdin.readline()
    while advance(batch, worker_name()):
        pass


def left() -> int:
    """How many requests wait for a decision."""
    from sysgimut.claims.waiting import waiting_requests

    return waiting_requests().count()


def main() -> int:
    """What a process of this comparison does: `receive PEOPLE REQUESTS`, `work` or `left`."""
    import django

    django.setup()
    if sys.argv[1] == "receive":
        receive(int(sys.argv[2]), int(sys.argv[3]))
    elif sys.argv[1] == "work":
        work()
    else:
        print(left())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
