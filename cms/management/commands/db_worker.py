"""django-tasks-db's own worker with one more option, ``--beside``."""

import os
import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django_tasks_db.management.commands import db_worker

LOOK = 1  # seconds


class Command(db_worker.Command):
    help = "Fa il lavoro in coda: «--backend pictures --queue-name pictures» sono le immagini."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--beside", type=int, metavar="PROCESSO", help="si ferma quando si ferma chi l’ha avviato")

    def handle(self, *, beside: int | None = None, **options: Any) -> None:  # type: ignore[override]
        if beside is not None:
            os.nice(10)  # whoever waits for a page comes first
            threading.Thread(target=end_with, args=[beside], daemon=True).start()
        super().handle(**options)


def end_with(parent: int) -> None:
    """Send this process SIGTERM once its parent is gone; the worker then finishes the task that it is running."""
    while os.getppid() == parent:
        time.sleep(LOOK)
    os.kill(os.getpid(), signal.SIGTERM)
