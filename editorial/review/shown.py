"""What a person is shown before a yes, and the proof of it: a yes counts for what its giver was shown.

``shown_to`` and ``shown_to_guest`` give a screen the whole list of differences together with a token, and are the only
makers of tokens. The token is a signature of who looks, at which page and request, of the content, of the text that it
was compared with, and of the names that the page prints from elsewhere: when one of them changes it is void.
"""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.crypto import constant_time_compare, salted_hmac
from wagtail.models import Page, Revision, WorkflowState

from cms.users.models import User
from editorial.content.comparison import Difference, compare_contents, live_content
from editorial.content.digest import content_digest
from editorial.content.people import name_of
from editorial.content.printed_names import names_fingerprint
from editorial.models import ConsentRequest

from .baseline import OWN, Baseline, baseline_of, baseline_of_guest

SALT = "editorial.shown"


class Seen(NamedTuple):
    """What the form of a yes carries: the digest of the content, and the token of the screen that showed it."""

    digest: str
    token: str


UNNAMED = "un’altra persona"
NOTHING_SEEN = Seen("", "")  # which no screen gives


@dataclass(frozen=True)
class Shown:
    """What a screen prints before it offers a yes."""

    baseline: Baseline
    differences: list[Difference]  # from the baseline's text to this one
    seen: Seen  # for the form

    def from_live(self, page: Page, revision: Revision) -> list[Difference]:
        """Return the differences from what is on the site, which a reviewer judges whatever they know of the text."""
        if self.baseline.kind != OWN:
            return self.differences
        return compare_contents(page.specific_class, live_content(page), revision.content)

    @property
    def others_wrote(self) -> bool:
        return self.baseline.others_wrote

    @property
    def writers(self) -> list[str]:
        """The names of the others who wrote since then, in alphabetical order (reads the database)."""
        accounts = User.objects.in_bulk([number for number in self.baseline.writers if number])
        found = (accounts.get(number or 0) for number in self.baseline.writers)
        return sorted({name_of(account, missing=UNNAMED, nameless=UNNAMED) for account in found})

    def since_own(self, page: Page) -> list[Difference]:
        """Return the differences from what this person wrote or agreed to, where that is another text than the live,
        [] if nobody else has written since."""
        is_live = page.live and self.baseline.number == page.live_revision_id
        return self.differences if self.baseline.kind == OWN and not is_live else []


def shown_to(user: User, page: Page, revision: Revision, request: WorkflowState | None) -> Shown:
    """Return what ``user`` has to be shown of this revision before a yes.

    ``request`` is the page's open one, None while the text is unsent.
    """
    baseline = baseline_of(page, user)
    differences = compare_contents(page.specific_class, baseline.content(page), revision.content)
    return Shown(baseline, differences, _seen(f"user:{user.pk}", page, revision, request, baseline))


def shown_to_guest(consent_request: ConsentRequest, page: Page, revision: Revision, request: WorkflowState) -> Shown:
    """Return as shown_to() what somebody has to be shown whom the page is about."""
    baseline, content = baseline_of_guest(page, consent_request.key)
    differences = compare_contents(page.specific_class, content, revision.content)
    return Shown(baseline, differences, _seen(f"guest:{consent_request.pk}", page, revision, request, baseline))


def was_shown(seen: Seen, user: User, page: Page, revision: Revision, request: WorkflowState | None) -> bool:
    """Tell whether a screen showed ``user`` all of this very content, as things are now."""
    return _same(seen, _seen(f"user:{user.pk}", page, revision, request, baseline_of(page, user)))


def was_shown_to_guest(
    seen: Seen, consent_request: ConsentRequest, page: Page, revision: Revision, request: WorkflowState
) -> bool:
    """Tell as was_shown() of somebody whom the page is about."""
    baseline, _content = baseline_of_guest(page, consent_request.key)
    return _same(seen, _seen(f"guest:{consent_request.pk}", page, revision, request, baseline))


def _same(seen: Seen, current: Seen) -> bool:
    return constant_time_compare(seen.token, current.token)


def _seen(person: str, page: Page, revision: Revision, request: WorkflowState | None, baseline: Baseline) -> Seen:
    digest = content_digest(revision.content)
    names = names_fingerprint(page.specific_class, revision.content)
    parts = (person, page.pk, request.pk if request else 0, digest, baseline.key, names)
    return Seen(digest, salted_hmac(SALT, "|".join(map(str, parts)), algorithm="sha256").hexdigest())
