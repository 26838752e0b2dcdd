"""Serves the site on this computer: database, roles, demo content, static files, then gunicorn.

    .venv/bin/python scripts/serve.py [--reload] [--check]

``PORT`` chooses the port. ``--reload`` is for whoever changes the code: development settings, workers
restarted at each change. ``--check`` only says whether the address is free; it needs no package, so it runs
before the installation. All steps run in one process: loading Django for each would double the wait.
"""

import argparse
import contextlib
import errno
import fcntl
import hashlib
import io
import os
import secrets
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
LOG = VAR / "log" / "run.log"
LOOPBACK = ("127.0.0.1", "localhost")
STEPS = 6  # the first two are bootstrap.py's


class Problem(Exception):
    """Something to tell in one line; the message is Italian."""


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


# --- where to serve
def chosen_port() -> int:
    """PORT, 8000 if not given. Raises Problem, also when HOST asks for more than this computer."""
    host = os.environ.get("HOST") or LOOPBACK[0]
    if host not in LOOPBACK:
        raise Problem(
            f"HOST={host} aprirebbe il sito ad altri computer, ma le password di prova sono pubbliche: "
            "qui si risponde solo su 127.0.0.1 (togli HOST; per mettere il sito in rete vedi il README)."
        )
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 65535):
        raise Problem(f"PORT={text} non è una porta: scegli un numero da 1024 a 65535, come in «make run PORT=8123».")
    return int(text)


def check_port(port: int) -> None:
    """Raises Problem when nobody could listen there now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as gunicorn does
        try:
            probe.bind((LOOPBACK[0], port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                other = port + 1 if port < 65535 else 8000
                reason = f"La porta {port} è già occupata da un altro programma: prova «make run PORT={other}»."
            elif error.errno in (errno.EACCES, errno.EPERM):
                reason = f"La porta {port} è riservata al sistema: scegline una da 1024 in su."
            else:
                reason = f"Non posso usare la porta {port}: {error.strerror}."
            raise Problem(reason) from None


def take_lock(port: int) -> int:
    """Locks var/run.lock until the process that holds the descriptor ends, gunicorn included."""
    descriptor = os.open(VAR / "run.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        address = os.read(descriptor, 100).decode(errors="replace").strip() or "questo computer"
        raise Problem(
            f"lab121 è già in funzione su {address}, o si sta avviando: fermalo con Ctrl-C e riprova."
        ) from None
    os.ftruncate(descriptor, 0)
    os.write(descriptor, f"http://{LOOPBACK[0]}:{port}\n".encode())
    return descriptor


# --- small files in var/
def write_whole(path: Path, content: str, mode: int = 0o644) -> None:
    """Writes in one move: a reader finds the old content or the new one."""
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as file:
        file.write(content)
    new.replace(path)


def secret_key() -> str:
    """The demo's own key, made once: sessions survive a restart."""
    path = VAR / "secret_key"
    key = path.read_text().strip() if path.exists() else ""
    if len(key) < 50:
        key = secrets.token_urlsafe(60)
        write_whole(path, key + "\n", mode=0o600)
    return key


# --- the steps
@contextlib.contextmanager
def step(number: int, title: str, log: io.TextIOBase) -> Iterator[None]:
    """Announces a step; whatever goes wrong in it becomes one line, with the traceback in the log."""
    if number:
        say(f"{number}/{STEPS} {title}")
    log.write(f"--- {title}\n")
    try:
        yield
    except Problem:
        raise
    except (Exception, SystemExit) as error:
        log.write(traceback.format_exc())
        log.flush()
        reason = f"{type(error).__name__} {(str(error).strip().splitlines() or [''])[0][:200]}"
        name = title.partition(" (")[0].rstrip("…")
        raise Problem(f"«{name}» non riuscito: {reason} (dettagli in {LOG.relative_to(ROOT)}).") from None


