# -*- coding: utf-8 -*-
"""Makes .venv and installs the locked packages in it; does nothing when all is in place.

    python scripts/bootstrap.py [--dev] [--serve]

Standard library only. It has to be *parsed* by any Python, however old, so as to say in one line that this
one is too old: hence no annotations and no f-strings here. An interrupted run carries on: every stamp is
written last, in one move, and says what it stands for.
"""

import glob
import hashlib
import os
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "bin", "python")
STAMPS = os.path.join(VENV, ".stamps")
LOG = os.path.join(ROOT, "var", "log", "bootstrap.log")
OLDEST = (3, 11)
LOCK_FILES = {"requirements.txt": "Pacchetti", "requirements-dev.txt": "Strumenti di sviluppo"}
NAMES = ("python3.13", "python3.12", "python3.11", "python3")
VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"
NETWORK_SIGNS = (
    "Failed to establish a new connection",
    "Temporary failure in name resolution",
    "Name or service not known",
    "nodename nor servname",
    "NewConnectionError",
    "ConnectTimeout",
    "ReadTimeout",
    "ProxyError",
    "Network is unreachable",
)


class Problem(Exception):
    """Something to tell in one line; the message is Italian."""


def say(text):
    """Prints a line as UTF-8 whatever the terminal's locale, and at once."""
    data = text if isinstance(text, bytes) else text.encode("utf-8")
    stream = getattr(sys.stdout, "buffer", sys.stdout)
    stream.write(data + b"\n")
    stream.flush()


def read(path):
    try:
        with open(path) as file:
            return file.read().strip()
    except (IOError, OSError):
        return ""


def write_stamp(name, content):
    if not os.path.isdir(STAMPS):
        os.makedirs(STAMPS)
    path = os.path.join(STAMPS, name)
    with open(path + ".new", "w") as file:
        file.write(content + "\n")
    os.rename(path + ".new", path)


def digest(lock_file):
    with open(os.path.join(ROOT, lock_file), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def output_of(command):
    """What a command prints, or "" when it cannot be run or fails."""
    try:
        with open(os.devnull, "w") as nowhere:
            return subprocess.check_output(command, stderr=nowhere).decode().strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def venv_is_whole():
    """Made to its end, in this very place, by a Python that is still there."""
    expected = read(os.path.join(STAMPS, "venv"))
    version = expected.partition(" ")[0]
    return bool(expected) and expected == version + " " + VENV and output_of([VENV_PYTHON, "-c", VERSION]) == version


def outdated(lock_files):
    return [name for name in lock_files if read(os.path.join(STAMPS, name)) != digest(name)]


def suitable_python():
    """The Python to build .venv with: this one if it will do, else the first on PATH that will.

    Raises Problem when there is none, or when those there are have no ``venv``.
    """
    without_venv = ""
    folders = os.environ.get("PATH", "").split(os.pathsep)
    found = [os.path.join(folder, name) for name in NAMES for folder in folders if folder]
    for path in [sys.executable] + [path for path in found if os.access(path, os.X_OK)]:
        if path.startswith(VENV + os.sep):  # activated: it cannot remake itself
            continue
        version = output_of([path, "-c", VERSION])
        if not version or tuple(int(part) for part in version.split(".")) < OLDEST:
            continue
        if output_of([path, "-c", "import ensurepip, venv; print('ok')"]):
            return path
        without_venv = without_venv or version
    if without_venv:
        raise Problem(
            "A Python {0} manca il modulo «venv»: su Debian e Ubuntu si aggiunge con "
            "«sudo apt install python{0}-venv», poi riprova.".format(without_venv)
        )
    raise Problem(
        "Serve Python 3.11 o più recente: questo è il {0}.{1} e non ne trovo altri. "
        "Si scarica da python.org o con il gestore dei pacchetti.".format(*sys.version_info[:2])
    )


def make_venv(lock):
    run_logged(
        [sys.executable, "-m", "venv", "--clear", VENV],
        lock,
        "Non riesco a creare l’ambiente Python in .venv",
    )
    write_stamp("venv", "{0}.{1} {2}".format(sys.version_info[0], sys.version_info[1], VENV))


def drop_unfinished_packages():
    """Shows pip what an interrupted pip left: it takes METADATA as installed, but writes INSTALLER last."""
    for packages in glob.glob(os.path.join(VENV, "lib", "python*", "site-packages")):
        for folder in glob.glob(os.path.join(packages, "*.dist-info")):
            if not os.path.exists(os.path.join(folder, "INSTALLER")):
                shutil.rmtree(folder)
        for leftover in glob.glob(os.path.join(packages, "~*")):
            shutil.rmtree(leftover, ignore_errors=True)


def install(lock_file, lock):
    drop_unfinished_packages()
    command = [VENV_PYTHON, "-m", "pip", "install", "--require-hashes", "--no-input", "--progress-bar", "off"]
    command += ["--disable-pip-version-check", "--retries", "2", "-r", os.path.join(ROOT, lock_file)]
    run_logged(command, lock, "Non riesco a installare i pacchetti di {0}".format(lock_file))
    write_stamp(lock_file, digest(lock_file))


def run_logged(command, lock, failure):
    """Runs a command into the log, with a sign of life every 15 s. Raises Problem when it fails."""
    lines = []
    spoken, collected = time.time(), 0
    # The child keeps the lock too: if we are killed it may still be writing in .venv.
    child = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, pass_fds=[lock.fileno()]
    )
    try:
        with open(LOG, "ab") as log:
            for raw in child.stdout:
                log.write(raw)
                line = raw.decode("utf-8", "replace").strip()
                lines.append(line)
                collected += line.startswith("Collecting ")
                if time.time() - spoken > 15:
                    spoken = time.time()
                    say("    … ancora al lavoro: {0} pacchetti scaricati finora".format(collected))
        code = child.wait()
    except BaseException:
        child.terminate()
        child.wait()
        raise
    if code == 0:
        return
    if any(sign in line for line in lines for sign in NETWORK_SIGNS):
        raise Problem(
            "Non raggiungo l’archivio dei pacchetti: controlla la connessione e riprova "
            "(si riparte da qui; dettagli in var/log/bootstrap.log)."
        )
    errors = [line for line in lines if line.startswith("ERROR")] or lines or ["nessun messaggio"]
    raise Problem("{0}: {1} (dettagli in var/log/bootstrap.log)".format(failure, errors[-1][:200]))


