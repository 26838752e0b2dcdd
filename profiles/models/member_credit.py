"""What a post, an episode or a pillola says of a member: a link while their showcase is on the site, else a name."""

from typing import Any

from django.db import models

from cms.structured import Node, absolute, reference

from .member import Member


class MemberCredit(models.Model):
    """Mixed into a page, or into a row below one, that names a member in the field ``member``.

    The name is kept as it was when the page was agreed. A showcase that is not on the site may change its title
    without anybody's yes, and must not speak on a page that is.
    """

    # The name when the text was written; part of the text, so two people agree to it.
    known_as = models.CharField(max_length=255, blank=True, default="", editable=False)

    class Meta:
        abstract = True

    member: Member | None
    member_id: int | None

    def store_credited_name(self, *, overwrite: bool) -> None:
        """``again`` before a revision is kept. Before a row is kept only where no name is: publishing keeps the row
        too, and must not replace the name that two people agreed to."""
        if overwrite or not self.known_as:
            self.known_as = self.member.name if self.member_id and self.member else ""

    @property
    def showcase(self) -> Any:
        """The member's showcase where everybody may open it, else None. Asks nothing after
        ``select_related("member__showcase")``."""
        page = getattr(self.member, "showcase", None)
        return page if page is not None and page.live else None

    @property
    def shown_name(self) -> str:
        return self.showcase.title if self.showcase else self.known_as

    @property
    def as_node(self) -> Node:
        """Who it is for cms.structured; the same number as on their own showcase."""
        known = self.member.kind if self.member_id and self.member else Member.Kind.PERSON
        kind = "Person" if known == Member.Kind.PERSON else "Organization"
        url = absolute(self.shown_url) if self.shown_url else ""
        return {
            "@type": kind,
            "name": self.shown_name,
            **({**reference(url, Member.NODE_NAME), "url": url} if url else {}),
        }

    @property
    def shown_url(self) -> str:
        """Of the showcase; empty where there is nothing to open."""
        return self.showcase.url or "" if self.showcase else ""
