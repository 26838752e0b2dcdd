"""A clock that stands, mail that waits, and texts and people that several modules begin with."""

import pytest
import time_machine

from tests.support.people import make_user

from .four_texts import FOUR
from .moments import DAY, NOW


@pytest.fixture
def clock(settings):
    settings.SESSION_COOKIE_AGE = 365 * 24 * 60 * 60  # nobody is logged out while days go by
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def queued_mail(settings):
    """Mail stays in the queue, where ``tests.support.mailbox`` looks."""
    settings.EMAIL_BACKEND = "cms.mail.queue.QueueBackend"


@pytest.fixture
def four(newsroom, clock):
    pages = FOUR.put(newsroom, clock)
    clock.move_to(NOW + 3 * DAY)
    return pages


@pytest.fixture
def staffed(provisioned_site):
    """Two of Redazione: every desk has its two people."""
    provisioned_site.ed, provisioned_site.ada = (
        make_user("ed", provisioned_site.chief),
        make_user("ada", provisioned_site.chief),
    )
    return provisioned_site
