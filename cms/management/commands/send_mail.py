import logging
import os
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from cms.mail.sending import Report, send_waiting

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Spedisce le e-mail in coda. Senza opzioni una volta sola, come vuole un timer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, metavar="SECONDI", help="resta acceso e riguarda ogni tanti secondi")
        parser.add_argument("--beside", type=int, metavar="PROCESSO", help="si ferma quando si ferma chi l’ha avviato")

    def handle(self, *args: Any, every: float | None = None, beside: int | None = None, **options: Any) -> None:
        if every is None:
            self.print_report(send_waiting())
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set() and (beside is None or os.getppid() == beside):
            self.once()
            stop.wait(every)

    def once(self) -> None:
        """Send what is due, with a database connection that is still good after a pause."""
        close_old_connections()
        try:
            self.print_report(send_waiting())
        except DatabaseError as error:  # the database is unavailable or being moved: the next round tries again
            logger.warning("mail queue not read: %s", error)

    def print_report(self, report: Report) -> None:
        if report != Report():
            words = f"spedite {report.sent}, rimandate {report.postponed}, non spedite {report.failed}"
            self.stdout.write(f"e-mail: {words}")
