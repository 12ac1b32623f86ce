"""A worker: carries out the tasks that lie in the database, and asks again for those that were lost."""

from __future__ import annotations

import logging
import time

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME
from django_tasks_db.management.commands.db_worker import Worker

from sysgimut.jobs.chunks import worker_name
from sysgimut.jobs.tasks import wake_all

logger = logging.getLogger(__name__)


class Desk:
    """One process's turn at the batches, until it is told to stop (SIGTERM, Ctrl-C) between two chunks."""

    def __init__(self, interval: int) -> None:
        self._interval = interval

    def work(self, once: bool = False) -> None:
        """Take tasks until told to stop; with `once`, until none is left. A database that fails is tried again."""
        while True:
            worker = self._worker()
            try:
                close_old_connections()
                wake_all()
                worker.run()
            except (OperationalError, InterfaceError):
                if once:
                    raise
                logger.exception("the database does not answer: trying again in %s s", self._interval)
                connection.close()
            if once or not worker.running:
                return
            time.sleep(self._interval)

    def _worker(self) -> Worker:
        """The worker of the backend, which ends when the queue is empty and stops between two tasks on a signal."""
        worker = Worker(
            queue_names=[DEFAULT_TASK_QUEUE_NAME],
            interval=0,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_name()[:64],
            excluded_queue_names=[],
        )
        worker.configure_signals()
        return worker
