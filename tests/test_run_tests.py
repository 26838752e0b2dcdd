"""scripts/run_tests.py on suites of a few lines: what failed by chance does not fail the run, and is named."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / "scripts" / "run_tests.py"
GOOD = "def test_good():\n    pass\n"
BAD = "def test_bad():\n    assert False\n"
FLAKY = """
from pathlib import Path

def test_flaky():
    mark = Path(__file__).with_suffix(".mark")
    found = mark.exists()
    mark.touch()
    assert found
"""


@pytest.fixture
def run(tmp_path):
    """Write a suite, run it, and give the exit code and the lines that begin with FLAKY."""

    def play(**files: str) -> tuple[int, list[str]]:
        for name, text in files.items():
            (tmp_path / f"{name}.py").write_text(text)
        (tmp_path / "pytest.ini").write_text("[pytest]\n")
        options = ["-q", "-p", "xdist", "-n", "0"]
        done = subprocess.run(
            [sys.executable, str(SCRIPT), *options], capture_output=True, text=True, check=False,
            env=os.environ | {"TESTS_ROOT": str(tmp_path), "PYTEST_ADDOPTS": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        )  # fmt: skip
        return done.returncode, [line for line in done.stdout.splitlines() if line.startswith("FLAKY")]

    return play


def test_a_suite_that_passes_is_run_once(run):
    assert run(test_a=GOOD) == (0, [])


def test_what_passes_alone_does_not_fail_the_run_and_is_named(run):
    assert run(test_a=GOOD, test_b=FLAKY) == (0, ["FLAKY test_b.py::test_flaky"])


def test_what_fails_again_fails(run):
    assert run(test_a=BAD, test_b=FLAKY) == (1, [])


def test_more_than_five_are_no_accident(run):
    assert run(**{f"test_{letter}": FLAKY for letter in "abcdef"}) == (1, [])


def test_what_cannot_be_imported_fails(run):
    assert run(test_a=GOOD, test_b="import nowhere_at_all\n")[0] != 0