def static_state() -> str:
    """Changes whenever a static file, or the way they are stored, does: names, times and sizes."""
    from django.contrib.staticfiles.finders import get_finders

    paths = [Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([])]
    paths += [
        ROOT / "requirements.txt",
        ROOT / "cms" / "storage.py",
        *(ROOT / "cms" / "settings").glob("*.py"),
    ]
    state = hashlib.sha256()
    for path in sorted(path for path in paths if path.exists()):
        facts = path.stat()
        state.update(f"{path}\0{facts.st_mtime_ns}\0{facts.st_size}\n".encode())
    return state.hexdigest()


def collect_static(call_command: Callable[..., object], log: io.TextIOBase) -> None:
    """collectstatic takes eight seconds, so only when something changed since it last ended well."""
    from django.conf import settings

    stamp, state = VAR / "static.stamp", static_state()
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists() and stamp.exists() and stamp.read_text() == state:
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=1, stdout=log, stderr=log)
    write_whole(stamp, state)


def prepare(log: io.TextIOBase, reload: bool) -> None:
    with step(3, "Database…", log):
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", interactive=False, verbosity=1, stdout=log, stderr=log)
    with step(4, "Ruoli, permessi e pagine di base…", log):
        call_command("provision", stdout=log, stderr=log)
    with step(5, "Contenuti di prova (la prima volta serve circa mezzo minuto)…", log):
        call_command("load_demo")
    with step(6, "File statici: serviti così come sono" if reload else "File statici…", log):
        if not reload:
            collect_static(call_command, log)
    with step(0, "Indirizzi e account", log):
        call_command("demo_info")
    connections.close_all()


# --- gunicorn
def gunicorn_command(port: int, reload: bool) -> list[str]:
    command = [sys.executable, "-m", "gunicorn", "cms.wsgi:application", "--bind", f"{LOOPBACK[0]}:{port}"]
    command += ["--workers", "2", "--worker-class", "gthread", "--threads", "8"]
    command += ["--timeout", "30", "--graceful-timeout", "30", "--max-requests", "5000"]
    command += ["--max-requests-jitter", "500", "--no-control-socket", "--limit-request-line", "8190"]
    return command + (["--log-level", "info", "--reload"] if reload else ["--log-level", "warning"])


BESIDE = (
    ("send_mail", "--every", "5"),
    ("db_worker", "--backend", "pictures", "--queue-name", "pictures", "--interval", "2", "--no-reload"),
)


def start_beside() -> None:
    """What empties the queues, beside the server and no longer than it: execv keeps our number, their parent's."""
    for words in BESIDE:
        command = [sys.executable, "manage.py", *words, "--beside", str(os.getpid())]
        with LOG.open("a", encoding="utf-8") as log:
            subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)  # noqa: S603 - our own


def serve(reload: bool) -> None:
    port = chosen_port()
    (VAR / "log").mkdir(parents=True, exist_ok=True)
    lock = take_lock(port)
    check_port(port)
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.dev" if reload else "cms.settings.demo"
    os.environ.setdefault("SECRET_KEY", secret_key())
    os.environ.setdefault("ALLOWED_HOSTS", ",".join(LOOPBACK))
    os.environ.setdefault("BASE_URL", f"http://{LOOPBACK[0]}:{port}")
    with LOG.open("w", encoding="utf-8") as log:
        prepare(log, reload)
    check_port(port)  # the steps took a while
    say("\nIl sito è acceso; si ferma con Ctrl-C.")
    os.set_inheritable(lock, True)
    # Between here and gunicorn's own handlers Ctrl-C would be a traceback of the starting interpreter.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    start_beside()
    command = gunicorn_command(port, reload)
    os.execv(command[0], command)


def main() -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that is not UTF-8
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reload", action="store_true", help="development settings, restart at each change")
    parser.add_argument("--check", action="store_true", help="only say whether the address is free")
    options = parser.parse_args()
    if not options.check:
        serve(options.reload)
        return 0
    port = chosen_port()
    VAR.mkdir(exist_ok=True)
    os.close(take_lock(port))
    check_port(port)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Problem as problem:
        say(f"Errore: {problem}")
        sys.exit(1)
    except OSError as error:
        say(f"Errore: {error.strerror} ({error.filename or 'var'}).")
        sys.exit(1)
    except KeyboardInterrupt:
        say("\nInterrotto: con «make run» si riparte da qui.")
        sys.exit(130)
