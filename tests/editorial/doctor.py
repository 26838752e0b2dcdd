"""The command that examines the moderation, and what it is given to examine."""

from datetime import UTC, datetime, timedelta
from io import StringIO

from django.core.management import CommandError, call_command

from tests.support.moderation import yes
from tests.support.people import make_member, make_user
from tests.support.showcases import send

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def run(*options: str) -> tuple[int, list[str]]:
    """(exit code, lines) of the command."""
    out, code = StringIO(), 0
    try:
        call_command("doctor", *options, stdout=out)
    except CommandError as error:
        code = error.returncode
    return code, out.getvalue().splitlines()


def several_live(provisioned_site, names) -> None:
    reader = make_user("lettrice", provisioned_site.desk)
    for name in names:
        owner = make_member(name)
        send(owner, owner.member.showcase)
        yes(reader, owner.member.showcase)
