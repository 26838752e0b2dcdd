"""Repairs what may be repaired without asking anybody: nothing is published, and no text, approval or account changed.

Each function repairs one kind of issue, under the locks that every other write takes, and returns what it did.

- Rights, steps and trees are made what the table of roles says, as every deployment does (``manage.py provision``).
- A request that stands at no step is closed: nobody could answer it, and while it is open its author cannot send the
  text again. Revisions and approvals stay. One whose step is *finished* is left alone: it may have approvals that a
  person should look at before anybody closes it.
- A claim older than a day on a page that waits for nobody is released, or its author stays locked out.

Left to people: who sits in a desk, what becomes of orphans, live pages nobody agreed to (taking one down is a
reviewer's decision), and mail that failed (sending again might tell somebody twice).
"""

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import WorkflowState

from cms.provisioning import Changes
from editorial.provisioning import provision_rights
from editorial.review.state import lock_page, release_claim

from . import health

CLOSED = "editorial.request_closed"


def restore_rights() -> list[str]:
    """Provision the rights again if anything is not as the code says. Pages are left to provisioning: it publishes."""
    changes = Changes()
    if any(health.drift()):
        provision_rights(changes)
    return changes.done


def close_requests_without_step() -> list[str]:
    """Close the requests in which no step waits."""
    done = []
    for number, page_number in list(health.without_step().values_list("pk", "page_number")):
        if (title := _close(number, page_number)) is not None:
            done.append(f"richiesta senza passo chiusa: «{title}» può essere mandata di nuovo")
    return done


@transaction.atomic
def _close(number: int, page_number: int) -> str | None:
    """Close one request and return the page's title; None if somebody was quicker. WorkflowState.cancel() would read
    the step that is missing."""
    page = lock_page(page_number)
    if not health.without_step().filter(pk=number).update(status=WorkflowState.STATUS_CANCELLED):
        return None
    log(page.specific, CLOSED)
    return page.draft_title


def release_forgotten_claims() -> list[str]:
    """Release the claims older than a day on pages that do not wait."""
    done = []
    for number in list(health.forgotten().values_list("pk", flat=True)):
        if (title := _release(number)) is not None:
            done.append(f"presa in carico sciolta: «{title}»")
    return done


@transaction.atomic
def _release(number: int) -> str | None:
    """Release the claim on one page and return its title; None if somebody was quicker."""
    page = lock_page(number)
    if not health.forgotten().filter(pk=number).exists():
        return None
    release_claim(page.pk)
    return page.draft_title


REPAIRS = (restore_rights, close_requests_without_step, release_forgotten_claims)


def run_repairs() -> list[str]:
    """Run every repair and return what was done, a sentence each."""
    return [line for repair in REPAIRS for line in repair()]
