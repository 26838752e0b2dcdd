"""Run pytest, and run what failed once more, alone, where it is few tests.

    python scripts/run_tests.py [pytest options]

What fails and then passes alone is printed as ``FLAKY <test>`` and does not fail the run: it is mended before anything
else. What fails again fails. More than ``AT_MOST`` failed tests, a crash, an interruption or a test that cannot be
collected fail at once. Exit codes are pytest's.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

AT_MOST = 5  # tests that are tried again: more are no accident
TESTS_FAILED = 1  # pytest.ExitCode.TESTS_FAILED


def pytest(*options: str) -> int:
    """Run pytest in a process of its own and return its exit code."""
    return subprocess.run([sys.executable, "-m", "pytest", *options], check=False).returncode


def failed_tests(cache: Path) -> list[str]:
    """Return the node ids that pytest's cache tells failed; none if it has written nothing."""
    file = cache / "v" / "cache" / "lastfailed"
    return list(json.loads(file.read_text())) if file.exists() else []


def run(options: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        code = pytest("-o", f"cache_dir={folder}", *options)
        failed = failed_tests(Path(folder))
    # A node id without a test's name is a file that could not be imported.
    if code != TESTS_FAILED or not 0 < len(failed) <= AT_MOST or any("::" not in test for test in failed):
        return code
    print(f"\n=== once more, alone: {len(failed)} of {AT_MOST} at most", flush=True)
    code = pytest("-p", "no:cacheprovider", *settings_of(options), "-n", "0", *failed)
    if code == 0:
        print("".join(f"FLAKY {test}\n" for test in failed), end="", flush=True)
    return code


def settings_of(options: list[str]) -> list[str]:
    """Return those of the options that say how tests run rather than which: ``-p``, ``-c`` and ``--rootdir``."""
    kept: list[str] = []
    for option, value in zip(options, [*options[1:], ""], strict=True):
        if option in ("-p", "-c", "--rootdir"):
            kept += [option, value]
    return kept


if __name__ == "__main__":
    os.chdir(os.environ.get("TESTS_ROOT", Path(__file__).parent.parent))
    sys.exit(run(sys.argv[1:]))
