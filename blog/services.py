"""Writes of the blog: «Proponi un articolo» begins a draft of one's own."""

from django.db import transaction
from django.utils import timezone

from cms.slugs import free_slug
from cms.users.models import User
from cms.users.types import AnyUser
from editorial.review.state import lock_page
from editorial.roles import BLOG_DESK, CHIEF, MEMBERS

from .forms import RESERVED_SLUGS
from .models import BlogIndexPage, BlogPage


def is_of_the_desk(user: AnyUser) -> bool:
    """Whether an active user belongs to the blog's desk or to Redazione."""
    return user.is_active and not user.group_names.isdisjoint((BLOG_DESK, CHIEF))


def may_propose(user: AnyUser) -> bool:
    """Whether a user may begin an article: members with a showcase, and the desk."""
    if is_of_the_desk(user):
        return True
    return user.is_active and MEMBERS in user.group_names and hasattr(user, "member")


@transaction.atomic
def propose(*, user: User, title: str) -> BlogPage:
    """Return a draft of the user with this title and with today's date in Rome.

    A draft that they never wrote anything into is used again. The caller checks ``may_propose`` first.
    """
    # The lock lets one request in at a time: two presses at once find one draft, and two people get different paths
    # in the tree and different slugs.
    number = BlogIndexPage.objects.values_list("pk", flat=True).get()
    lock_page(number)
    index = BlogIndexPage.objects.get(pk=number)
    page = untouched_draft_of(user) or BlogPage(owner=user, live=False)
    page.title = page.draft_title = title
    page.slug = free_slug(index, title, fallback="articolo", exclude=page, reserved=RESERVED_SLUGS)
    page.date = timezone.localdate()
    if page.pk:
        page.save()
    else:
        page.sign(user)
        index.add_child(instance=page)
    page.save_revision(user=user)
    return page


def untouched_draft_of(user: User) -> BlogPage | None:
    """Return a draft of the user that was never sent nor published and has no lead, body or picture, or None."""
    for page in BlogPage.objects.unpublished_of(user):
        draft = page.get_latest_revision_as_object()
        if not (draft.lead or draft.picture_id or draft.body) and not page.workflow_states.exists():
            return draft
    return None
