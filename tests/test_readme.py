"""The README says what ``make run`` prints."""

from pathlib import Path

from home.demo.accounts import PASSWORD, address
from home.demo.info import ACCOUNTS, TRY_IT

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_accounts_and_password_are_the_demos():
    assert f"`{PASSWORD}`" in README
    rows = [line for line in README.splitlines() if line.startswith("| `") and "@" in line]
    assert rows == [f"| `{address(account)}` | {who} |" for account, who in ACCOUNTS]


def test_five_minutes_are_word_for_word():
    section = README.split("## Prova in cinque minuti")[1].split("\n## ")[0]
    steps = [line for line in section.splitlines() if line[:1].isdigit()]
    assert steps == [f"{number}. {step}" for number, step in enumerate(TRY_IT, start=1)]
