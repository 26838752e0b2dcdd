"""How a page names a member: with a link while their showcase is public, else with the name that was agreed."""

from typing import Any

from django.db import models

from cms.seo.schema_org import Node, absolute, node_ref

from .member import Member


class MemberCredit(models.Model):
    """Mixin for a page, or a row below one, that names a member in its field ``member``.

    The name is stored with the page as it was when the page was approved. A showcase that is not live may change its
    title without approval, and that title must not appear on a page that is live. One that is closed to visitors is
    neither linked nor shown, as one that is off the site.
    """

    # What with_public_showcase() found; None where the row came another way, and then it is asked for.
    showcase_is_public: bool | None = None

    # The name when the text was written. It is part of the text, so two people approve it.
    known_as = models.CharField(max_length=255, blank=True, default="", editable=False)

    class Meta:
        abstract = True

    member: Member | None
    member_id: int | None

    def store_credited_name(self, *, overwrite: bool) -> None:
        """Store the member's present name, with ``overwrite`` also in place of one that is stored.

        Overwrite before a revision is saved, never before the row of a live page is: publishing saves the row too
        and must not replace the name that two people approved.
        """
        if overwrite or not self.known_as:
            self.known_as = self.member.name if self.member_id and self.member else ""

    @property
    def showcase(self) -> Any:
        """The member's showcase if a visitor may open it, else None. Costs no query after
        ``select_related("member__showcase")`` and ``with_public_showcase()``."""
        page = getattr(self.member, "showcase", None)
        if page is None or not page.live:
            return None
        is_public = page.is_public if self.showcase_is_public is None else self.showcase_is_public
        return page if is_public else None

    @property
    def display_name(self) -> str:
        return self.showcase.title if self.showcase else self.known_as

    @property
    def as_node(self) -> Node:
        """The member as a schema.org node, with the same @id as on their own showcase."""
        is_person = self.member.is_person if self.member_id and self.member else True
        kind = "Person" if is_person else "Organization"
        url = absolute(self.display_url) if self.display_url else ""
        return {
            "@type": kind,
            "name": self.display_name,
            **({**node_ref(url, Member.NODE_NAME), "url": url} if url else {}),
        }

    @property
    def display_url(self) -> str:
        """The address of the showcase; empty where it is not public."""
        return self.showcase.url or "" if self.showcase else ""
