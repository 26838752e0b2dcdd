"""Who there is on the site of a release, and what anybody does at a browser or the clock of a server calls."""

from datetime import datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from wagtail.models import Page

from .browsing import Visitor

ROME = ZoneInfo("Europe/Rome")
GOES_LIVE = datetime(2026, 2, 20, 8, tzinfo=ROME)  # what is agreed for a day to come
PASSWORD = "una-frase-lunga-davvero"
DOMAIN = "lab121.example"
STAFF = {
    "blog": "Redazione Blog", "vetrine": "Redazione Vetrine", "radio": "Redazione Radio",
    "pillole": "Redazione Pillole", "redazione": "Redazione", "redazione2": "Redazione", "segreteria": "Segreteria",
}  # fmt: skip
# Who reads each section, and the field that they ask to change.
READERS = {"blog": "blog", "soci": "vetrine", "radio": "redazione", "pillole": "pillole", "pagine": "redazione2"}
POINT = {"blog": "lead", "soci": "headline", "radio": "summary", "pillole": "intro", "pagine": "intro"}


def address(name: str) -> str:
    return f"{name}@{DOMAIN}"


def call(*command: str) -> tuple[int, str]:
    """Exit code and output of a command of manage.py."""
    out = StringIO()
    try:
        call_command(*command, stdout=out, verbosity=0)
    except CommandError as error:
        return error.returncode, f"{out.getvalue()}{error}"
    return 0, out.getvalue().strip()


def run(*command: str) -> None:
    """As the clock of a server does: nobody reads what it says."""
    code, said = call(*command)
    assert code == 0, said


class Site:
    """Everybody, the clock that they live by, and the number of each page by «section state»."""

    def __init__(self, clock: Any, pages: dict[str, int] | None = None) -> None:
        self.clock = clock
        self.pages = pages or {}

    def later(self, **time: float) -> None:
        self.clock.shift(timedelta(**time))

    def as_(self, name: str) -> Visitor:
        """At their browser, a minute later."""
        self.later(minutes=1)
        return Visitor(address(name) if name else "")

    def user(self, name: str) -> Any:
        return get_user_model().objects.get(email=address(name))

    def page(self, number: int) -> Any:
        return Page.objects.get(pk=number).specific

    def owner(self, number: int) -> str:
        return self.page(number).owner.email.partition("@")[0]

    def reading(self, number: int) -> str:
        """The desk's screen of what waits."""
        return f"/admin/lettura/{self.page(number).current_workflow_task_state.pk}/"

    def write(self, name: str, number: int, **fields: Any) -> None:
        """As the editor keeps it (the row too, while the page is not live); its form is not filled in."""
        self.later(minutes=1)
        draft = self.page(number).get_latest_revision_as_object()
        for field, value in fields.items():
            setattr(draft, field, value)
        if not draft.live:
            draft.save()
        draft.save_revision(user=self.user(name), log_action=True)

    def author(self, number: int, verb: str) -> None:
        self.as_(self.owner(number)).press(f"/area-soci/pagine/{number}/", f"/{verb}/")

    def send(self, number: int) -> None:
        self.author(number, "manda")

    def yes(self, name: str, number: int) -> None:
        self.as_(name).press(self.reading(number), "/si/")

    def ask(self, section: str, number: int) -> None:
        points = {"field": [POINT[section], "title"], "text": ["Dillo in meno parole, così.", "Il nome per intero."]}
        reason = "Quasi pronta: mancano due cose."
        self.as_(READERS[section]).press(self.reading(number), "/chiedi/", reason=reason, **points)

    def agree(self, section: str, number: int) -> None:
        self.send(number)
        self.yes(READERS[section], number)
