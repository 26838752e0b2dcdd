"""What may be mended without asking anybody: nothing here publishes, and nobody's text, yes or account is touched.

Each function mends one kind of finding under the locks of every other write, and says what it did.

- Steps and trees are made what the table of roles says, as every deployment does (``manage.py provision``).
- A request that stands at no step is closed: nobody could answer it, and while it is open its author cannot send the
  text again. Texts and yeses stay. One whose step is *finished* is left alone: it may hold yeses that a person should
  look at before anybody ends it.
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
    findings = (*health.inactive_steps(), *health.trees_without_workflow())
    if not any(finding.fixable for finding in findings):
        return []
    changes = Changes()
    provision_rights(changes)
    return changes.done


def close_requests_without_step() -> list[str]:
    done = []
    for number, page_number in list(health.without_step().values_list("pk", "page_number")):
        if title := _close(number, page_number):
            done.append(f"richiesta senza passo chiusa: «{title}» può essere mandata di nuovo")
    return done


@transaction.atomic
def _close(number: int, page_number: int) -> str:
    """Title of the page; empty if somebody was quicker. WorkflowState.cancel() reads the step that is not there."""
    page = lock_page(page_number)
    if not health.without_step().filter(pk=number).update(status=WorkflowState.STATUS_CANCELLED):
        return ""
    log(page.specific, CLOSED)
    return page.draft_title


def release_forgotten_claims() -> list[str]:
    done = []
    for number in list(health.forgotten().values_list("pk", flat=True)):
        if title := _release(number):
            done.append(f"presa in carico sciolta: «{title}»")
    return done


@transaction.atomic
def _release(number: int) -> str:
    page = lock_page(number)
    if not health.forgotten().filter(pk=number).exists():
        return ""
    release_claim(page.pk)
    return page.draft_title


REPAIRS = (restore_rights, close_requests_without_step, release_forgotten_claims)


def run_repairs() -> list[str]:
    """What was done, in words."""
    return [line for fix in REPAIRS for line in fix()]
