"""Pages about somebody who is asked to say yes, at the time that a test says."""

from datetime import timedelta

import time_machine
from wagtail.models import PageLogEntry

from tests.support.moderation import live, sent, state, yes

LATER = timedelta(days=14, minutes=1)


def at_time(when):
    return time_machine.travel(when, tick=False)


def interview(newsroom, people="Olga", title="T"):
    return sent(newsroom.anna, newsroom.radio, title, model="interview", people=people)


def interview_for_olga(newsroom):
    """Anna's interview with Olga, agreed by the desk: it waits for Olga."""
    page = interview(newsroom)
    yes(newsroom.r1, page)
    assert state(page).task.specific == newsroom.guest and not live(page)
    return page


def actions(page):
    rows = PageLogEntry.objects.filter(page=page.pk, action__startswith="editorial.guest").order_by("pk")
    return [(row.action.removeprefix("editorial.guest."), row.data.get("person")) for row in rows]