def take_lock():
    """One preparation at a time: waits for another one, or for what a killed one left running."""
    import fcntl

    lock = open(os.path.join(ROOT, "var", "bootstrap.lock"), "a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (IOError, OSError):
        say("Un altro comando sta preparando l’ambiente: aspetto che finisca…")
        fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def prepare(lock_files, total):
    """Brings .venv up to the lock files. Has work to do only under a suitable Python (see ``main``)."""
    lock = take_lock()
    whole = venv_is_whole()
    say("1/{0} Ambiente Python{1}".format(total, ": già pronto" if whole else "…"))
    if not whole:
        if os.path.exists(VENV):
            say("    quello in .venv è incompleto o viene da un altro posto: lo rifaccio")
        make_venv(lock)
    for number, lock_file in enumerate(lock_files, start=2):
        done = not outdated([lock_file])
        state = ": già pronti" if done else " (la prima volta serve circa un minuto)…"
        say("{0}/{1} {2}{3}".format(number, total, LOCK_FILES[lock_file], state))
        if not done:
            install(lock_file, lock)


def main(arguments):
    unknown = set(arguments) - {"--dev", "--serve"}
    if unknown:
        raise Problem("Non conosco l’opzione {0}.".format(sorted(unknown)[0]))
    lock_files = ["requirements.txt"] + (["requirements-dev.txt"] if "--dev" in arguments else [])
    serving = "--serve" in arguments
    ready = venv_is_whole() and not outdated(lock_files)
    python = VENV_PYTHON
    if not ready:
        python = suitable_python()
        if python != sys.executable:
            os.execv(python, [python, os.path.abspath(__file__)] + arguments)
    if serving and subprocess.call([python, os.path.join(ROOT, "scripts", "serve.py"), "--check"]):
        return 1  # it has said why, before the long work
    if not os.path.isdir(os.path.dirname(LOG)):
        os.makedirs(os.path.dirname(LOG))
    if serving or not ready:  # tests and checks start without a word when there is nothing to do
        prepare(lock_files, 6 if serving else 1 + len(lock_files))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Problem as problem:
        say("Errore: {0}".format(problem))
        sys.exit(1)
    except EnvironmentError as error:
        say("Errore: {0} ({1}).".format(error.strerror, error.filename))
        sys.exit(1)
    except KeyboardInterrupt:
        say("\nInterrotto: la prossima volta si riparte da qui.")
        sys.exit(130)
